import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ImapFlow } from 'imapflow'
import { appendMessages, sampleMessage, startImapFixture, testCertificate, type ImapFixture } from './imap-fixture.ts'

/** The embedded server as the gateway's own client sees it: over STARTTLS, with every extension that it announces. */
let fixture: ImapFixture
let client: ImapFlow

before(async () => {
  fixture = await startImapFixture({ listeners: [{ host: '127.0.0.1', port: 0, tls: 'starttls' }], tls: await testCertificate() })
  const store = await fixture.stores.of('alice')
  await store.create('Sent', '\\Sent')
  await store.create('Entwürfe/2024')
  await store.subscribe('Sent')
  await appendMessages(store, 'INBOX', Array.from({ length: 60 }, (_, index) => sampleMessage(index + 1)))
  client = newClient()
  await client.connect()
})

after(async () => {
  await client.logout()
  await fixture.close()
})

function newClient(): ImapFlow {
  return new ImapFlow({ host: '127.0.0.1', port: fixture.port, secure: false, auth: { user: 'alice', pass: 'postern-alice' }, tls: { rejectUnauthorized: false }, logger: false })
}

test('signs in over TLS and sees the capabilities', () => {
  assert.equal(client.secureConnection, true)
  for (const capability of ['IDLE', 'MOVE', 'UIDPLUS', 'CONDSTORE', 'SPECIAL-USE', 'LIST-STATUS', 'ESEARCH']) assert.equal(client.capabilities.has(capability), true, capability)
})

test('lists mailboxes with names, special use and status', async () => {
  const listed = await client.list({ statusQuery: { messages: true, unseen: true } })
  const paths = new Map(listed.map((entry) => [entry.path, entry]))
  assert.deepEqual([...paths.keys()].sort(), ['Entwürfe', 'Entwürfe/2024', 'INBOX', 'Sent'])
  assert.equal(paths.get('Sent')?.specialUse, '\\Sent')
  assert.equal(paths.get('INBOX')?.status?.messages, 60)
  assert.equal(paths.get('INBOX')?.delimiter, '/')
})

test('fetches envelopes, structure and content of a page', async () => {
  const lock = await client.getMailboxLock('INBOX')
  try {
    assert.equal(client.mailbox && client.mailbox.exists, 60)
    const page = await client.fetchAll('11:60', { uid: true, flags: true, envelope: true, bodyStructure: true, size: true, internalDate: true })
    assert.equal(page.length, 50)
    assert.equal(page[0]?.envelope?.subject, 'Message 11')
    assert.equal(page[0]?.envelope?.from?.[0]?.address, 'sender11@example.test')
    assert.equal(page[0]?.bodyStructure?.type, 'text/plain')
    const one = await client.fetchOne('60', { source: true }, { uid: true })
    assert.match(String(one && one.source), /This is message 60\.\r\n$/)
    const downloaded = await client.download('60', 'TEXT', { uid: true })
    let text = ''
    for await (const chunk of downloaded.content ?? []) text += String(chunk)
    assert.equal(text, 'This is message 60.\r\n')
  } finally {
    lock.release()
  }
})

test('searches, sets flags, copies, moves and deletes', async () => {
  const lock = await client.getMailboxLock('INBOX')
  try {
    assert.deepEqual(await client.search({ subject: 'Message 7' }, { uid: true }), [7])
    assert.equal(await client.messageFlagsAdd('7', ['\\Flagged'], { uid: true }), true)
    assert.deepEqual(await client.search({ flagged: true }, { uid: true }), [7])
    const copied = await client.messageCopy('7', 'Sent', { uid: true })
    assert.deepEqual(copied && copied.uidMap, new Map([[7, 1]]))
    const moved = await client.messageMove('8', 'Sent', { uid: true })
    assert.deepEqual(moved && moved.uidMap, new Map([[8, 2]]))
    assert.equal(await client.messageDelete('9', { uid: true }), true)
    assert.deepEqual(await client.search({ uid: '7:10' }, { uid: true }), [7, 10])
  } finally {
    lock.release()
  }
})

test('appends and answers the new UID', async () => {
  const appended = await client.append('Sent', 'Subject: appended\r\n\r\nText\r\n', ['\\Seen'], new Date(Date.UTC(2024, 1, 3)))
  assert.equal(appended && appended.uid, 3)
  const status = await client.status('Sent', { messages: true, unseen: true, uidNext: true, highestModseq: true })
  assert.deepEqual([status && status.messages, status && status.uidNext], [3, 4])
})

test('creates, renames and deletes mailboxes with any name', async () => {
  const name = 'Ablage & Büro "neu" \\ 日本'
  assert.equal((await client.mailboxCreate(name)).created, true)
  assert.equal((await client.mailboxRename(name, 'Büro/unten')).newPath, 'Büro/unten')
  assert.equal((await client.mailboxDelete('Büro/unten')).path, 'Büro/unten')
  await assert.rejects(client.mailboxDelete('Büro/unten'), { serverResponseCode: 'NONEXISTENT' })
})

test('hears of a new message while it idles', async () => {
  const other = newClient()
  await other.connect()
  const lock = await other.getMailboxLock('INBOX')
  try {
    const before = other.mailbox && other.mailbox.exists
    const heard = new Promise<number>((resolve) => other.on('exists', ({ count }) => resolve(count)))
    void other.idle()
    await appendMessages(await fixture.stores.of('alice'), 'INBOX', [sampleMessage(99)])
    assert.equal(await heard, Number(before) + 1)
  } finally {
    lock.release()
    await other.logout()
  }
})
