import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { FailedSignIns } from '#lib/accounts/failed-sign-ins.ts'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { startImapFixture, testCertificate, type FixtureOptions, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { guessersIn } from '#lib/testing/manual/login-guard.ts'

const HERE = { trustedGateways: ['127.0.0.0/8'] }

async function fixtureOf(t: TestContext, options: FixtureOptions): Promise<ImapFixture> {
  const fixture = await startImapFixture(options)
  t.after(() => fixture.close())
  return fixture
}

/** Says these lines one after the other; answers the last reply. */
async function converse(socket: Socket, ...lines: readonly string[]): Promise<string> {
  const client = new ConversationClient(socket, WHOLE)
  await client.line()
  let last = ''
  for (const line of lines) last = await client.asks(line)
  client.close()
  return last
}

const remotes = (fixture: ImapFixture, event: string): readonly unknown[] =>
  fixture.logged.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line.event === event).map(({ remote, gateway }) => [remote, gateway])

test('a trusted gateway says for whom it signs in: that address stands in the log', async (t) => {
  const fixture = await fixtureOf(t, HERE)
  await converse(await fixture.connect(), 'a ID ("name" "x" "X-Originating-IP" "203.0.113.9")', 'b LOGIN alice postern-alice')
  await converse(await fixture.connect(), 'a ID ("x-originating-ip" "2001:db8::7")', 'b LOGIN alice wrong')
  assert.deepEqual(remotes(fixture, 'imap.login'), [['203.0.113.9', '127.0.0.1']])
  assert.deepEqual(remotes(fixture, 'imap.login-failed'), [['2001:db8::7', '127.0.0.1']])
  assert.deepEqual(guessersIn(fixture.logged), ['2001:db8::7'], 'as the manual tells fail2ban')
})

test('nobody else is believed, nor what is no address, nor what is said after the sign-in', async (t) => {
  const cases: readonly (readonly [options: FixtureOptions, lines: readonly string[]])[] = [
    [{}, ['a ID ("x-originating-ip" "203.0.113.9")', 'b LOGIN alice postern-alice']],
    [{ trustedGateways: ['192.0.2.0/24'] }, ['a ID ("x-originating-ip" "203.0.113.9")', 'b LOGIN alice postern-alice']],
    [HERE, ['a ID ("x-originating-ip" "203.0.113.9 forged")', 'b LOGIN alice postern-alice']],
    [HERE, ['a ID ("x-originating-ip" NIL)', 'b LOGIN alice postern-alice']],
    [HERE, ['a LOGIN alice postern-alice', 'b ID ("x-originating-ip" "203.0.113.9")']],
  ]
  for (const [options, lines] of cases) {
    const fixture = await fixtureOf(t, options)
    assert.match(await converse(await fixture.connect(), ...lines), /^b OK/, lines[0])
    assert.deepEqual(remotes(fixture, 'imap.login'), [['127.0.0.1', undefined]], lines[0])
    assert.doesNotMatch(fixture.logged.join(''), /203\.0\.113/, lines[0])
  }
})

test('what is said in the clear on a way that others share is not believed, whoever seems to say it', async (t) => {
  const fixture = await fixtureOf(t, { ...HERE, trustLoopback: false, listeners: [{ host: '127.0.0.1', port: 0, tls: 'starttls' }], tls: await testCertificate() })
  const client = new ConversationClient(await fixture.connect(), WHOLE)
  await client.line()
  const ask = async (line: string): Promise<void> => {
    await client.says(`${line}\r\n`)
    while (!(await client.line())?.startsWith(line.slice(0, 2)));
  }
  await ask('a ID ("x-originating-ip" "203.0.113.9")')
  await ask('b STARTTLS')
  await client.startTls(undefined)
  await ask('c LOGIN alice wrong')
  await ask('d ID ("x-originating-ip" "198.51.100.3")')
  await ask('e LOGIN alice postern-alice')
  client.close()
  assert.deepEqual(remotes(fixture, 'imap.login-failed'), [['127.0.0.1', undefined]])
  assert.deepEqual(remotes(fixture, 'imap.login'), [['198.51.100.3', '127.0.0.1']])
})

test('who guesses too often is barred by the true address, over all connections; others behind the same gateway are not, nor is the gateway', async (t) => {
  const failedSignIns = new FailedSignIns()
  for (let each = 0; each < 99; each++) failedSignIns.failed('203.0.113.9')
  const fixture = await fixtureOf(t, { ...HERE, failedSignIns })
  const from = (address: string): string => `a ID ("x-originating-ip" "${address}")`
  const signIn = 'b LOGIN alice postern-alice'
  assert.match(await converse(await fixture.connect(), from('203.0.113.9'), signIn), /^b OK/)
  assert.match(await converse(await fixture.connect(), from('203.0.113.9'), 'b LOGIN alice wrong'), /^b NO \[AUTHENTICATIONFAILED\]/)
  assert.match(await converse(await fixture.connect(), from('203.0.113.9'), signIn), /^b NO \[LIMIT\]/)
  assert.match(await converse(await fixture.connect(), from('203.0.113.9'), 'b AUTHENTICATE PLAIN AGFsaWNlAHBvc3Rlcm4tYWxpY2U='), /^b NO \[LIMIT\]/)
  assert.match(await converse(await fixture.connect(), from('203.0.113.8'), signIn), /^b OK/)
  for (let each = 0; each < 200; each++) failedSignIns.failed('127.0.0.1')
  assert.match(await converse(await fixture.connect(), signIn), /^b OK/, 'many people come through it')
})

test('without a gateway between, the connection itself is who guesses', async (t) => {
  const failedSignIns = new FailedSignIns()
  for (let each = 0; each < 99; each++) failedSignIns.failed('127.0.0.1')
  const fixture = await fixtureOf(t, { failedSignIns })
  await converse(await fixture.connect(), 'b LOGIN alice wrong')
  assert.match(await converse(await fixture.connect(), 'b LOGIN alice postern-alice'), /^b NO \[LIMIT\]/)
})
