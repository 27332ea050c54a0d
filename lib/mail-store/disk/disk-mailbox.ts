import { hasFlag, SYSTEM_FLAGS, type FlagChange } from '#lib/mail/flags.ts'
import type { SpecialUse } from '#lib/mail/special-use.ts'
import type { ModSeq, Uid, UidValidity } from '#lib/mail/uid.ts'
import { ChangeListeners } from '../listeners/change-listeners.ts'
import { ascending, copyAcross, distinct } from '../copy-across.ts'
import { StoreProblem } from '../mail-store.ts'
import { mailboxIdOf } from '../object-id.ts'
import type { Annotations, ChangedFlags, DigestField, Mailbox, MailboxChange, MailboxStatus, MessageField, MessageFields, MessageMeta, NewMessage, OctetRange, StoredMessage, TextQuery, UidPair, UidRun } from '../mail-store.ts'
import { fieldsOfMessages } from '../message-fields.ts'
import type { SortKey, SortNumbers, ThreadNumbers } from '../numbers/message-numbers.ts'
import { requireMessageRoom, reserveRoom, type QuotaRoom } from '../quota-ledger.ts'
import { ReaderMailbox, type ReadableMailbox } from '../reader-mailbox.ts'
import { ALL_RIGHTS } from '../rights.ts'
import type { AfterCommit } from './commits/commit-queue.ts'
import { finish, inTurns, type Steps } from './commits/steps.ts'
import type { DiskAccount } from './disk-account.ts'
import { DiskAnnotations } from './disk-annotations.ts'
import { changeRows } from './rows/change-flags.ts'
import { moveRows } from './rows/move-rows.ts'
import { MailboxWriter, type IncomingMessage } from './rows/mailbox-writer.ts'
import { carrySeen, SeenRows } from './rows/seen-rows.ts'
import { readRuns } from './rows/uid-run-rows.ts'
import { BATCH, readChangedSince, readFields, readMessages, readRows, readVanishedSince, type MessageRow } from './rows/message-rows.ts'

/** Reading the keys of one of so many messages takes as long as the index for all of them. */
const SHARE = 8

/** One mailbox on the disk; there is one object for it in the process, which follows it through renames. */
export class DiskMailbox implements ReadableMailbox {
  readonly id: number
  readonly uidValidity: UidValidity
  readonly objectId: string
  readonly specialUse: SpecialUse | undefined
  readonly rights = ALL_RIGHTS
  readonly account: DiskAccount
  readonly listeners: ChangeListeners
  name: string
  #isRemoved = false

  constructor(account: DiskAccount, { id, name, uidValidity, specialUse }: { id: number; name: string; uidValidity: UidValidity; specialUse: SpecialUse | undefined }) {
    this.account = account
    this.listeners = new ChangeListeners(account.options.log)
    this.id = id
    this.name = name
    this.uidValidity = uidValidity
    this.objectId = mailboxIdOf(account.name, uidValidity)
    this.specialUse = specialUse
  }

  get annotations(): Annotations {
    return this.annotationsOf('')
  }

  /** As somebody else than the owner sees them. */
  annotationsOf(reader: string): Annotations {
    return new DiskAnnotations(this.account, this.id, reader)
  }

  readBy(reader: string): Mailbox {
    return new ReaderMailbox(this, reader)
  }

  async status(reader = ''): Promise<MailboxStatus> {
    this.#requirePresent()
    const { database } = this.account
    const row = database.sql('SELECT messages, unseen, deleted, uid_next, mod_seq, size FROM mailbox WHERE id = ?').get(this.id)
    if (!row) throw new StoreProblem('no-such-mailbox')
    const [messages, unseen, deleted, uidNext, modSeq, size] = row as readonly number[] as readonly [number, number, number, Uid, number, number]
    const keywords = database.sql('SELECT spelling FROM keyword WHERE mailbox = ? ORDER BY lower').all(this.id)
    return {
      messages,
      unseen: reader === '' ? unseen : messages - this.#seenBy(reader).count(),
      deleted,
      uidNext,
      uidValidity: this.uidValidity,
      highestModSeq: BigInt(modSeq) as ModSeq,
      size,
      flags: [...SYSTEM_FLAGS, ...keywords.map(([spelling]) => spelling as string)],
    }
  }

