import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { appendMessages, sampleMessage, startImapFixture } from '#lib/testing/imap-fixture.ts'
import { readTrace } from './anonymous.ts'

test('trace information is short text, or nothing (RFC 4505 §2)', () => {
  for (const text of ['', 'sirhc@example.test', 'ein Gast', '漢'.repeat(255)]) assert.equal(readTrace(Buffer.from(text)), text)
  for (const bad of ['x'.repeat(256), 'a\0b', 'a\r\nb', '\u2028']) assert.throws(() => readTrace(Buffer.from(bad)), /Not an ANONYMOUS message/)
  assert.throws(() => readTrace(Buffer.from([0xff, 0xfe])), /Not an ANONYMOUS message/)
})

test('so many at once, never an administrator, and in the log the trace is no name', async () => {
  const fixture = await startImapFixture({ anonymous: true, limits: { anonymousConnections: 2 }, isAdministrator: () => true })
  const clients: ConversationClient[] = []
  try {
    const enter = async (): Promise<string | undefined> => {
      const client = new ConversationClient(await fixture.connect(), WHOLE)
      clients.push(client)
      await client.line()
      await client.says(`a AUTHENTICATE ANONYMOUS ${Buffer.from('alice').toString('base64')}\r\n`)
      return client.line()
    }
    const first = await enter()
    assert.match(first ?? '', /^a OK /)
    assert.doesNotMatch(first ?? '', /QUOTASET/)
    assert.match((await enter()) ?? '', /^a OK /)
    assert.match((await enter()) ?? '', /^a NO \[LIMIT\] /)
    const events = fixture.logged.map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.deepEqual(events.filter(({ event }) => event === 'imap.anonymous').map(({ trace }) => trace), ['alice', 'alice', 'alice'])
    assert.ok(events.filter(({ event }) => event === 'imap.login').every(({ account }) => account === 'anonymous'))
  } finally {
    for (const client of clients) client.close()
    await fixture.close()
  }
})

test('what is opened to everybody is read, and stays as it is', async () => {
  const fixture = await startImapFixture({ anonymous: true })
  const alice = await fixture.stores.of('alice')
  await appendMessages(alice, 'News', [sampleMessage(1)])
  const { uidValidity } = (await alice.mailbox('News'))!
  await fixture.accounts.grant({ owner: 'alice', uidValidity, identifier: 'anonymous', rights: 'lrswite', alias: 'News' })
  const client = new ConversationClient(await fixture.connect(), WHOLE)
  const ask = async (text: string): Promise<string> => {
    await client.says(`${text}\r\n`)
    for (let heard = ''; ; ) {
      const line = (await client.line()) ?? ''
      heard += `${line}\n`
      if (line.startsWith(`${text.split(' ')[0]} `)) return heard
    }
  }
  try {
    await client.line()
    await ask('a AUTHENTICATE ANONYMOUS =')
    assert.match(await ask('b LIST "" *'), /^\* LIST .* Shared\n\* LIST \(\\HasNoChildren\) "\/" Shared\/News\nb OK/)
    assert.match(await ask('c NAMESPACE'), /^\* NAMESPACE NIL NIL \(\("Shared\/" "\/"\)\)\n/)
    assert.match(await ask('d SELECT Shared/News'), /PERMANENTFLAGS \(\)[^]*\nd OK \[READ-ONLY\]/)
    assert.match(await ask('e FETCH 1 (BODY[TEXT] FLAGS)'), /message 1[^]*FLAGS \(\\Recent\)\)\ne OK/)
    for (const refused of ['STORE 1 +FLAGS (\\Seen)', 'EXPUNGE', 'COPY 1 Shared/News', 'SETACL Shared/News anyone lr', 'SETMETADATA Shared/News (/private/comment "x")', 'GETQUOTAROOT Shared/News']) {
      assert.match(await ask(`f ${refused}`), /f NO \[NOPERM\]/, refused)
    }
    assert.equal((await (await alice.mailbox('News'))!.status()).unseen, 1)
  } finally {
    client.close()
    await fixture.close()
  }
})

test('it is offered where it is switched on, and nowhere else', async () => {
  const fixture = await startImapFixture()
  const client = new ConversationClient(await fixture.connect(), WHOLE)
  try {
    assert.doesNotMatch((await client.line()) ?? '', /ANONYMOUS/)
    await client.says('a AUTHENTICATE ANONYMOUS =\r\n')
    assert.match((await client.line()) ?? '', /^a NO \[CANNOT\] /)
  } finally {
    client.close()
    await fixture.close()
  }
})
