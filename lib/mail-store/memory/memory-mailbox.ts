import type { FlagChange } from '#lib/mail/flags.ts'
import { hasFlag, SYSTEM_FLAGS } from '#lib/mail/flags.ts'
import type { SpecialUse } from '#lib/mail/special-use.ts'
import { toUid, type ModSeq, type Uid, type UidValidity } from '#lib/mail/uid.ts'
import type { MessageDigest } from '#lib/mime/digest.ts'
import { ChangeListeners } from '../listeners/change-listeners.ts'
import { ascending, copyAcross, distinct } from '../copy-across.ts'
import { flagsAfter, KEYWORD_LIMIT, keywordsOf, storedFlags, withSeen } from '../flag-list.ts'
import { StoreProblem } from '../mail-store.ts'
import { mailboxIdOf } from '../object-id.ts'
import type { Annotations, DigestField, Mailbox, MailboxChange, MailboxStatus, MessageField, MessageFields, MessageMeta, NewMessage, OctetRange, QuotaLimits, StoredMessage, UidPair, UidRun } from '../mail-store.ts'
import { fieldsOfMessages } from '../message-fields.ts'
import { requireMessageRoom, reserveRoom, type QuotaRoom, type Usage } from '../quota-ledger.ts'
import { ReaderMailbox, type ReadableMailbox } from '../reader-mailbox.ts'
import { isSeenShared } from '../shared-seen.ts'
import { uidRunsOf } from '../uid-runs.ts'
import { ALL_RIGHTS } from '../rights.ts'
import type { MemoryAccount } from './memory-account.ts'
import { MemoryAnnotations } from './memory-annotations.ts'
import { MemorySeen } from './memory-seen.ts'
import { takeMessages, type TakenMessage } from './take-messages.ts'

interface StoredRecord {
  readonly meta: MessageMeta
  readonly emailId: string
  readonly content: Uint8Array
  readonly digest: MessageDigest
}

interface Incarnation {
  readonly name: string
  readonly uidValidity: UidValidity
  readonly specialUse: SpecialUse | undefined
}

const BATCH = 250

/** One mailbox in memory; its messages stand in a map in UID order. */
export class MemoryMailbox implements ReadableMailbox {
  name: string
  readonly uidValidity: UidValidity
  readonly objectId: string
  readonly specialUse: SpecialUse | undefined
  readonly rights = ALL_RIGHTS
  readonly #account: MemoryAccount
  readonly #listeners: ChangeListeners
  readonly #records = new Map<Uid, StoredRecord>()
  readonly #vanished: { readonly uid: Uid; readonly modSeq: ModSeq }[] = []
  readonly #seen = new MemorySeen()
  notes = new MemoryAnnotations()
  /** Where it is a quota root. */
  limits: QuotaLimits | undefined
  #size = 0
  #keywords = new Spellings()
  #uidNext = 1
  #modSeq = 1n as ModSeq
  #removed = false

