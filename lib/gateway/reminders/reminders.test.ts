import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { findByHeader } from '#lib/imap/append/find-by-header.ts'
import { setOf } from '#lib/imap/same-mailbox.ts'
import { createLog } from '#lib/log/log.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { appendMessages, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { readMailbox, type WritingFixture, writingForEach } from '#lib/testing/writing-fixture.ts'
import { SenderBox } from '../outbox/sender-box.ts'
import { endReminder } from './end-reminder.ts'
import { followUp } from './follow-up.ts'
import { listReminders } from './list-reminders.ts'
import { ReminderClock } from './reminder-clock.ts'
import { snoozeMessages } from './snooze-messages.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let imap: ImapFixture
let site: WritingFixture
let folder: string
let now: number
let isSignedIn: boolean
let clock: ReminderClock
writingForEach((fresh) => ({ imap, site } = fresh))
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-reminders-'))
  now = Math.ceil(Date.now() / MINUTE) * MINUTE
  isSignedIn = true
  await open('kept')
})
afterEach(async () => {
  await clock.stop()
  await rm(folder, { recursive: true, force: true })
})

async function open(credentials: 'kept' | 'signed-in'): Promise<void> {
  clock = new ReminderClock({
    store: site.writer.writing.reminders,
    box: credentials === 'kept' ? await SenderBox.open(join(folder, 'keys.json')) : undefined,
    deskOf: async () => ({ connections: site.connections, chosen: {} }),
    isSignedIn: async () => isSignedIn,
    done: async () => undefined,
    log: createLog('error', () => undefined),
    now: () => now,
  })
}

const person = (): SignedIn => ({ ...site.writer.session, imap: { host: '127.0.0.1', port: imap.port, tls: 'none', verify: true }, onPublicComputer: false })

/** A message in a mailbox, by a Message-ID of its own. */
async function put(mailbox: string, name: string, more = ''): Promise<MessageRef> {
  await appendMessages(await imap.stores.of('alice'), mailbox, [{ content: `From: bob@example.test\r\nTo: alice@example.test\r\nSubject: ${name}\r\nMessage-ID: <${name}@example.test>\r\n${more}\r\nText\r\n`, flags: ['\\Seen', 'work'] }])
  return (await findByHeader(site.connections, mailbox, 'Message-ID', `<${name}@example.test>`)).at(-1) as MessageRef
}

const snooze = (ref: MessageRef, until: number): Promise<void> => clock.remind(person(), until, () => snoozeMessages(site.connections, setOf(ref), until))
const watch = (ref: MessageRef, until: number): Promise<void> => clock.remind(person(), until, () => followUp(site.connections, setOf(ref), until))
const subjects = async (mailbox: string): Promise<readonly (string | undefined)[]> => (await readMailbox(site.connections, mailbox)).map(({ content }) => /^Subject: (.*)\r$/m.exec(content)?.[1])
const pass = async (milliseconds: number): Promise<void> => {
  now += milliseconds
  await clock.look()
}

test('put off: gone from the inbox until then, afterwards the newest there, unread, with its other keywords and none of ours', async () => {
  const ref = await put('INBOX', 'first')
  await put('INBOX', 'second')
  await snooze(ref, now + HOUR)
  await pass(HOUR - MINUTE)
  assert.deepEqual([await subjects('INBOX'), await subjects('Snoozed')], [['second'], ['first']])
  assert.deepEqual((await listReminders(site.connections, {})).map(({ kind, until, message }) => [kind, until, message.summary.subject]), [['snoozed', now + MINUTE, 'first']])
  await pass(MINUTE)
  assert.deepEqual([await subjects('INBOX'), await subjects('Snoozed')], [['second', 'first'], []])
  assert.deepEqual((await readMailbox(site.connections, 'INBOX')).at(-1)?.flags, ['work'])
  assert.equal(await site.writer.writing.reminders.find('account of alice'), undefined)
})

test('over a restart, each at its own time; put off once more it has the new one', async () => {
  await snooze(await put('INBOX', 'soon'), now + HOUR)
  await snooze(await put('INBOX', 'late'), now + 3 * HOUR)
  const [late] = await findByHeader(site.connections, 'Snoozed', 'Subject', 'late')
  await snooze(late as MessageRef, now + 5 * HOUR)
  await clock.stop()
  await site.restart()
  await open('kept')
  await pass(3 * HOUR)
  assert.deepEqual([await subjects('INBOX'), await subjects('Snoozed')], [['soon'], ['late']])
  await pass(2 * HOUR)
  assert.deepEqual(await subjects('INBOX'), ['soon', 'late'])
})

