/**
 * What one session has been told of its selected mailbox. Sequence numbers are worked out here and nowhere else.
 * A client's numbers move only when it is told: changes of the mailbox wait in a queue, and the first EXPUNGE that
 * may not be sent yet holds back everything behind it (RFC 3501 §5.5, §7.4.1).
 */
import type { ChangedFlags, Mailbox, MailboxChange, MessageMeta, UidRun } from '#lib/mail-store/mail-store.ts'
import { ascending } from '#lib/mail-store/copy-across.ts'
import type { ModSeq, Sequence, Uid } from '#lib/mail/uid.ts'
import { rangesOf, SAVED, type Addressing, type SequenceSet } from '../protocol/sequence-set.ts'
import { Turns } from '../search/in-turns.ts'
import type { RecentLedger } from './recent-ledger.ts'
import { UidList } from './uid-list.ts'

/** One thing to tell the client, in the numbers that are right at this point of the telling. */
export type Notice =
  | { readonly kind: 'exists'; readonly count: number; readonly recent: number; readonly uids: readonly Uid[] }
  | { readonly kind: 'expunge'; readonly sequence: Sequence; readonly uid: Uid }
  | { readonly kind: 'flags'; readonly sequence: Sequence; readonly meta: MessageMeta }

export interface ViewOptions {
  readonly readOnly: boolean
  /** A client of IMAP4rev2, which has no \Recent and takes it from nobody (RFC 9051 appendix E). */
  readonly rev2?: boolean
  readonly ledger: RecentLedger
  /** The mailbox in the ledger: unique among all accounts. */
  readonly ledgerKey: string
  /** Called when a change waits to be told, or the mailbox has gone. */
  readonly arrived?: () => void
}

type Queued =
  | { readonly kind: 'appended'; readonly uids: readonly Uid[] }
  | { readonly kind: 'flags'; readonly metas: readonly MessageMeta[] }
  | { readonly kind: 'expunged'; readonly uids: readonly Uid[] }

/** Beyond so many entries the queue is rewritten in its shortest form, so that a silent client costs no more. */
const QUEUE_LIMIT = 64

export class MailboxView {
  readonly mailbox: Mailbox
  readonly readOnly: boolean
  readonly rev2: boolean
  readonly #ledger: RecentLedger
  readonly #ledgerKey: string
  readonly #arrived: (() => void) | undefined
  readonly #uids: UidList
  readonly #recent: UidList
  #saved: readonly Uid[] = []
  /** Messages that have come or changed, for whoever follows them; undefined while nobody does. */
  #touched: Set<Uid> | undefined
  #queue: Queued[] = []
  /** While a STORE of this session runs: the changes of flags that the client has not been told. */
  #heard: (readonly MessageMeta[])[] | undefined
  #removed = false
  #wake: (() => void) | undefined
  #stopWatching: () => void = () => undefined

  private constructor(mailbox: Mailbox, runs: readonly UidRun[], options: ViewOptions) {
    this.mailbox = mailbox
    this.readOnly = options.readOnly
    this.#ledger = options.ledger
    this.#ledgerKey = options.ledgerKey
    this.rev2 = options.rev2 ?? false
    this.#arrived = options.arrived
    this.#uids = UidList.ofRuns(runs)
    this.#recent = new UidList()
    this.#noteRecent()
  }

  /** The mailbox as it is now, and every change from now on. */
  static async open(mailbox: Mailbox, options: ViewOptions): Promise<MailboxView> {
    const early: MailboxChange[] = []
    let take = (change: MailboxChange): void => void early.push(change)
    // Watch first: a change between the two would be lost otherwise. One that is in both is recognized.
    const stopWatching = mailbox.watch((change) => take(change))
    try {
      const view = new MailboxView(mailbox, await mailbox.uidRuns(), options)
      view.#stopWatching = stopWatching
      take = (change) => view.#receive(change)
      for (const change of early) view.#receive(change)
      return view
    } catch (error) {
      stopWatching()
      throw error
    }
  }

  /** Ends the watch; the view tells nothing more. */
  close(): void {
    this.#stopWatching()
    this.#queue = []
    this.nudge()
  }

