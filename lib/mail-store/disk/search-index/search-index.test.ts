import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { casemap } from '#lib/mail/casemap.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { openSqlite, type SqlValue } from '#lib/storage/sqlite.ts'
import { mailboxOf, message, several } from '../../contract/scenario.ts'
import type { Mailbox, TextQuery } from '../../mail-store.ts'
import type { DiskMailStore } from '../disk-mail-store.ts'
import type { DiskOptions } from '../disk-options.ts'
import { openDiskStores, type DiskStores } from '../disk-stores.ts'
import { examineAccount } from '../repair/examine-account.ts'
import { discardSearchIndex, SEARCH_INDEX } from './index-files.ts'
import { INDEX_MIGRATIONS } from './index-schema.ts'

const MESSAGES = ['Subject: Hello World\r\nFrom: Bob <bob@example.test>\r\nTo: eve@example.test\r\n\r\nthis is one', 'Subject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?=\r\nX-Label: blue moon\r\n\r\nthis is two', 'Subject: short\r\n\r\nab']

interface Opened {
  readonly stores: DiskStores
  readonly store: DiskMailStore
  readonly inbox: Mailbox
}

async function open(directory: string, options: DiskOptions = {}): Promise<Opened> {
  const stores = await openDiskStores(directory, { indexedFrom: 0, ...options })
  const store = (await stores.of('alice')) as DiskMailStore
  return { stores, store, inbox: await mailboxOf(store, 'INBOX') }
}