test('brought back by hand at once; what another program moved away comes back never', async () => {
  await snooze(await put('INBOX', 'now'), now + HOUR)
  await snooze(await put('INBOX', 'moved'), now + HOUR)
  const [one] = await findByHeader(site.connections, 'Snoozed', 'Subject', 'now')
  assert.equal(await endReminder(site.connections, one as MessageRef, {}), 'snoozed')
  await site.connections.use('Snoozed', async (client) => {
    await client.mailboxCreate('Elsewhere')
    await client.messageMove('1:*', 'Elsewhere', { uid: true })
  })
  await pass(HOUR)
  assert.deepEqual([await subjects('INBOX'), (await subjects('Elsewhere')).length], [['now'], 1])
  await assert.rejects(endReminder(site.connections, one as MessageRef, {}), { failure: 'no-such-message' })
})

test('nobody answered: what was sent lies in the inbox, unread and once, and the sent one stays as it was', async () => {
  const ref = await put('Sent', 'question')
  await watch(ref, now + 24 * HOUR)
  await pass(23 * HOUR)
  assert.deepEqual(await subjects('INBOX'), [])
  await pass(HOUR)
  await pass(HOUR)
  assert.deepEqual([await subjects('INBOX'), await subjects('Sent')], [['question'], ['question']])
  assert.deepEqual([(await readMailbox(site.connections, 'INBOX'))[0]?.flags, (await readMailbox(site.connections, 'Sent'))[0]?.flags], [['work'], ['\\Seen', 'work']])
})

for (const [field, mailbox] of [['In-Reply-To: <question@example.test>', 'INBOX'], ['References: <other@example.test> <question@example.test>', 'Archive']] as const) {
  test(`answered (${field}, in ${mailbox}): nobody is reminded`, async () => {
    await watch(await put('Sent', 'question'), now + HOUR)
    await put(mailbox, 'answer', `${field}\r\n`)
    await pass(HOUR)
    assert.deepEqual([await subjects('INBOX'), await listReminders(site.connections, {})], [mailbox === 'INBOX' ? ['answer'] : [], []])
  })
}

test('watched no longer: nothing comes', async () => {
  const ref = await put('Sent', 'question')
  await watch(ref, now + HOUR)
  assert.equal(await endReminder(site.connections, ref, {}), 'follow-up')
  await pass(HOUR)
  assert.deepEqual(await subjects('INBOX'), [])
})

test('a process that ended behind the copy makes no second one', async () => {
  const ref = await put('Sent', 'question')
  await watch(ref, now + HOUR)
  await site.connections.use('Sent', async (client) => client.messageCopy(String(ref.uid), 'INBOX', { uid: true }))
  await pass(HOUR)
  assert.deepEqual([await subjects('INBOX'), await listReminders(site.connections, {})], [['question'], []])
})

test('with no password kept it comes back while its person is signed in, else when they sign in', async () => {
  await open('signed-in')
  await snooze(await put('INBOX', 'first'), now + HOUR)
  await pass(HOUR)
  assert.deepEqual(await subjects('INBOX'), ['first'])
  await snooze((await findByHeader(site.connections, 'INBOX', 'Subject', 'first'))[0] as MessageRef, now + HOUR)
  isSignedIn = false
  await pass(HOUR)
  assert.deepEqual(await subjects('INBOX'), [])
  isSignedIn = true
  await clock.signedIn(person())
  await clock.look()
  assert.deepEqual(await subjects('INBOX'), ['first'])
  assert.equal(JSON.stringify(await site.writer.writing.reminders.find('account of alice') ?? {}).includes('sealed":"'), false)
})

test('a server that is not there is asked again a minute later', async () => {
  await snooze(await put('INBOX', 'first'), now + HOUR)
  let isDown = true
  const real = site.connections
  clock = new ReminderClock({ store: site.writer.writing.reminders, box: await SenderBox.open(join(folder, 'keys.json')), deskOf: async () => {
    if (isDown) throw Object.assign(new Error('down'))
    return { connections: real, chosen: {} }
  }, isSignedIn: async () => true, done: async () => undefined, log: createLog('error', () => undefined), now: () => now })
  await pass(HOUR)
  isDown = false
  await pass(MINUTE)
  assert.deepEqual(await subjects('INBOX'), ['first'])
})
