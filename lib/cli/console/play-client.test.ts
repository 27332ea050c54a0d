import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { startImapFixture, type ImapFixture, testCertificate } from '#lib/testing/imap-fixture.ts'
import { PlayedClient } from './play-client.ts'

let fixture: ImapFixture
before(async () => (fixture = await startImapFixture()))
after(() => fixture.close())

/** What is shown of a conversation with these lines, played to its end. */
async function played(lines: readonly string[], port = fixture.port): Promise<string[]> {
  const shown: string[] = []
  const client = new PlayedClient(connect(port, '127.0.0.1'), (line) => void shown.push(line))
  await client.nextAnswer()
  for (const line of lines) await client.say(line)
  await client.finish()
  return shown
}

test('both sides are shown in their order, without the password', async () => {
  const shown = await played(['a LOGIN alice postern-alice', 'b SELECT INBOX', 'c LOGOUT'])
  const kinds = shown.map((line) => line.replace(/^(\S+ \S+ \S+).*$/, '$1'))
  assert.match(shown[0] ?? '', /^S: \* OK \[CAPABILITY /)
  assert.deepEqual([kinds[1], kinds[2]], ['C: a LOGIN', 'S: a OK'])
  assert.ok(kinds.indexOf('S: b OK') < kinds.indexOf('C: c LOGOUT'))
  assert.equal(kinds.at(-1), 'S: c OK')
  assert.ok(!shown.join('').includes('postern-alice'))
})

test('literals are sent as they are typed, invited, uninvited, over several lines, and refused', async () => {
  const shown = await played(['a LOGIN alice {13}', 'postern-alice', 'b APPEND INBOX {19}', 'Subject: x', '', 'body!', 'c APPEND INBOX {4+}', 'text', 'd APPEND nowhere {3}', 'e NOOP'])
  const answers = shown.filter((line) => /^S: (?:\+|[a-e] )/.test(line)).map((line) => line.slice(3, 7).trim())
  assert.deepEqual(answers, ['+ OK', 'a OK', '+ OK', 'b OK', 'c OK', 'd NO', 'e OK'].map((each, at) => (each.startsWith('+') ? answers[at] : each)))
  assert.equal(answers.filter((each) => each.startsWith('+')).length, 2)
  assert.ok(!shown.join('').includes('postern-alice'))
})

test('a proof in two steps is answered as one command', async () => {
  const shown = await played(['a AUTHENTICATE PLAIN', Buffer.from('\0alice\0postern-alice').toString('base64'), 'b LOGOUT'])
  assert.deepEqual(shown.slice(1).map((line) => line.slice(0, 7)), ['C: a AU', 'S: + ', 'C: ***', 'S: a OK', 'C: b LO', 'S: * BY', 'S: b OK'])
})

test('what an idling client hears is shown, and DONE ends it', async () => {
  const shown = await played(['a LOGIN alice postern-alice', 'b IDLE', 'DONE', 'not IMAP', 'c LOGOUT'])
  assert.ok(shown.some((line) => line.startsWith('S: b OK')))
  assert.ok(shown.some((line) => /^S: (?:\*|not) BAD/.test(line)))
})

test('TLS begins by STARTTLS, and nothing is compressed', async () => {
  const secured = await startImapFixture({ listeners: [{ host: '127.0.0.1', port: 0, tls: 'starttls' }], tls: await testCertificate() })
  const shown = await played(['a STARTTLS', 'b CAPABILITY', 'c LOGIN alice postern-alice', 'd COMPRESS DEFLATE', 'e LOGOUT'], secured.port)
  await secured.close()
  assert.ok(shown.some((line) => /^-- TLSv1\.[23], certificate [0-9A-F]{2}:/.test(line)))
  assert.ok(shown.some((line) => line.startsWith('S: c OK')))
  assert.ok(shown.includes('-- compressed, nobody could read it: not sent'))
  assert.ok(shown.some((line) => line.startsWith('S: e OK')))
})
