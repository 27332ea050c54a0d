import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { appendMessages, startImapFixture } from '#lib/testing/imap-fixture.ts'

const COUNT = 1300

/** What FETCH tells of all messages, from the messages themselves. */
async function expected(inbox: Mailbox): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const batch of inbox.messages(await inbox.uids(), [])) for (const { uid, flags } of batch) lines.push(`* ${lines.length + 1} FETCH (UID ${uid} FLAGS (${flags.join(' ')}))`)
  return lines
}

test('the flags of many messages are those that they have when they are asked for, whoever has changed them', async () => {
  const stores = createMemoryStores()
  const store = await stores.of('alice')
  await appendMessages(store, 'INBOX', Array.from({ length: COUNT }, (_, index) => ({ content: 'x', flags: ['\\Seen', '\\Flagged', 'Red', 'blue'].filter((_, bit) => (index >> bit) % 2 === 1) })))
  const inbox = (await store.mailbox('INBOX'))!
  const fixture = await startImapFixture({ storeOf: ({ name }) => stores.of(name) })
  const client = new ConversationClient(await fixture.connect(), WHOLE)
  const ask = async (command: string): Promise<readonly string[]> => {
    assert.match(await client.asks(`x ${command}`), /^x OK/)
    return client.heard.filter((line) => line.includes(' FETCH '))
  }
  try {
    await ask('LOGIN alice postern-alice')
    await ask('EXAMINE INBOX')
    const fetched = async (): Promise<readonly string[]> => (await ask('FETCH 1:* (UID FLAGS)')).map((line) => line.replace(/ ?\\Recent/, ''))
    const change = async (from: number, flags: readonly string[]): Promise<unknown> => inbox.changeFlags((await inbox.uids()).slice(from, from + 300), { operation: 'replace', flags })
    assert.equal((await fetched()).length, COUNT)
    for (const [from, flags] of [[0, ['Green']], [200, []], [1100, ['\\Deleted', '\\Seen']], [1200, ['blue']]] as const) {
      await change(from, flags)
      // The client is told of the news, and asks again.
      await ask('NOOP')
      assert.deepEqual(await fetched(), await expected(inbox))
    }
    await inbox.expunge(await inbox.uids())
    await appendMessages(store, 'INBOX', [{ content: 'y', flags: ['late'] }])
    await ask('NOOP')
    assert.deepEqual(await fetched(), await expected(inbox))
    assert.equal((await ask('UID FETCH 1:1250 FLAGS')).length, (await inbox.uids()).filter((uid: Uid) => uid <= 1250).length)
  } finally {
    client.close()
    await fixture.close()
  }
})