  constructor(account: MemoryAccount, { name, uidValidity, specialUse }: Incarnation) {
    this.#account = account
    this.#listeners = new ChangeListeners(account.options.log)
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
    const notes = this.notes.of(reader)
    return { all: () => notes.all(), set: (changes) => this.#annotate(notes, changes) }
  }

  readBy(reader: string): Mailbox {
    return new ReaderMailbox(this, reader)
  }

  async status(reader = ''): Promise<MailboxStatus> {
    this.#requirePresent()
    const metas = this.#seen.apply([...this.#records.values()].map(({ meta }) => meta), reader)
    const keywords = new Map(metas.flatMap(({ flags }) => keywordsOf(flags)).map((keyword) => [keyword.toLowerCase(), keyword]))
    return {
      messages: metas.length,
      unseen: metas.filter(({ flags }) => !hasFlag(flags, '\\Seen')).length,
      deleted: metas.filter(({ flags }) => hasFlag(flags, '\\Deleted')).length,
      uidNext: toUid(this.#uidNext),
      uidValidity: this.uidValidity,
      highestModSeq: this.#modSeq,
      size: metas.reduce((sum, { size }) => sum + size, 0),
      flags: [...SYSTEM_FLAGS, ...keywords.values()],
    }
  }

  async deletedSize(): Promise<number> {
    this.#requirePresent()
    return [...this.#records.values()].reduce((sum, { meta }) => sum + (hasFlag(meta.flags, '\\Deleted') ? meta.size : 0), 0)
  }

  async uids(): Promise<readonly Uid[]> {
    this.#requirePresent()
    return [...this.#records.keys()]
  }

  async uidRuns(): Promise<readonly UidRun[]> {
    return uidRunsOf(await this.uids())
  }

  async *messages(uids: readonly Uid[], fields: readonly DigestField[], reader = ''): AsyncGenerator<readonly StoredMessage[]> {
    const wanted = ascending(uids)
    for (let start = 0; start < wanted.length; start += BATCH) {
      this.#requirePresent()
      const records = wanted.slice(start, start + BATCH).map((uid) => this.#records.get(uid))
      const batch = records.filter((record) => record !== undefined).map((record) => withFields(record, fields))
      if (batch.length > 0) yield this.#seen.apply(batch, reader)
    }
  }

  fields<Field extends MessageField>(uids: readonly Uid[], fields: readonly Field[], reader = ''): AsyncIterable<readonly MessageFields<Field>[]> {
    return fieldsOfMessages((wanted, digest) => this.messages(wanted, digest, reader), uids, fields)
  }

  /** There is no index: they are looked at one by one. */
  async mayHold(uids: readonly Uid[]): Promise<readonly Uid[]> {
    return uids
  }

  /** Nobody keeps them: the keys are read. */
  async sortNumbers(): Promise<undefined> {}

  async threadNumbers(): Promise<undefined> {}

  async *content(uid: Uid, range?: OctetRange): AsyncGenerator<Uint8Array> {
    this.#requirePresent()
    const record = this.#records.get(uid)
    if (!record) throw new StoreProblem('no-such-message')
    const octets = record.content.slice(Math.max(range?.start ?? 0, 0), Math.max(range?.end ?? record.content.length, 0))
    if (octets.length > 0) yield octets
  }

  async append(messages: AsyncIterable<NewMessage>, reader = ''): Promise<readonly Uid[]> {
    this.#requirePresent()
    const room = await this.#account.room(this)
    const taken = await takeMessages(messages, { room, options: this.#account.options })
    try {
      return this.#commit(() => {
        requireMessageRoom(room, taken.messages.length)
        return this.#insert(taken.messages, reader)
      })
    } finally {
      taken.release()
    }
  }

  async replace(uid: Uid, message: AsyncIterable<NewMessage>, to: Mailbox, reader = ''): Promise<Uid> {
    const { meta } = this.#recordOf(uid)
    if (!(to instanceof MemoryMailbox) || to.#account !== this.#account) {
      const [added] = await to.append(message)
      this.#commit(() => this.#delete([uid]))
      return added as Uid
    }
    const isSame = this.#account.isSameRoot(this, to)
    const room = await this.#account.room(to)
    const taken = await takeMessages(message, { room, options: this.#account.options, freed: isSame ? meta.size : 0 })
    try {
      return to.#commit(() => {
        this.#recordOf(uid)
        if (!isSame) requireMessageRoom(room, taken.messages.length)
        const [added] = to.#insert(taken.messages, reader)
        this.#delete([uid])
        if (to !== this) to.#pending.push(...this.#pending.splice(0))
        return added as Uid
      })
    } finally {
      taken.release()
    }
  }

  async copy(uids: readonly Uid[], to: Mailbox): Promise<readonly UidPair[]> {
    this.#requirePresent()
    if (!(to instanceof MemoryMailbox) || to.#account !== this.#account) return copyAcross(this, uids, to)
    const room = await this.#account.room(to)
    return to.#commit(() => {
      const records = this.#find(distinct(uids))
      if (records.length < distinct(uids).length) throw new StoreProblem('no-such-message')
      requireRoom(room, records)
      const added = to.#insert(records.map(asTaken))
      const pairs = records.map(({ meta }, index) => ({ from: meta.uid, to: added[index] as Uid }))
      this.#carrySeen(pairs, to)
      return pairs
    })
  }

  async move(uids: readonly Uid[], to: Mailbox, reader = ''): Promise<readonly UidPair[]> {
    this.#requirePresent()
    if (!(to instanceof MemoryMailbox) || to.#account !== this.#account) {
      const pairs = await copyAcross(reader === '' ? this : this.readBy(reader), uids, to, 'left out')
      this.#commit(() => this.#delete(pairs.map(({ from }) => from)))
      return pairs
    }
    const room = this.#account.isSameRoot(this, to) ? undefined : await this.#account.room(to)
    return to.#commit(() => this.#moveTo(this.#find(distinct(uids)), to, room))
  }

  /** RFC 9051 §6.3.6: what RENAME does to INBOX; `room` is given where `to` counts in another quota root. */
  moveAll(to: MemoryMailbox, room: QuotaRoom | undefined): void {
    to.#commit(() => this.#moveTo([...this.#records.values()], to, room))
  }

  /** What is in it. */
  get usage(): Usage {
    return { size: this.#size, messages: this.#records.size }
  }

  async changeFlags(uids: readonly Uid[], change: FlagChange, unchangedSince?: ModSeq, reader = ''): ReturnType<Mailbox['changeFlags']> {
    return this.#commit(() => {
      const keywords = this.#keywords.copy()
      const records = this.#find(ascending(uids))
      const seen = this.#seen.apply(records.map(({ meta }) => meta), reader)
      const skipped = seen.filter((meta) => unchangedSince !== undefined && meta.modSeq > unchangedSince)
      const planned = records.map((record, index) => ({ record, meta: seen[index] as MessageMeta })).filter(({ meta }) => !skipped.includes(meta)).map(({ record, meta }) => {
        const flags = flagsAfter(meta.flags, change, keywords.spelling)
        const kept = reader === '' ? flags : withSeen(flags, hasFlag(record.meta.flags, '\\Seen'))
        return { record, meta, flags, kept, isChanged: flags !== meta.flags, isTold: flags !== meta.flags && kept.join(' ') !== record.meta.flags.join(' ') }
      })
      this.#adopt(keywords)
      const modSeq = planned.some(({ isChanged }) => isChanged) ? this.#nextModSeq() : this.#modSeq
      for (const { record, meta, kept, flags, isTold } of planned) {
        if (isTold) this.#records.set(meta.uid, { ...record, meta: { ...record.meta, flags: kept, modSeq } })
        const isSeen = hasFlag(flags, '\\Seen')
        if (reader !== '' && isSeen !== hasFlag(meta.flags, '\\Seen')) this.#seen.set(reader, [meta.uid], { seen: isSeen, modSeq })
      }
      const metas = planned.map(({ meta, flags, isChanged }) => (isChanged ? { ...meta, flags, modSeq } : meta))
      const told = planned.filter(({ isTold }) => isTold).map(({ record }) => this.#recordOf(record.meta.uid).meta)
      const own = metas.filter((_, index) => planned[index]?.isChanged && !planned[index]?.isTold)
      if (told.length > 0) this.#tell({ kind: 'flags', metas: told })
      if (own.length > 0) this.#pending.push(() => this.#listeners.tell({ kind: 'flags', metas: own }, reader))
      return { changed: metas, skipped: skipped.map(({ uid }) => uid), modSeqs: told.length + own.length > 0 ? [modSeq] : [] }
    })
  }

  async expunge(uids: readonly Uid[]): Promise<readonly Uid[]> {
    return this.#commit(() => {
      const gone = this.#find(ascending(uids)).filter(({ meta }) => hasFlag(meta.flags, '\\Deleted'))
      return this.#delete(gone.map(({ meta }) => meta.uid))
    })
  }

  async changesSince(modSeq: ModSeq, reader = ''): Promise<{ changed: readonly MessageMeta[]; vanished: readonly Uid[] }> {
    this.#requirePresent()
    const metas = [...this.#records.values()].map(({ meta }) => meta)
    const changed = this.#seen.apply(metas, reader).filter((meta) => meta.modSeq > modSeq)
    const vanished = this.#vanished.filter((gone) => gone.modSeq > modSeq).map(({ uid }) => uid)
    return { changed, vanished: vanished.sort((a, b) => a - b) }
  }

  watch(listener: (change: MailboxChange) => void, reader = ''): () => void {
    const asRead = (change: MailboxChange): MailboxChange => ('metas' in change ? { ...change, metas: this.#seen.apply(change.metas, reader) } : change)
    return this.#listeners.add((change) => listener(asRead(change)), reader)
  }

  /** The mailbox is gone, with its messages. */
  discard(): void {
    this.#commit(() => {
      this.#size = 0
      this.#records.clear()
      this.#removed = true
      this.#tell({ kind: 'removed' })
    })
  }

  readonly #pending: (() => void)[] = []

  /** One change: listeners hear of it when all of it is done. */
  #commit<T>(work: () => T): T {
    this.#requirePresent()
    const result = work()
    for (const tell of this.#pending.splice(0)) tell()
    return result
  }

  #tell(change: MailboxChange): void {
    this.#pending.push(() => this.#listeners.tell(change))
  }

  #insert(messages: readonly TakenMessage[], reader = ''): readonly Uid[] {
    if (messages.length === 0) return []
    const marked = messages.map(({ flags }) => reader !== '' && hasFlag(flags, '\\Seen'))
    const keywords = this.#keywords.copy()
    const prepared = messages.map((message) => ({ ...message, flags: storedFlags(reader === '' ? message.flags : message.flags.filter((flag) => !hasFlag([flag], '\\Seen')), keywords.spelling) }))
    this.#adopt(keywords)
    const modSeq = this.#nextModSeq()
    const saveDate = (this.#account.options.now ?? Date.now)()
    const metas = prepared.map(({ flags, internalDate, zone, content, digest, emailId }): MessageMeta => {
      const meta = { uid: toUid(this.#uidNext++), flags, modSeq, internalDate, zone, saveDate, size: content.length }
      this.#records.set(meta.uid, { meta, content, digest, emailId })
      this.#size += meta.size
      return meta
    })
    if (reader !== '') this.#seen.set(reader, metas.filter((_, index) => marked[index]).map(({ uid }) => uid), { seen: true, modSeq })
    this.#tell({ kind: 'appended', metas })
    return metas.map(({ uid }) => uid)
  }

  #delete(uids: readonly Uid[]): readonly Uid[] {
    const gone = this.#find(uids)
    if (gone.length === 0) return []
    const modSeq = this.#nextModSeq()
    for (const { meta } of gone) {
      this.#records.delete(meta.uid)
      this.#vanished.push({ uid: meta.uid, modSeq })
      this.#size -= meta.size
    }
    const removed = gone.map(({ meta }) => meta.uid)
    this.#tell({ kind: 'expunged', uids: removed, modSeq })
    return removed
  }

  #moveTo(records: readonly StoredRecord[], to: MemoryMailbox, room: QuotaRoom | undefined): readonly UidPair[] {
    if (room) requireRoom(room, records)
    const pairs = to.#insert(records.map(asTaken)).map((uid, index) => ({ from: (records[index] as StoredRecord).meta.uid, to: uid }))
    this.#carrySeen(pairs, to)
    this.#delete(ascending(pairs.map(({ from }) => from)))
    // A move is one change of two mailboxes: whoever watches the source is told with the target's.
    if (to !== this) to.#pending.push(...this.#pending.splice(0))
    return pairs
  }

  /** What each reader has seen of the messages is seen where they have come to, too. */
  #carrySeen(pairs: readonly UidPair[], to: MemoryMailbox): void {
    for (const reader of this.#seen.readers) {
      const seen = pairs.filter(({ from }) => this.#seen.isSeen(reader, from))
      to.#seen.set(reader, seen.map((pair) => pair.to), { seen: true, modSeq: to.#modSeq })
    }
  }

  /** Where \Seen becomes one for all, or each reader's own, every message has changed (RFC 7162 §3.1). */
  async #annotate(notes: Annotations, changes: ReadonlyMap<string, Uint8Array | undefined>): Promise<void> {
    const wasShared = isSeenShared(await notes.all())
    await notes.set(changes)
    if (isSeenShared(await notes.all()) === wasShared) return
    const modSeq = this.#nextModSeq()
    for (const [uid, record] of this.#records) this.#records.set(uid, { ...record, meta: { ...record.meta, modSeq } })
  }

  #find(uids: readonly Uid[]): readonly StoredRecord[] {
    return uids.map((uid) => this.#records.get(uid)).filter((record) => record !== undefined)
  }

  #recordOf(uid: Uid): StoredRecord {
    this.#requirePresent()
    const record = this.#records.get(uid)
    if (!record) throw new StoreProblem('no-such-message')
    return record
  }

  #adopt(keywords: Spellings): void {
    if (keywords.count > KEYWORD_LIMIT) throw new StoreProblem('too-many-flags')
    this.#keywords = keywords
  }

