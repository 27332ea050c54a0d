import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ImapFlow } from 'imapflow'
import type { SortKey } from '#lib/mail/index-page.ts'
import { readOrder } from '#lib/imap/reading/mailbox-order.ts'
import { appendMessages, startImapFixture } from './imap-fixture.ts'

const FOUND = 40

/** Octets that the server says for a search of the gateway's in a mailbox of so many messages of 2 KB, of which 40 fit. */
async function octetsOf(messages: number, search: string, sort: SortKey): Promise<number> {
  const fixture = await startImapFixture()
  try {
    const store = await fixture.stores.of('alice')
    const stride = messages / FOUND
    const samples = Array.from({ length: messages }, (_, index) => ({ content: `Subject: ${index % stride === 0 ? 'needle' : 'hay'} ${index}\nFrom: a@example.test\n\n${index % stride === 0 ? 'lamp' : 'dark'} ${'x'.repeat(2000)}\n` }))
    await appendMessages(store, 'INBOX', samples)
    const client = new ImapFlow({ host: '127.0.0.1', port: fixture.port, secure: false, doSTARTTLS: false, disableCompression: true, auth: { user: 'alice', pass: 'postern-alice' }, logger: false })
    await client.connect()
    await client.mailboxOpen('INBOX')
    const before = fixture.server.counts.octetsOut
    const { uids } = await readOrder(client, { sort, reverse: true, search })
    const octets = fixture.server.counts.octetsOut - before
    assert.equal(uids.length, FOUND)
    await client.logout()
    return octets
  } finally {
    await fixture.close()
  }
}

// What moves for a search over 100,000 messages are the numbers of those that fit, at most seven octets each.
for (const [search, sort] of [['needle', 'arrival'], ['body: lamp', 'arrival'], ['needle', 'subject'], ['text: lamp', 'date']] as const) {
  test(`a search for ${search} by ${sort} moves what it finds and nothing of what it looks through`, async () => {
    const [few, many] = [await octetsOf(200, search, sort), await octetsOf(2000, search, sort)]
    assert.ok(many < 100 + 7 * FOUND, `${many} octets`)
    // A UID of four digits is longer than one of three, and there is no other difference.
    assert.ok(many - few <= FOUND, `${few} octets for 200 messages, ${many} for 2,000`)
  })
}
