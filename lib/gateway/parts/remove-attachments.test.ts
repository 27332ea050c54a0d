import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { openAccountPool, type AccountPool } from '#lib/imap/account-pool.ts'
import { appendMessage } from '#lib/imap/operations/append-message.ts'
import { changeFlags } from '#lib/imap/operations/change-flags.ts'
import { createMailbox } from '#lib/imap/operations/manage/create-mailbox.ts'
import { deleteMessages } from '#lib/imap/operations/delete-messages.ts'
import { setOf } from '#lib/imap/same-mailbox.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { startImapFixture, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { failureOf } from '#lib/testing/gateway/site.ts'
import { fileMessage } from './file-message.ts'
import { removeAttachments } from './remove-attachments.ts'

const MESSAGE = [
  'From: ann@example.test', 'Subject: Two files', 'Date: Mon, 01 Jan 2024 10:00:00 +0100', 'Content-Type: multipart/mixed; boundary=b', '',
  '--b', 'Content-Type: text/plain', '', 'Hello.',
  '--b', 'Content-Type: application/pdf; name="a.pdf"', 'Content-Transfer-Encoding: base64', '', 'JVBERi0xLjQK',
  '--b', 'Content-Type: image/png; name="b.png"', 'Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo=',
  '--b--', '',
].join('\r\n')
const FLAGS = ['\\Seen', '\\Flagged', '$Label1']
const ARRIVED = new Date('2021-03-04T05:06:07Z')

let imap: ImapFixture
let pool: AccountPool
let connections: AccountConnections
let ref: MessageRef

beforeEach(async () => {
  imap = await startImapFixture()
  pool = openAccountPool(5)
  connections = pool.of({ server: { host: '127.0.0.1', port: imap.port, tls: 'none', verify: true }, credentials: { user: 'alice', password: 'postern-alice' } }, new AbortController().signal)
  const other = await appendMessage(connections, 'INBOX', { content: Buffer.from(MESSAGE.replace('Two files', 'Another')), flags: ['\\Deleted'] })
  const own = await appendMessage(connections, 'INBOX', { content: Buffer.from(MESSAGE), flags: FLAGS, internalDate: ARRIVED })
  assert.ok(own && other)
  ref = own
})

afterEach(async () => {
  pool.closeAll()
  await imap.close()
})

interface Found {
  readonly uid: number
  readonly flags: readonly string[]
  readonly arrived: string
  readonly content: string
}

/** The mailbox, but for the message that is none of ours. */
async function found(): Promise<readonly Found[]> {
  const all = await connections.use('INBOX', async (client) => client.fetchAll('1:*', { uid: true, flags: true, source: true, internalDate: true }, { uid: true }))
  const other = all.filter(({ source }) => source?.includes('Subject: Another'))
  assert.equal(other.length, 1, 'another message, although it is marked as deleted, stays')
  return all.filter((message) => !other.includes(message)).map(({ uid, flags, internalDate, source }) => ({ uid, flags: [...(flags ?? [])].filter((flag) => flag !== '\\Recent').sort(), arrived: new Date(internalDate ?? 0).toISOString(), content: source?.toString() ?? '' }))
}

const isWhole = ({ content, flags }: Found): boolean => content === MESSAGE && FLAGS.every((flag) => flags.includes(flag))
const remove = (through: AccountConnections = connections, sections = ['2']): Promise<MessageRef> => removeAttachments(through, { ref, sections, describe: () => 'Removed: a.pdf' })

test('an attachment goes; flags, date and every other octet stay', async () => {
  const fresh = await remove()
  const [only, ...more] = await found()
  assert.deepEqual(more, [])
  assert.deepEqual([only?.uid, only?.flags, only?.arrived], [fresh.uid, [...FLAGS].sort(), ARRIVED.toISOString()])
  const removed = `--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from('Removed: a.pdf').toString('base64')}\r\n`
  assert.equal(only?.content, MESSAGE.replace(/--b\r\nContent-Type: application\/pdf[^]*?(?=--b)/, removed))
})

test('only what is an attachment can be taken out, and of a message that is still there', async () => {
  assert.equal(await failureOf(remove(connections, ['1'])), 'no-such-part')
  assert.equal(await failureOf(remove(connections, ['9'])), 'no-such-part')
  assert.ok((await found()).every(isWhole))
  await deleteMessages(connections, setOf(ref), { atOnce: true })
  assert.equal(await failureOf(remove()), 'no-such-message')
  assert.deepEqual(await found(), [])
})

test('a server that does not say where the new message is: it is found and looked at', async () => {
  const silent: AccountConnections = { ...connections, withSeat: async <T>(task: Parameters<AccountConnections['withSeat']>[0]) => (await connections.withSeat(task), undefined as T) }
  const fresh = await remove(silent)
  assert.deepEqual((await found()).map(({ uid }) => uid), [fresh.uid])
})