  /** How many messages the client knows of. */
  get count(): number {
    return this.#uids.length
  }

  /** The greatest UID that the client knows of; 0 when there is none. */
  get greatest(): Uid | 0 {
    return this.#uids.greatest as Uid | 0
  }

  get recentCount(): number {
    return this.#recent.length
  }

  /** True when the mailbox itself has gone. */
  get isRemoved(): boolean {
    return this.#removed
  }

  /** UIDs of the messages that the client means, ascending; numbers that name none are left out (RFC 3501 §6.4.8). */
  resolve(set: SequenceSet, by: Addressing): readonly Uid[] {
    if (this.#uids.length === 0) return []
    if (set === SAVED) return this.#saved.filter((uid) => this.#uids.positionOf(uid) > 0)
    if (by === 'uid') return this.#uids.within(rangesOf(set, this.#uids.greatest))
    return this.#uids.slice(rangesOf(set, this.#uids.length))
  }

  /** True when each number of the set names a message the client knows of: others are an error of its own. */
  covers(set: SequenceSet): boolean {
    // RFC 5182 §2.1: an empty result is a set like any other.
    if (set === SAVED) return true
    const ranges = rangesOf(set, this.#uids.length)
    return this.#uids.length > 0 && (ranges.at(-1)?.last ?? 0) <= this.#uids.length
  }

  /** What `$` stands for from here on (RFC 5182 §2.1); what is expunged leaves it. */
  save(uids: readonly Uid[]): void {
    this.#saved = [...uids].sort((a, b) => a - b)
  }

  /** From here on `takeTouched` tells which messages have come or changed. */
  follow(): void {
    this.#touched ??= new Set()
  }

  /** The messages that have come or changed since the last call and that the client knows of, ascending. */
  takeTouched(): readonly Uid[] {
    const touched = [...(this.#touched ?? [])].filter((uid) => this.sequenceOf(uid) > 0)
    this.#touched?.clear()
    return touched.sort((a, b) => a - b)
  }

  /** The messages that `takeNotices` would tell to be gone. */
  departing(expungeAllowed: boolean): readonly Uid[] {
    return expungeAllowed ? this.#queue.flatMap((entry) => (entry.kind === 'expunged' ? entry.uids : [])) : []
  }

  /** 0 when the client does not know the message. */
  sequenceOf(uid: Uid): Sequence | 0 {
    return this.#uids.positionOf(uid) as Sequence | 0
  }

  /** Every message the client knows of, ascending. */
  uids(): readonly Uid[] {
    return this.#uids.all()
  }

  isRecent(uid: Uid): boolean {
    return this.#recent.positionOf(uid) > 0
  }

  /** The flags as this session sees them, \Recent among them. */
  flagsOf(meta: Pick<MessageMeta, 'uid' | 'flags'>): readonly string[] {
    return this.isRecent(meta.uid) ? [...meta.flags, '\\Recent'] : meta.flags
  }

  /**
   * Runs a change of flags of this session's own; what it answers is no news any more. `others` are the messages among them that somebody else has
   * changed as well, before or while it ran, without the client being told.
   */
  async changing(change: () => Promise<ChangedFlags>): Promise<ChangedFlags & { readonly others: ReadonlySet<Uid> }> {
    const heard = (this.#heard = this.#queue.flatMap((entry) => (entry.kind === 'flags' ? [entry.metas] : [])))
    try {
      const done = await change()
      this.markTold(done)
      // Where there was nothing left to change, the modSeq is somebody else's.
      const own = new Set(done.modSeqs)
      const first = new Map<Uid, ModSeq>()
      const turns = new Turns()
      for (const metas of heard) await turns.each(metas, ({ uid, modSeq }) => !own.has(modSeq) && modSeq <= (first.get(uid) ?? modSeq) && first.set(uid, modSeq))
      const others = first.size === 0 ? [] : done.changed.filter(({ uid, modSeq }) => (first.get(uid) ?? modSeq + 1n) <= modSeq)
      return { ...done, others: new Set(others.map(({ uid }) => uid)) }
    } finally {
      this.#heard = undefined
    }
  }

  /** Says that this session's own command has told these flags, or was asked not to: their change is no news any more. */
  markTold({ changed, modSeqs }: Pick<ChangedFlags, 'changed' | 'modSeqs'>): void {
    // The store tells listeners before it answers, so what is to be dropped is in the queue by now. Most often it is all that an entry holds.
    const own = new Set(modSeqs)
    this.#queue = this.#queue.filter((entry) => entry.kind !== 'flags' || entry.metas.some(({ modSeq }) => !own.has(modSeq)))
    if (!this.#queue.some(({ kind }) => kind === 'flags')) return
    const told = new Map(changed.map((meta) => [meta.uid, meta.modSeq]))
    this.#queue = this.#queue.flatMap((entry): Queued[] => {
      if (entry.kind !== 'flags') return [entry]
      const news = entry.metas.filter((meta) => meta.modSeq > (told.get(meta.uid) ?? 0n))
      return news.length > 0 ? [{ kind: 'flags', metas: news }] : []
    })
  }

  /** What waits is told in another order, what leaves before what comes: whoever came and went is not told of at all. */
  departFirst(): void {
    const gone = new Set(this.#queue.flatMap((entry) => (entry.kind === 'expunged' ? entry.uids : [])))
    const others = this.#queue.filter((entry) => entry.kind !== 'expunged')
    const staying = others.map((entry) => (entry.kind === 'appended' ? { ...entry, uids: entry.uids.filter((uid) => !gone.has(uid)) } : entry))
    this.#queue = gone.size === 0 ? staying : [{ kind: 'expunged', uids: [...gone] }, ...staying]
  }

  /** True when `takeNotices` has something to say. */
  hasNotices(expungeAllowed: boolean): boolean {
    const first = this.#queue[0]
    return first !== undefined && (expungeAllowed || first.kind !== 'expunged')
  }

  /** Settles when something waits in the queue, the mailbox has gone, or at a nudge. One waits at a time. */
  changed(): Promise<void> {
    if (this.#queue.length > 0 || this.#removed) return Promise.resolve()
    return new Promise((resolve) => (this.#wake = resolve))
  }

  /** Wakes who waits in `changed`. */
  nudge(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }

  /** What the client may be told now, worked out as it is told: to be gone through to its end, where the view's numbers are the client's. */
  takeNotices(expungeAllowed: boolean): IterableIterator<Notice> {
    const held = expungeAllowed ? -1 : this.#queue.findIndex(({ kind }) => kind === 'expunged')
    return this.#notices(newest(this.#queue.splice(0, held < 0 ? Infinity : held)))
  }

  *#notices(entries: readonly Queued[]): Generator<Notice> {
    // Only the last of several counts is worth a line.
    let exists: (Notice & { kind: 'exists' }) | undefined
    const arrived: Uid[] = []
    for (const notice of this.#applied(entries)) {
      if (notice.kind === 'exists') {
        for (const uid of notice.uids) arrived.push(uid)
        exists = { ...notice, uids: arrived }
        continue
      }
      if (exists) yield { ...exists, uids: arrived.splice(0) }
      exists = undefined
      yield notice
    }
    if (exists) yield exists
  }

  *#applied(entries: readonly Queued[]): Generator<Notice> {
    for (const entry of entries) for (const piece of pieces(entry)) yield* this.#apply(piece)
  }

  #apply(entry: Queued): Notice[] {
    if (entry.kind === 'appended') {
      const added = entry.uids.filter((uid) => this.#uids.add(uid))
      if (added.length === 0) return []
      if (this.#touched) for (const uid of added) this.#touched.add(uid)
      this.#noteRecent()
      return [{ kind: 'exists', count: this.#uids.length, recent: this.#recent.length, uids: added }]
    }
    if (entry.kind === 'flags') {
      // The number is worked out now: an EXPUNGE later in the queue moves it.
      const told = entry.metas.map((meta) => ({ kind: 'flags' as const, sequence: this.sequenceOf(meta.uid), meta }))
      return told.filter((notice): notice is typeof notice & { sequence: Sequence } => notice.sequence > 0)
    }
    this.#recent.remove(entry.uids)
    const known = entry.uids.filter((uid) => this.#uids.positionOf(uid) > 0)
    // Each EXPUNGE renumbers what follows at once (RFC 3501 §7.4.1).
    return this.#uids.remove(known).map((position, before) => ({ kind: 'expunge', sequence: (position - before) as Sequence, uid: known[before]! }))
  }

  #noteRecent(): void {
    if (this.rev2) return
    const { uidValidity } = this.mailbox
    const first = Math.max(this.#ledger.firstRecent(this.#ledgerKey, uidValidity), this.#recent.greatest + 1)
    this.#recent.addFrom(this.#uids, first)
    // RFC 3501 §6.3.2: EXAMINE does not take \Recent away from others.
    if (!this.readOnly) this.#ledger.claim(this.#ledgerKey, uidValidity, this.#uids.greatest + 1)
  }

  #receive(change: MailboxChange): void {
    if (change.kind === 'removed') this.#removed = true
    else this.#enqueue(change)
    this.#arrived?.()
    this.nudge()
  }

  #enqueue(change: Exclude<MailboxChange, { kind: 'removed' }>): void {
    if (change.kind === 'flags') {
      if (this.#touched) for (const { uid } of change.metas) this.#touched.add(uid)
      this.#heard?.push(change.metas)
      this.#queue.push({ kind: 'flags', metas: change.metas })
    }
    else if (change.kind === 'appended') this.#queue.push({ kind: 'appended', uids: change.metas.map((meta) => meta.uid) })
    else this.#queue.push({ kind: 'expunged', uids: change.uids })
    if (this.#queue.length > QUEUE_LIMIT) this.#queue = shortest(this.#queue)
  }
}

/** Messages of one change that are told before anybody else has a turn. */
const PIECE = 1000

/** The same, a little at a time: what goes does so in ascending order. */
function* pieces(entry: Queued): Generator<Queued> {
  if (entry.kind === 'flags') for (let at = 0; at < entry.metas.length; at += PIECE) yield { kind: 'flags', metas: entry.metas.slice(at, at + PIECE) }
  else if (entry.kind === 'appended') for (let at = 0; at < entry.uids.length; at += PIECE) yield { kind: 'appended', uids: entry.uids.slice(at, at + PIECE) }
  else {
    const gone = ascending(entry.uids)
    for (let at = 0; at < gone.length; at += PIECE) yield { kind: 'expunged', uids: gone.slice(at, at + PIECE) }
  }
}

/** Without flags that change once more before anything goes. */
function newest(entries: readonly Queued[]): readonly Queued[] {
  if (entries.filter(({ kind }) => kind === 'flags').length < 2) return entries
  const later = new Set<Uid>()
  const told = entries.toReversed().map((entry): Queued => {
    if (entry.kind === 'expunged') later.clear()
    if (entry.kind !== 'flags') return entry
    const metas = entry.metas.filter(({ uid }) => !later.has(uid))
    for (const { uid } of metas) later.add(uid)
    return { kind: 'flags', metas }
  })
  return told.reverse()
}

/** The same changes as arrivals, then last flags, then departures: a UID never comes back, so the order is sound. */
function shortest(queue: readonly Queued[]): Queued[] {
  const appended: Uid[] = []
  const expunged: Uid[] = []
  const flags = new Map<Uid, MessageMeta>()
  for (const entry of queue) {
    if (entry.kind === 'flags') for (const meta of entry.metas) flags.set(meta.uid, meta)
    else if (entry.kind === 'appended') for (const uid of entry.uids) appended.push(uid)
    else for (const uid of entry.uids) expunged.push(uid)
  }
  const short: Queued[] = []
  if (appended.length > 0) short.push({ kind: 'appended', uids: appended })
  if (flags.size > 0) short.push({ kind: 'flags', metas: [...flags.values()] })
  if (expunged.length > 0) short.push({ kind: 'expunged', uids: expunged })
  return short
}