  async deletedSize(): Promise<number> {
    this.#requirePresent()
    const { database } = this.account
    if (database.sql('SELECT deleted FROM mailbox WHERE id = ?').get(this.id)?.[0] === 0) return 0
    return database.sql(`SELECT coalesce(sum(size), 0) FROM message WHERE mailbox = ? AND ' ' || flags || ' ' LIKE '% \\Deleted %'`).get(this.id)?.[0] as number
  }

  async uids(): Promise<readonly Uid[]> {
    this.#requirePresent()
    return this.account.database.sql('SELECT uid FROM message WHERE mailbox = ? ORDER BY uid').all(this.id).map((row) => row[0] as Uid)
  }

  async uidRuns(): Promise<readonly UidRun[]> {
    this.#requirePresent()
    return readRuns(this.account.database, this.id)
  }

  async *messages(uids: readonly Uid[], fields: readonly DigestField[], reader = ''): AsyncGenerator<readonly StoredMessage[]> {
    const wanted = ascending(uids)
    for (let start = 0; start < wanted.length; start += BATCH) {
      this.#requirePresent()
      const batch = readMessages(this.account.database, this.id, wanted.slice(start, start + BATCH), fields)
      if (batch.length > 0) yield reader === '' ? batch : this.#seenBy(reader).apply(batch)
    }
  }

  async *fields<Field extends MessageField>(uids: readonly Uid[], fields: readonly Field[], reader = ''): AsyncGenerator<readonly MessageFields<Field>[]> {
    // What a reader has seen decides about these two, and is noted elsewhere.
    if (reader !== '' && fields.some((field) => field === 'flags' || field === 'modSeq')) {
      yield* fieldsOfMessages((wanted, digest) => this.messages(wanted, digest, reader), uids, fields)
      return
    }
    const wanted = ascending(uids)
    for (let start = 0; start < wanted.length; start += BATCH) {
      this.#requirePresent()
      const batch = readFields(this.account.database, this.id, wanted.slice(start, start + BATCH), fields)
      if (batch.length > 0) yield batch
    }
  }

  async mayHold(uids: readonly Uid[], query: TextQuery): Promise<readonly Uid[]> {
    this.#requirePresent()
    return this.account.index.fitting(this.id, uids, query)
  }

  async sortNumbers(uids: readonly Uid[], keys: readonly SortKey[]): Promise<SortNumbers | undefined> {
    return this.#isMostOfAll(uids) ? this.account.index.sortNumbers(this.id, uids, keys) : undefined
  }

  async threadNumbers(uids: readonly Uid[], needsArrival: boolean): Promise<ThreadNumbers | undefined> {
    return this.#isMostOfAll(uids) ? this.account.index.threadNumbers(this.id, uids, needsArrival) : undefined
  }