async function withIndex(task: (opened: Opened, directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-index-'))
  try {
    const opened = await open(directory)
    await opened.inbox.append(several(...MESSAGES.map((text) => message(text))))
    await opened.store.fillIndex()
    await task(opened, directory)
    await opened.stores.close()
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const holding = async (inbox: Mailbox, kind: Extract<TextQuery, { text: string }>['kind'], text: string): Promise<readonly Uid[]> => inbox.mayHold(await inbox.uids(), { kind, text: casemap(text) })

function readIndex(directory: string, sql: string): readonly (readonly SqlValue[])[] {
  const database = openSqlite(join(directory, 'alice', SEARCH_INDEX), { migrations: INDEX_MIGRATIONS })
  try {
    return database.prepareArrays(sql).all()
  } finally {
    database.close()
  }
}

test('the index tells the fields apart, and says of no message that holds a text that it does not', () =>
  withIndex(async ({ inbox }) => {
    assert.deepEqual(await holding(inbox, 'subject', 'o worl'), [1])
    assert.deepEqual(await holding(inbox, 'subject', 'GRO\u0308ß'), [2])
    assert.deepEqual(await holding(inbox, 'from', 'bob <b'), [1])
    assert.deepEqual(await holding(inbox, 'to', 'EVE'), [1])
    assert.deepEqual(await holding(inbox, 'to', 'bob'), [])
    assert.deepEqual(await holding(inbox, 'header', 'x-label: Blue'), [2])
    assert.deepEqual(await holding(inbox, 'body', 'This is'), [1, 2])
    assert.deepEqual(await holding(inbox, 'body', '"*'), [1, 2, 3], 'too short to be looked up')
    const both: TextQuery = { kind: 'and', queries: [{ kind: 'body', text: 'THIS' }, { kind: 'or', queries: [{ kind: 'from', text: 'BOB' }, { kind: 'subject', text: 'SHORT' }] }, { kind: 'body', text: 'X' }] }
    assert.deepEqual(await inbox.mayHold([1, 2] as Uid[], both), [1])
    assert.deepEqual(await inbox.mayHold([2, 3] as Uid[], both), [])
  }))

const SUBJECTS = 'SELECT folded FROM text WHERE kind = 0 ORDER BY folded'

test('what has come in since is looked at, in every mailbox that holds it', () =>
  withIndex(async ({ store, inbox }) => {
    const other = await store.create('Other')
    await inbox.copy([1] as Uid[], other)
    await inbox.append(several(message('Subject: new\r\n\r\n')))
    assert.deepEqual(await holding(inbox, 'subject', 'hello'), [1, 4])
    assert.deepEqual(await holding(other, 'subject', 'hello'), [1])
    assert.deepEqual(await holding(other, 'subject', 'grö'), [])
    await store.fillIndex()
    assert.deepEqual(await holding(inbox, 'subject', 'hello'), [1])
  }))

test('expunged messages leave the index, at once or when it is opened again', () =>
  withIndex(async ({ store, inbox, stores }, directory) => {
    await inbox.changeFlags([1] as Uid[], { operation: 'add', flags: ['\\Deleted'] })
    await inbox.expunge([1] as Uid[])
    await store.sweep()
    await store.fillIndex()
    assert.deepEqual(readIndex(directory, 'SELECT content FROM entry'), [[2], [3]])
    assert.deepEqual(readIndex(directory, SUBJECTS), [[casemap('Größe')], ['SHORT']])
    assert.deepEqual(readIndex(directory, `SELECT rowid FROM body_trigrams WHERE body_trigrams MATCH '"THI"'`), [[2]])
    await stores.close()
    cpSync(join(directory, 'alice', SEARCH_INDEX), join(directory, 'kept'))
    const again = await open(directory)
    await again.inbox.changeFlags([2] as Uid[], { operation: 'add', flags: ['\\Deleted'] })
    await again.inbox.expunge([2] as Uid[])
    await again.store.sweep()
    await again.stores.close()
    cpSync(join(directory, 'kept'), join(directory, 'alice', SEARCH_INDEX))
    const last = await open(directory)
    await last.store.fillIndex()
    assert.deepEqual(readIndex(directory, 'SELECT content FROM entry'), [[3]])
    assert.deepEqual(readIndex(directory, SUBJECTS), [['SHORT']])
    await last.stores.close()
  }))

test('an index of another account, or made by other rules, is made anew', () =>
  withIndex(async ({ stores }, directory) => {
    await stores.close()
    const foreign = await openDiskStores(join(directory, 'other'), { indexedFrom: 0 })
    const theirs = (await foreign.of('alice')) as DiskMailStore
    await (await mailboxOf(theirs, 'INBOX')).append(several(...['a', 'b', 'c'].map((text) => message(`Subject: none of ${text}`))))
    await theirs.fillIndex()
    await foreign.close()
    cpSync(join(directory, 'other', 'alice', SEARCH_INDEX), join(directory, 'alice', SEARCH_INDEX))
    const again = await open(directory)
    assert.deepEqual(await holding(again.inbox, 'subject', 'hello'), [1, 2, 3], 'nothing is known')
    await again.store.fillIndex()
    assert.deepEqual(await holding(again.inbox, 'subject', 'hello'), [1])
    await again.stores.close()
    readIndex(directory, `UPDATE progress SET rules = 'other'`)
    const last = await open(directory)
    assert.deepEqual(await holding(last.inbox, 'subject', 'hello'), [1, 2, 3])
    await last.stores.close()
  }))

test('numbers that were made before their texts could be looked up are of this account, or made anew', () =>
  withIndex(async ({ stores }, directory) => {
    await stores.close()
    const subjects = (inbox: Mailbox, count: number): Promise<number[] | undefined> => inbox.sortNumbers(Array.from({ length: count }, (_, at) => (at + 1) as Uid), ['SUBJECT']).then((found) => found && [...found.values[0]!])
    const foreign = await openDiskStores(join(directory, 'other'), { indexedFrom: 0 })
    const theirs = await mailboxOf(await foreign.of('alice'), 'INBOX')
    await theirs.append(several(...['c', 'b', 'a'].map((text) => message(`Subject: ${text}`))))
    assert.deepEqual(await subjects(theirs, 3), [2, 1, 0])
    await foreign.close()
    for (const undo of ['UPDATE progress SET reached = 0', 'DELETE FROM entry']) readIndex(join(directory, 'other'), undo)
    cpSync(join(directory, 'other', 'alice', SEARCH_INDEX), join(directory, 'alice', SEARCH_INDEX))
    const again = await open(directory)
    assert.deepEqual(await subjects(again.inbox, 3), [1, 0, 2])
    await again.inbox.changeFlags([3] as Uid[], { operation: 'add', flags: ['\\Deleted'] })
    await again.inbox.expunge([3] as Uid[])
    await again.stores.close()
    const swept = await open(directory, { indexReserve: 2 ** 60 })
    await swept.store.sweep()
    await swept.stores.close()
    const last = await open(directory, { indexReserve: 2 ** 60 })
    assert.deepEqual(await subjects(last.inbox, 2), [1, 0])
    await last.stores.close()
    assert.deepEqual(readIndex(directory, SUBJECTS).length, 2)
  }))

test('what has come in after the numbers were made gets its own before it is asked about, unless the disk is full', () =>
  withIndex(async ({ stores, inbox }, directory) => {
    const uids = [1, 2, 3, 4] as readonly number[] as readonly Uid[]
    await inbox.append(several(message('Subject: a\r\nMessage-ID: <a@b.test>\r\nReferences: <c@b.test> <d@b.test>\r\n\r\n')))
    const found = await inbox.sortNumbers(uids, ['SUBJECT', 'FROM'])
    assert.deepEqual(found && [[...found.uids], ...found.values.map((numbers) => [...numbers])], [[1, 2, 3, 4], [2, 1, 3, 0], [1, 0, 0, 0]])
    assert.deepEqual([...(await inbox.threadNumbers(uids, false))!.references], [2, 3])
    await inbox.append(several(message('Subject: b\r\n\r\n')))
    await stores.close()
    const full = await open(directory, { indexReserve: 2 ** 60 })
    assert.equal(await full.inbox.sortNumbers(uids, ['SUBJECT']), undefined)
    assert.equal(await full.inbox.threadNumbers(uids, false), undefined)
    await full.stores.close()
  }))

test('an account of many messages has its index open before anybody asks', () =>
  withIndex(async ({ stores }, directory) => {
    await stores.close()
    discardSearchIndex(join(directory, 'alice'))
    const again = await open(directory)
    await again.stores.close()
    assert.ok(existsSync(join(directory, 'alice', SEARCH_INDEX)))
  }))

test('an index of before there were numbers gets them, and keeps what it has', () =>
  withIndex(async ({ stores }, directory) => {
    await stores.close()
    for (const table of ['numbered', 'text', 'identity', 'number_page']) readIndex(directory, `DROP TABLE ${table}`)
    readIndex(directory, 'PRAGMA user_version = 1')
    const again = await open(directory)
    assert.deepEqual(await holding(again.inbox, 'subject', 'hello'), [1], 'it is not indexed again')
    await again.store.fillIndex()
    assert.deepEqual([...(await again.inbox.sortNumbers([1, 2, 3] as Uid[], ['SUBJECT']))!.values[0]!], [1, 0, 2])
    await again.stores.close()
    assert.ok(existsSync(join(directory, 'alice', `${SEARCH_INDEX}.version-1`)))
  }))

test('a full disk stops the index and nothing else', () =>
  withIndex(async ({ stores }, directory) => {
    await stores.close()
    const full = await open(directory, { indexReserve: 2 ** 60 })
    await full.inbox.append(several(message('Subject: hello again\r\n\r\n'), message('Subject: another\r\n\r\n')))
    await full.store.fillIndex()
    assert.deepEqual(await holding(full.inbox, 'subject', 'hello'), [1, 4, 5])
    assert.deepEqual(readIndex(directory, 'SELECT reached FROM progress'), [[3]])
    await full.stores.close()
  }))

test('doctor notices a damaged index, and a repair takes it away without touching the mail', () =>
  withIndex(async ({ stores }, directory) => {
    await stores.close()
    const folder = join(directory, 'alice')
    assert.deepEqual(await examineAccount(folder, { repair: false, now: 0 }), { faults: [] })
    writeFileSync(join(folder, SEARCH_INDEX), 'no database at all, but a text that is long enough to be one\n'.repeat(100))
    assert.deepEqual(await examineAccount(folder, { repair: false, now: 0 }), { faults: ['the search index is damaged'] })
    assert.deepEqual(await examineAccount(folder, { repair: true, now: 0 }), { faults: ['the search index is damaged'], isIndexDropped: true })
    assert.equal(existsSync(join(folder, SEARCH_INDEX)), false)
    assert.deepEqual(await examineAccount(folder, { repair: false, now: 0 }), { faults: [] })
  }))