  #nextModSeq(): ModSeq {
    this.#modSeq = (this.#modSeq + 1n) as ModSeq
    return this.#modSeq
  }

  #requirePresent(): void {
    if (this.#removed) throw new StoreProblem('no-such-mailbox')
  }
}

/** The keywords of a mailbox, each as it was first spelled; a change works on a copy. */
class Spellings {
  readonly #byLower: Map<string, string>

  constructor(byLower: ReadonlyMap<string, string> = new Map()) {
    this.#byLower = new Map(byLower)
  }

  get count(): number {
    return this.#byLower.size
  }

  readonly spelling = (keyword: string): string => {
    const lower = keyword.toLowerCase()
    const known = this.#byLower.get(lower) ?? keyword
    this.#byLower.set(lower, known)
    return known
  }

  copy(): Spellings {
    return new Spellings(this.#byLower)
  }
}

function asTaken({ meta, content, digest, emailId }: StoredRecord): TakenMessage {
  return { flags: meta.flags, internalDate: meta.internalDate, zone: meta.zone, content, digest, emailId }
}

function withFields({ meta, digest, emailId }: StoredRecord, fields: readonly DigestField[]): StoredMessage {
  const known = { ...digest, ...digest.keys, emailId }
  return { ...meta, ...Object.fromEntries(fields.map((field) => [field, known[field]])) }
}

/** Throws StoreProblem 'over-quota' where they do not fit. */
function requireRoom(room: QuotaRoom, records: readonly StoredRecord[]): void {
  requireMessageRoom(room, records.length)
  reserveRoom(room, records.reduce((sum, { meta }) => sum + meta.size, 0))()
}