  async *content(uid: Uid, range?: OctetRange): AsyncGenerator<Uint8Array> {
    this.#requirePresent()
    const row = this.account.database
      .sql('SELECT c.size, c.file, c.id, c.pack, c.place FROM message m CROSS JOIN content c ON c.id = m.content WHERE m.mailbox = ? AND m.uid = ?')
      .get(this.id, uid)
    if (!row) throw new StoreProblem('no-such-message')
    const [size, file, id, pack, place] = row as readonly [number, string | null, number, number | null, number]
    const start = Math.min(Math.max(range?.start ?? 0, 0), size)
    const end = Math.min(range?.end ?? size, size)
    if (end <= start) return
    try {
      if (file === null) yield this.account.database.octetsAt(id, pack === null ? undefined : { pack, place, size }).subarray(start, end)
      else yield* this.account.files.read(file, start, end)
    } catch (cause) {
      // What has gone meanwhile, with its message, mailbox or account, is not damaged.
      this.#requirePresent()
      if (!this.#holds(uid)) throw new StoreProblem('no-such-message', { cause })
      this.account.options.log?.error('message-damaged', cause, { account: this.account.name, uidValidity: this.uidValidity, uid })
      throw new StoreProblem('damaged', { cause })
    }
  }

  async append(messages: AsyncIterable<NewMessage>, reader = ''): Promise<readonly Uid[]> {
    this.#requirePresent()
    const room = await this.account.room(this.id)
    return this.account.takeIn(messages, (incoming, after) => this.#append(incoming, { reader, room }, after), { room })
  }

  async copy(uids: readonly Uid[], to: Mailbox): Promise<readonly UidPair[]> {
    this.#requirePresent()
    if (!(to instanceof DiskMailbox) || to.account !== this.account) return copyAcross(this, uids, to)
    const room = await this.account.room(to.id)
    return this.account.changeMany(uids.length, (after) => this.#copy({ uids, to, room }, after))
  }

  async move(uids: readonly Uid[], to: Mailbox, reader = ''): Promise<readonly UidPair[]> {
    this.#requirePresent()
    if (to instanceof DiskMailbox && to.account === this.account) {
      const room = this.account.isSameRoot(this.id, to.id) ? undefined : await this.account.room(to.id)
      return this.account.changeMany(uids.length, (after) => this.#move({ uids, to, room }, after))
    }
    const pairs = await copyAcross(reader === '' ? this : this.readBy(reader), uids, to, 'left out')
    await this.account.changeMany(pairs.length, (after) => this.#remove(pairs.map(({ from }) => from), after))
    return pairs
  }

  async replace(uid: Uid, message: AsyncIterable<NewMessage>, to: Mailbox, reader = ''): Promise<Uid> {
    const [replaced] = this.#rowsOf(uid)
    if (!(to instanceof DiskMailbox) || to.account !== this.account) {
      const [added] = await to.append(message)
      await this.account.changeMany(1, (after) => this.#remove([uid], after))
      return added as Uid
    }
    const isSame = this.account.isSameRoot(this.id, to.id)
    const room = await this.account.room(to.id)
    return this.account.takeIn(message, (incoming, after) => this.#replace(uid, { incoming, to, reader, room: isSame ? undefined : room }, after), { room, freed: isSame ? replaced?.meta.size ?? 0 : 0 })
  }

  async changeFlags(uids: readonly Uid[], change: FlagChange, unchangedSince?: ModSeq, reader = ''): ReturnType<Mailbox['changeFlags']> {
    this.#requirePresent()
    return this.account.changeMany(uids.length, (after) => this.#changeFlags(uids, { change, unchangedSince, reader }, after))
  }

  async expunge(uids: readonly Uid[]): Promise<readonly Uid[]> {
    this.#requirePresent()
    return this.account.changeMany(uids.length, (after) => this.#remove(uids, after, ({ meta }) => hasFlag(meta.flags, '\\Deleted')))
  }

  async changesSince(modSeq: ModSeq, reader = ''): Promise<{ changed: readonly MessageMeta[]; vanished: readonly Uid[] }> {
    this.#requirePresent()
    const { database } = this.account
    const { turns } = this.account.options
    // In this order: what goes in between is told to be gone.
    const changed = await inTurns(readChangedSince(database, this.id, modSeq), turns)
    const vanished = await inTurns(readVanishedSince(database, this.id, modSeq), turns)
    if (reader === '') return { changed, vanished }
    const seen = this.#seenBy(reader)
    const all = [...new Set([...changed.map(({ uid }) => uid), ...seen.changedSince(modSeq)])].sort((a, b) => a - b)
    return { changed: seen.apply((await inTurns(readRows(database, this.id, all), turns)).map(({ meta }) => meta)), vanished }
  }

  watch(listener: (change: MailboxChange) => void, reader = ''): () => void {
    if (reader === '') return this.listeners.add(listener)
    const asRead = (change: MailboxChange): MailboxChange => ('metas' in change ? { ...change, metas: this.#seenBy(reader).apply(change.metas) } : change)
    return this.listeners.add((change) => listener(asRead(change)), reader)
  }

  /** The mailbox is gone: whoever watches is told, and every call from now on is refused. */
  markRemoved(): void {
    this.#isRemoved = true
    this.listeners.tell({ kind: 'removed' })
  }

  *#append(incoming: readonly IncomingMessage[], { reader, room }: { readonly reader: string; readonly room: QuotaRoom }, after: AfterCommit): Steps<readonly Uid[]> {
    requireMessageRoom(room, incoming.length)
    return yield* this.#insert(incoming, after, reader)
  }

  *#copy({ uids, to, room }: { readonly uids: readonly Uid[]; readonly to: DiskMailbox; readonly room: QuotaRoom }, after: AfterCommit): Steps<readonly UidPair[]> {
    const { account } = this
    const rows = yield* this.#rowsInOrder(uids)
    // Somebody else may have removed one since it was asked for (RFC 3501 §6.4.7: wholly or not at all).
    if (rows.length < distinct(uids).length) throw new StoreProblem('no-such-message')
    const release = takeRoom(room, rows)
    try {
      const writer = new MailboxWriter(account.database, to.id)
      const metas = yield* writer.insert(rows.map(asIncoming))
      const pairs = rows.map(({ meta }, index) => ({ from: meta.uid, to: metas[index]?.uid as Uid }))
      if (pairs.length > 0) yield* carrySeen(account.database, pairs, { from: this.id, to: to.id, modSeq: writer.change() })
      writer.finish()
      if (pairs.length > 0) after(() => to.listeners.tell({ kind: 'appended', metas }))
      return pairs
    } finally {
      release()
    }
  }

  *#move({ uids, to, room }: { readonly uids: readonly Uid[]; readonly to: DiskMailbox; readonly room: QuotaRoom | undefined }, after: AfterCommit): Steps<readonly UidPair[]> {
    const rows = yield* this.#rowsInOrder(uids)
    const release = room && takeRoom(room, rows)
    try {
      const { pairs, appended, expunged } = yield* moveRows(this.account.database, rows, this.id, to.id)
      if (pairs.length === 0) return pairs
      after(() => to.listeners.tell({ kind: 'appended', metas: appended }))
      after(() => this.listeners.tell({ kind: 'expunged', ...expunged }))
      return pairs
    } finally {
      release?.()
    }
  }

  *#replace(uid: Uid, { incoming, to, reader, room }: { readonly incoming: readonly IncomingMessage[]; readonly to: DiskMailbox; readonly reader: string; readonly room: QuotaRoom | undefined }, after: AfterCommit): Steps<Uid> {
    // Somebody else may have removed it while the message came in.
    const rows = this.#rowsOf(uid)
    if (room) requireMessageRoom(room, incoming.length)
    const [added] = yield* to.#insert(incoming, after, reader)
    yield* this.#delete(rows, after)
    return added as Uid
  }

  *#changeFlags(uids: readonly Uid[], { change, unchangedSince, reader }: { readonly change: FlagChange; readonly unchangedSince: ModSeq | undefined; readonly reader: string }, after: AfterCommit): Steps<ChangedFlags> {
    const writer = new MailboxWriter(this.account.database, this.id)
    const seen = reader === '' ? undefined : this.#seenBy(reader)
    const rows = yield* readRows(this.account.database, this.id, ascending(uids))
    const { answered, skipped, modSeqs, told, own } = yield* changeRows(writer, rows, { change, unchangedSince, seen })
    writer.finish()
    if (told.length > 0) after(() => this.listeners.tell({ kind: 'flags', metas: told }))
    if (own.length > 0) after(() => this.listeners.tell({ kind: 'flags', metas: own }, reader))
    return { changed: answered, skipped, modSeqs }
  }

  *#insert(messages: readonly IncomingMessage[], after: AfterCommit, reader: string): Steps<readonly Uid[]> {
    const writer = new MailboxWriter(this.account.database, this.id)
    const metas = yield* writer.insert(reader === '' ? messages : messages.map((message) => ({ ...message, flags: message.flags.filter((flag) => !hasFlag([flag], '\\Seen')) })))
    const seen = reader === '' ? [] : metas.filter((_, index) => hasFlag(messages[index]?.flags ?? [], '\\Seen')).map(({ uid }) => uid)
    if (seen.length > 0) this.#seenBy(reader).set(seen, true, writer.change())
    writer.finish()
    if (metas.length > 0) after(() => this.listeners.tell({ kind: 'appended', metas }))
    return metas.map(({ uid }) => uid)
  }

  /** Removes those of the messages that are there, or of them those that `isMeant`. */
  *#remove(uids: readonly Uid[], after: AfterCommit, isMeant: (row: MessageRow) => boolean = () => true): Steps<readonly Uid[]> {
    const rows = yield* readRows(this.account.database, this.id, ascending(uids))
    return yield* this.#delete(rows.filter(isMeant), after)
  }

  *#delete(rows: readonly MessageRow[], after: AfterCommit): Steps<readonly Uid[]> {
    if (rows.length === 0) return []
    const writer = new MailboxWriter(this.account.database, this.id)
    const { uids, modSeq } = yield* writer.delete(rows)
    writer.finish()
    after(() => this.listeners.tell({ kind: 'expunged', uids, modSeq }))
    after(() => this.account.sweeper.schedule())
    return uids
  }

  *#rowsInOrder(uids: readonly Uid[]): Steps<readonly MessageRow[]> {
    const sorted = ascending(uids)
    const rows = yield* readRows(this.account.database, this.id, sorted)
    if (sorted === uids) return rows
    const found = new Map(rows.map((row) => [row.meta.uid, row]))
    return distinct(uids).map((uid) => found.get(uid)).filter((row) => row !== undefined)
  }

  /** The row of that message. Throws StoreProblem 'no-such-message'. */
  #rowsOf(uid: Uid): readonly MessageRow[] {
    this.#requirePresent()
    const rows = finish(readRows(this.account.database, this.id, [uid]))
    if (rows.length === 0) throw new StoreProblem('no-such-message')
    return rows
  }

  /** Where the index tells about all messages sooner than these are read. */
  #isMostOfAll(uids: readonly Uid[]): boolean {
    this.#requirePresent()
    const messages = this.account.database.sql('SELECT messages FROM mailbox WHERE id = ?').get(this.id)?.[0]
    return uids.length * SHARE >= Number(messages)
  }

  #seenBy(reader: string): SeenRows {
    return new SeenRows(this.account.database, this.id, reader)
  }

  #holds(uid: Uid): boolean {
    return this.account.database.sql('SELECT 1 FROM message WHERE mailbox = ? AND uid = ?').get(this.id, uid) !== undefined
  }

  #requirePresent(): void {
    if (this.#isRemoved) throw new StoreProblem('no-such-mailbox')
    if (this.account.database.isClosed) throw new StoreProblem('closed')
  }
}

/** Whoever brings messages meanwhile does not see these yet, and must not take their room. */
function takeRoom(room: QuotaRoom, rows: readonly MessageRow[]): () => void {
  requireMessageRoom(room, rows.length)
  return reserveRoom(room, rows.reduce((sum, { meta }) => sum + meta.size, 0))
}

function asIncoming({ meta, content }: MessageRow): IncomingMessage {
  return { flags: meta.flags, internalDate: meta.internalDate, zone: meta.zone, size: meta.size, content }
}