test('a server that keeps something else than it was given: the old message stays, the other one goes', async () => {
  const lying: AccountConnections = {
    ...connections,
    withSeat: async <T>(task: Parameters<AccountConnections['withSeat']>[0]) => {
      const told = (await connections.withSeat(task)) as MessageRef
      await deleteMessages(connections, setOf(told), { atOnce: true })
      return (await appendMessage(connections, 'INBOX', { content: Buffer.from('Subject: mangled\r\n\r\n'), flags: [] })) as T
    },
  }
  assert.equal(await failureOf(remove(lying)), 'refused')
  const left = await found()
  assert.deepEqual([left.length, left.every(isWhole)], [1, true])
})

test('somebody else deletes the message meanwhile: it does not come back', async () => {
  const meanwhile: AccountConnections = {
    ...connections,
    withSeat: async <T>(task: Parameters<AccountConnections['withSeat']>[0]) => {
      const told = (await connections.withSeat(task)) as T
      await deleteMessages(connections, setOf(ref), { atOnce: true })
      return told
    },
  }
  assert.equal(await failureOf(remove(meanwhile)), 'no-such-message')
  assert.deepEqual(await found(), [])
})

test('flags that somebody changes meanwhile are those of the new message', async () => {
  const meanwhile: AccountConnections = {
    ...connections,
    withSeat: async <T>(task: Parameters<AccountConnections['withSeat']>[0]) => {
      const told = (await connections.withSeat(task)) as T
      await changeFlags(connections, setOf(ref), { operation: 'replace', flags: ['\\Seen', '\\Answered'] })
      return told
    },
  }
  await remove(meanwhile)
  assert.deepEqual((await found()).map(({ flags }) => flags), [['\\Answered', '\\Seen']])
})

/** The same connections, of which the step of that number fails, before it is done or behind it. */
function failingAt(step: number, when: 'before' | 'behind', steps: { count: number }): AccountConnections {
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    const isIt = ++steps.count === step
    if (isIt && when === 'before') throw new Error('cut off')
    const result = await work()
    if (isIt) throw new Error('cut off')
    return result
  }
  return {
    ...connections,
    use: (mailbox, task) => guard(() => connections.use(mailbox, task)),
    stream: (mailbox, open) => guard(() => connections.stream(mailbox, open)),
    withSeat: (task) => guard(() => connections.withSeat(task)),
  }
}

for (const when of ['before', 'behind'] as const) {
  test(`cut off at any step, ${when} it was done: the old message is whole, or the new one in its place`, async () => {
    let outcome = ''
    for (let step = 1; outcome !== 'none'; step++) {
      assert.ok(step < 30, 'it comes to its end')
      const steps = { count: 0 }
      outcome = await failureOf(remove(failingAt(step, when, steps)))
      const left = await found()
      assert.ok(left.some(isWhole) || (left.length === 1 && left[0]?.content.includes('Subject: Two files') && FLAGS.every((flag) => left[0]?.flags.includes(flag))), `step ${step}: ${outcome}`)
      // The next step begins with the message as it was.
      for (const { uid } of left) await deleteMessages(connections, setOf({ ...ref, uid: uid as MessageRef['uid'] }), { atOnce: true })
      const again = await appendMessage(connections, 'INBOX', { content: Buffer.from(MESSAGE), flags: FLAGS, internalDate: ARRIVED })
      assert.ok(again)
      ref = again
      if (steps.count < step) break
    }
  })
}

test('a message inside is kept in another mailbox, as it is or out of base64, read and with its own date', async () => {
  await createMailbox(connections, 'Kept')
  const inner = 'From: bob@example.test\nDate: Tue, 02 Jan 2024 03:04:05 +0000\nSubject: Inside\n\nInner text\n'
  for (const [encoding, body] of [['7bit', inner.replaceAll('\n', '\r\n')], ['base64', Buffer.from(inner).toString('base64')]] as const) {
    const outer = await appendMessage(connections, 'Kept', { content: Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n--b--\r\n`), flags: [] })
    assert.ok(outer)
    const kept = await fileMessage(connections, { ref: outer, section: '1', target: 'Kept' })
    assert.ok(kept)
    const [message] = await connections.use('Kept', async (client) => client.fetchAll(String(kept.uid), { source: true, flags: true, internalDate: true }, { uid: true }))
    assert.equal(message?.source?.toString().trimEnd(), inner.replaceAll('\n', '\r\n').trimEnd())
    assert.ok(message.flags?.has('\\Seen'))
    if (encoding === '7bit') assert.equal(new Date(message.internalDate ?? 0).toISOString(), '2024-01-02T03:04:05.000Z')
  }
  assert.equal(await failureOf(fileMessage(connections, { ref, section: '2', target: 'Kept' })), 'no-such-part')
})
