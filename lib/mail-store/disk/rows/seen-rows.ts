import type { ModSeq, Uid } from '#lib/mail/uid.ts'
import { withSeen } from '../../flag-list.ts'
import type { MessageMeta, UidPair } from '../../mail-store.ts'
import type { AccountDatabase } from '../account-database.ts'
import type { Steps } from '../commits/steps.ts'
import { readStretch, SeenStretch, stretchOf, STRETCH } from './seen-stretch.ts'
import { readRuns } from './uid-run-rows.ts'

/** In the place of a reader's name: what everybody had seen before each had a \Seen of its own. */
const BEFORE = ''

/**
 * What one reader of somebody else's mailbox has seen of it: a row for each stretch of UIDs that holds any. UIDs that have gone stay in it, since
 * none of them comes back.
 */
export class SeenRows {
  readonly #database: AccountDatabase
  readonly #mailbox: number
  readonly #reader: string

  constructor(database: AccountDatabase, mailbox: number, reader: string) {
    this.#database = database
    this.#mailbox = mailbox
    this.#reader = reader
  }

  /** The messages as the reader sees them. */
  apply<Meta extends MessageMeta>(metas: readonly Meta[]): readonly Meta[] {
    const stretches = this.#opened()
    return metas.map((meta) => {
      const { seen, modSeq } = stretches(meta.uid).at(meta.uid)
      const flags = withSeen(meta.flags, seen)
      if (flags === meta.flags && modSeq <= meta.modSeq) return meta
      return { ...meta, flags: this.#database.flags(flags.join(' ')), modSeq: modSeq > meta.modSeq ? (BigInt(modSeq) as ModSeq) : meta.modSeq }
    })
  }

  /** Those of the ascending UIDs that have been seen. */
  seenOf(uids: readonly Uid[]): readonly Uid[] {
    const stretches = this.#opened()
    return uids.filter((uid) => stretches(uid).at(uid).seen)
  }

  /** How many of the messages that are there have been seen: takes the time of the runs of both, not of the messages. */
  count(): number {
    const present = readRuns(this.#database, this.#mailbox)
    let [seen, at] = [0, 0]
    for (const { first, last } of this.#seenRuns()) {
      while (at < present.length && present[at]!.last < first) at++
      for (let next = at; next < present.length && present[next]!.first <= last; next++) seen += Math.min(last, present[next]!.last) - Math.max(first, present[next]!.first) + 1
    }
    return seen
  }

  /** UIDs, also of messages that have gone, that were marked or unmarked at a greater modSeq; ascending. */
  changedSince(modSeq: ModSeq): readonly Uid[] {
    const rows = this.#database.sql('SELECT stretch, runs FROM seen WHERE mailbox = ? AND reader = ? AND mod_seq > ? ORDER BY stretch').all(this.#mailbox, this.#reader, modSeq)
    return rows.flatMap(([stretch, runs]) => new SeenStretch(runs as string).changedSince(Number(modSeq)).map((at) => ((stretch as number) * STRETCH + at) as Uid))
  }

  /** Marks messages, or unmarks them; inside a change whose modSeq the mailbox gets. */
  set(uids: readonly Uid[], seen: boolean, modSeq: ModSeq): void {
    const changed = new Map<number, SeenStretch>()
    for (const uid of uids) {
      const stretch = changed.get(stretchOf(uid)) ?? this.#read(stretchOf(uid))
      stretch.set(uid, { seen, modSeq: Number(modSeq) })
      changed.set(stretchOf(uid), stretch)
    }
    const uidValidity = this.#database.sql('SELECT uid_validity FROM mailbox WHERE id = ?').get(this.#mailbox)?.[0] as number
    for (const [place, stretch] of changed) {
      const runs = stretch.toString()
      this.#database.sql('INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)').run(this.#mailbox, this.#reader, place, stretch.modSeq, runs)
      this.#database.note(['seen', uidValidity, this.#reader, place, stretch.modSeq, runs])
      this.#database.crashPoint('seen noted')
    }
  }

  /** What has been seen, in UIDs, ascending. */
  *#seenRuns(): Generator<{ readonly first: number; readonly last: number }> {
    const rows = this.#database.sql('SELECT stretch, runs FROM seen WHERE mailbox = ? AND reader IN (?, ?) ORDER BY stretch, reader').all(this.#mailbox, BEFORE, this.#reader)
    for (const [index, [stretch, runs]] of rows.entries()) {
      // The reader's own row, where there is one, comes last.
      if (rows[index + 1]?.[0] === stretch) continue
      const start = (stretch as number) * STRETCH
      const ascending = readStretch(runs as string).toSorted((one, other) => one.first - other.first)
      for (const { first, last, state } of ascending) if (state % 2 === 1) yield { first: start + first, last: start + last }
    }
  }

  /** The stretch of a UID, read once as long as the next one asked for lies in it, too. */
  #opened(): (uid: Uid) => SeenStretch {
    let [place, stretch]: [number, SeenStretch | undefined] = [-1, undefined]
    return (uid) => {
      if (stretch === undefined || stretchOf(uid) !== place) {
        place = stretchOf(uid)
        stretch = this.#read(place)
      }
      return stretch
    }
  }

  #read(place: number): SeenStretch {
    // The reader's own row, where there is one, comes last.
    const rows = this.#database.sql('SELECT runs FROM seen WHERE mailbox = ? AND stretch = ? AND reader IN (?, ?) ORDER BY reader').all(this.#mailbox, place, BEFORE, this.#reader)
    return new SeenStretch(rows.at(-1)?.[0] as string | undefined)
  }
}

/** What each reader has seen of the messages is seen where they have come to, too; inside a change whose modSeq that mailbox gets. */
export function* carrySeen(database: AccountDatabase, pairs: readonly UidPair[], { from, to, modSeq }: { readonly from: number; readonly to: number; readonly modSeq: ModSeq }): Steps<void> {
  const targetOf = new Map(pairs.map((pair) => [pair.from, pair.to]))
  for (const [reader] of database.sql('SELECT DISTINCT reader FROM seen WHERE mailbox = ? AND reader <> ?').all(from, BEFORE)) {
    yield
    const sights = new SeenRows(database, from, reader as string).seenOf([...targetOf.keys()].sort((a, b) => a - b))
    new SeenRows(database, to, reader as string).set(sights.map((uid) => targetOf.get(uid) as Uid), true, modSeq)
  }
}
