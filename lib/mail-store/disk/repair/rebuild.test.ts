import assert from 'node:assert/strict'
import { closeSync, copyFileSync, existsSync, fstatSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { openSqlite } from '#lib/storage/sqlite.ts'
import { contentOf, mailboxOf, message, messagesOf, several } from '../../contract/scenario.ts'
import type { MailStore } from '../../mail-store.ts'
import { openDiskStores } from '../disk-stores.ts'
import { readLine, writeLine, type JournalLine } from '../journal/journal-line.ts'
import { MIGRATIONS } from '../rows/schema.ts'
import { verifyAccount } from '../verify-account.ts'
import { rebuildAccount, RECOVERED } from './rebuild-account.ts'

const NOW = 1_700_000_000_000

/** What a client sees, without modSeq: those may grow. */
async function seenOf(store: MailStore): Promise<unknown> {
  const names = (await store.mailboxes()).map(({ name, specialUse }) => [name, specialUse]).sort()
  const mailboxes = names.map(async ([name]) => {
    const mailbox = await mailboxOf(store, name as string)
    const { uidNext, unseen, messages, size, flags } = await mailbox.status()
    const all = (await messagesOf(mailbox, undefined, ['envelope', 'preview', 'parts'])).map(({ modSeq, ...rest }) => rest)
    const read = (await messagesOf(mailbox.readBy('bob'))).filter(({ flags }) => flags.includes('\\Seen')).map(({ uid }) => uid)
    const contents = await Promise.all(all.map(async ({ uid }) => (await contentOf(mailbox, uid)).toString('latin1')))
    return { name, uidNext, uidValidity: mailbox.uidValidity, unseen, messages, size, flags, all, contents, read, notes: await mailbox.annotations.all() }
  })
  return { names, mailboxes: await Promise.all(mailboxes), subscriptions: await store.subscriptions(), quota: await store.quota(), notes: await store.annotations.all() }
}

async function fill(store: MailStore): Promise<void> {
  const inbox = await mailboxOf(store, 'INBOX')
  const work = await store.create('Work/Ünï', '\\Archive')
  await store.setQuota('Work/Ünï', { storage: 1_000_000, messages: 99 })
  await store.create('Gone')
  await store.subscribe('Work/Ünï')
  await store.annotations.set(new Map([['/private/comment', Buffer.from('mine')]]))
  await work.annotations.set(new Map([['/shared/comment', Buffer.from('ours')]]))
  const small = Array.from({ length: 30 }, (_, index) => message(`Subject: ${index}\r\n\r\n${'text '.repeat(index * 20)}`, { flags: index % 2 ? ['\\Seen'] : [], zone: (index % 3) * 90 - 90 }))
  await inbox.append(several(...small, message(Buffer.alloc(150_000, 'b')), message(`Subject: last\r\n\r\n${'z'.repeat(60_000)}`)))
  await inbox.changeFlags([3, 4, 31] as Uid[], { operation: 'add', flags: ['\\Flagged', 'Blue'] })
  await inbox.readBy('bob').changeFlags([2, 5, 6, 9, 10] as Uid[], { operation: 'add', flags: ['\\Seen'] })
  await inbox.copy([5, 31] as Uid[], work)
  await inbox.move([6, 7] as Uid[], work)
  await inbox.changeFlags([1, 32] as Uid[], { operation: 'add', flags: ['\\Deleted'] })
  await inbox.expunge([1, 32] as Uid[])
  await store.remove('Gone')
  await store.rename('Work/Ünï', 'Work/Done')
}

function scribble(file: string, from = 0): void {
  const handle = openSync(file, 'r+')
  const { size } = fstatSync(handle)
  for (let page = from; page * 4096 < size; page += 3) writeSync(handle, randomBytes(4096), 0, Math.min(4096, size - page * 4096), page * 4096)
  closeSync(handle)
}

/** What may happen to the index; afterwards everything is to be as it was. */
const INDEX_DAMAGES: Readonly<Record<string, (folder: string) => void>> = {
  'the database deleted': (folder) => rmSync(join(folder, 'mail.db')),
  'the database emptied': (folder) => truncateSync(join(folder, 'mail.db')),
  'the database cut in half': (folder) => truncateSync(join(folder, 'mail.db'), 40_960),
  'random pages overwritten': (folder) => scribble(join(folder, 'mail.db'), 1),
  'the first page overwritten, too': (folder) => scribble(join(folder, 'mail.db')),
  'the database replaced by text': (folder) => writeFileSync(join(folder, 'mail.db'), 'no database at all, but a text that is long enough to be one\n'.repeat(100)),
  'the journal deleted': (folder) => rmSync(join(folder, 'journal')),
  'the journal scribbled over': (folder) => writeFileSync(join(folder, 'journal'), randomBytes(5000)),
  'the middle of the journal damaged': (folder) => {
    const handle = openSync(join(folder, 'journal'), 'r+')
    writeSync(handle, 'xxxxx', 2000)
    closeSync(handle)
  },
  'a file that belongs to nobody': (folder) => writeFileSync(join(folder, 'content', 'f'.repeat(32)), 'stray'),
  'rows that miscount': (folder) => {
    const database = openSqlite(join(folder, 'mail.db'), { migrations: MIGRATIONS })
    database.prepare('UPDATE mailbox SET unseen = 17, size = 3').run()
    database.prepare('DELETE FROM envelope').run()
    database.close()
  },
}

async function withAccount(task: (folder: string, before: unknown, directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-rebuild-'))
  try {
    const stores = await openDiskStores(directory, { now: () => NOW })
    const store = await stores.of('alice')
    await fill(store)
    const before = await seenOf(store)
    await stores.close()
    await task(join(directory, 'alice'), before, directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function seenAgain(directory: string): Promise<unknown> {
  const stores = await openDiskStores(directory, { now: () => NOW + 1000 })
  try {
    return await seenOf(await stores.of('alice'))
  } finally {
    await stores.close()
  }
}

for (const [name, damage] of Object.entries(INDEX_DAMAGES)) {
  test(`everything is there again after a repair: ${name}`, () =>
    withAccount(async (folder, before, directory) => {
      damage(folder)
      const report = await rebuildAccount(folder, NOW)
      assert.deepEqual([report.messages, report.lost, report.recovered], [32, 0, 0])
      assert.deepEqual(await verifyAccount(folder), [])
      assert.deepEqual(await seenAgain(directory), before)
      assert.deepEqual(await seenAgain(directory), before, 'the journal that has been written anew agrees')
    }))
}

for (const name of ['the database deleted', 'the database emptied', 'the first page overwritten, too', 'the database replaced by text']) {
  test(`an account is never taken for an empty one, and repairs itself as it is opened: ${name}`, () =>
    withAccount(async (folder, before, directory) => {
      INDEX_DAMAGES[name]?.(folder)
      assert.deepEqual(await seenAgain(directory), before)
      assert.ok(readdirSync(folder).some((file) => file.startsWith('damaged-')), 'what was there is kept')
    }))
}

test('a database that has lost what was acknowledged is noticed as it is opened', () =>
  withAccount(async (folder, _, directory) => {
    copyFileSync(join(folder, 'mail.db'), join(directory, 'older'))
    const stores = await openDiskStores(directory)
    await (await mailboxOf(await stores.of('alice'), 'INBOX')).append(several(message('Subject: acknowledged\r\n\r\n')))
    const known = await seenOf(await stores.of('alice'))
    await stores.close()
    copyFileSync(join(directory, 'older'), join(folder, 'mail.db'))
    assert.deepEqual(await seenAgain(directory), known)
  }))

test('a journal of an older version says nothing of zones: they are UTC', () =>
  withAccount(async (folder, _, directory) => {
    rmSync(join(folder, 'mail.db'))
    const journal = join(folder, 'journal')
    const lines = readFileSync(journal, 'utf8').trimEnd().split('\n').map((line) => readLine(line) ?? assert.fail(line))
    writeFileSync(journal, lines.map((line) => writeLine(line[0] === 'message' ? (line.slice(0, 8) as unknown as JournalLine) : line)).join(''))
    assert.equal((await rebuildAccount(folder, NOW)).source, 'journal')
    const stores = await openDiskStores(directory)
    const messages = await messagesOf(await mailboxOf(await stores.of('alice'), 'INBOX'))
    await stores.close()
    assert.deepEqual(new Set(messages.map(({ zone }) => zone)), new Set([0]))
    assert.deepEqual(await verifyAccount(folder), [])
  }))

test('without the database, a damaged line of the journal costs one message its place and nothing else', () =>
  withAccount(async (folder, before, directory) => {
    rmSync(join(folder, 'mail.db'))
    const journal = join(folder, 'journal')
    const lines = readFileSync(journal, 'utf8').split('\n')
    const at = lines.findIndex((line) => line.includes('["message"') && line.includes(',10,'))
    writeFileSync(journal, lines.with(at, `${lines[at]?.slice(0, 60) ?? ''}?`).join('\n'))
    const report = await rebuildAccount(folder, NOW)
    assert.equal(report.source, 'both')
    const after = (await seenAgain(directory)) as { readonly mailboxes: readonly { readonly name: string; readonly all: readonly { readonly uid: Uid }[]; readonly contents: readonly string[] }[] }
    const [inbox, known] = [after, before as typeof after].map(({ mailboxes }) => mailboxes.find(({ name }) => name === 'INBOX'))
    assert.deepEqual(inbox?.all, known?.all.filter(({ uid }) => uid !== 10))
    const lost = known?.contents[known.all.findIndex(({ uid }) => uid === 10)]
    assert.ok(after.mailboxes.find(({ name }) => name === RECOVERED)?.contents.includes(lost ?? ''))
    assert.deepEqual(await verifyAccount(folder), [])
  }))

test('with nothing left but contents, every one of them that was not deleted is recovered', () =>
  withAccount(async (folder, _, directory) => {
    rmSync(join(folder, 'mail.db'))
    rmSync(join(folder, 'journal'))
    const report = await rebuildAccount(folder, NOW)
    assert.equal(report.source, 'content')
    const stores = await openDiskStores(directory)
    const recovered = await mailboxOf(await stores.of('alice'), RECOVERED)
    const subjects = (await messagesOf(recovered, undefined, ['keys'])).map(({ keys }) => keys?.subject)
    // Two were expunged and not yet freed: nothing says so any more.
    assert.deepEqual(new Set(subjects), new Set(['', 'last', ...Array.from({ length: 30 }, (_, index) => String(index))]))
    await stores.close()
    assert.deepEqual(await verifyAccount(folder), [])
  }))

test('what has lost its content goes, and everything else stays', () =>
  withAccount(async (folder, before, directory) => {
    const [file = ''] = readdirSync(join(folder, 'content')).filter((name) => !name.startsWith('pack-'))
    rmSync(join(folder, 'content', file))
    const pack = openSync(join(folder, 'content', 'pack-1'), 'r+')
    writeSync(pack, 'xx', 2500)
    closeSync(pack)
    const damaged = await verifyAccount(folder)
    assert.equal(damaged.length, 2)
    const report = await rebuildAccount(folder, NOW)
    assert.ok(report.lost >= 3, 'the large one lay in two mailboxes')
    assert.deepEqual(await verifyAccount(folder), [])
    const inbox = (state: unknown): readonly { uid: Uid }[] => (state as { mailboxes: readonly { name: string; all: readonly { uid: Uid }[] }[] }).mailboxes.find(({ name }) => name === 'INBOX')?.all ?? []
    const left = inbox(await seenAgain(directory))
    const known = new Map(inbox(before).map((one) => [one.uid, one]))
    assert.ok(left.length >= inbox(before).length - 2)
    for (const one of left) assert.deepEqual(one, known.get(one.uid))
  }))

test('a database of a newer version is refused with a sentence, and not repaired', () =>
  withAccount(async (folder, _, directory) => {
    const database = openSqlite(join(folder, 'mail.db'), { migrations: MIGRATIONS })
    database.prepare('PRAGMA user_version = 9999').run()
    database.close()
    await assert.rejects(seenAgain(directory), /written by a newer version of Postern/)
    await assert.rejects(rebuildAccount(folder, NOW), /written by a newer version of Postern/)
    assert.ok(existsSync(join(folder, 'mail.db')))
  }))
