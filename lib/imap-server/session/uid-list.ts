import type { Uid } from '#lib/mail/uid.ts'
import type { NumberRange } from '../protocol/sequence-set.ts'

/**
 * Ascending UIDs as runs of neighbours: a mailbox of 100,000 messages without gaps costs a client three numbers.
 * A position counts from 1.
 */
export class UidList {
  #first: number[] = []
  #last: number[] = []
  /** How many UIDs stand before each run. */
  #before: number[] = []

  static from(uids: Iterable<number>): UidList {
    const list = new UidList()
    for (const uid of uids) list.add(uid)
    return list
  }

  static ofRuns(runs: readonly NumberRange[]): UidList {
    const list = new UidList()
    for (const { first, last } of runs) list.#addRun(first, last)
    return list
  }

  get length(): number {
    const run = this.#first.length - 1
    return run < 0 ? 0 : this.#before[run]! + this.#last[run]! - this.#first[run]! + 1
  }

  get greatest(): number {
    return this.#last.at(-1) ?? 0
  }

  /** Adds a UID greater than all others; false when it is not. */
  add(uid: number): boolean {
    const run = this.#first.length - 1
    const greatest = this.greatest
    if (uid <= greatest) return false
    if (run >= 0 && uid === greatest + 1) this.#last[run] = uid
    else {
      const before = this.length
      this.#first.push(uid)
      this.#last.push(uid)
      this.#before.push(before)
    }
    return true
  }

  /** Adds what the other list has from that UID on, which is greater than all here. */
  addFrom(other: UidList, uid: number): void {
    for (let run = Math.max(0, search(other.#first, uid)); run < other.#first.length; run++) {
      const [first, last] = [Math.max(uid, other.#first[run]!), other.#last[run]!]
      if (first > last) continue
      if (first === this.greatest + 1 && first > 1) this.#last[this.#last.length - 1] = last
      else this.#addRun(first, last)
    }
  }

  /** The UID at that position; undefined outside 1 to `length`. */
  at(position: number): Uid | undefined {
    if (position < 1 || position > this.length) return undefined
    const run = search(this.#before, position - 1)
    return (this.#first[run]! + position - 1 - this.#before[run]!) as Uid
  }

  /** The position of that UID; 0 when it is not there. */
  positionOf(uid: number): number {
    const run = search(this.#first, uid)
    return run >= 0 && uid <= this.#last[run]! ? this.#before[run]! + uid - this.#first[run]! + 1 : 0
  }

  /** The UIDs within ranges of UIDs, which ascend. */
  within(ranges: readonly NumberRange[]): Uid[] {
    const found: Uid[] = []
    for (const { first, last } of ranges) {
      for (let run = Math.max(0, search(this.#first, first)); run < this.#first.length && this.#first[run]! <= last; run++) {
        const end = Math.min(last, this.#last[run]!)
        for (let uid = Math.max(first, this.#first[run]!); uid <= end; uid++) found.push(uid as Uid)
      }
    }
    return found
  }

  /** The UIDs at ranges of positions, which ascend. */
  slice(ranges: readonly NumberRange[]): Uid[] {
    const length = this.length
    return this.within(
      ranges.flatMap(({ first, last }) => {
        const [from, to] = [this.at(Math.max(1, first)), this.at(Math.min(last, length))]
        return from === undefined || to === undefined ? [] : [{ first: from, last: to }]
      }),
    )
  }

  all(): Uid[] {
    return this.within([{ first: 1, last: Infinity }])
  }

  /** Takes UIDs out and answers the positions that those which were there had before, ascending. */
  remove(uids: readonly number[]): number[] {
    const gone = [...new Set(uids)].sort((a, b) => a - b)
    const positions = gone.map((uid) => this.positionOf(uid)).filter((position) => position > 0)
    if (positions.length === 0) return positions
    const [first, last] = [this.#first, this.#last]
    this.#first = []
    this.#last = []
    this.#before = []
    let next = 0
    for (let run = 0; run < first.length; run++) {
      let from = first[run]!
      while (next < gone.length && gone[next]! <= last[run]!) {
        const uid = gone[next++]!
        if (uid < from) continue
        this.#addRun(from, uid - 1)
        from = uid + 1
      }
      this.#addRun(from, last[run]!)
    }
    return positions
  }

  #addRun(first: number, last: number): void {
    if (first > last) return
    this.#before.push(this.length)
    this.#first.push(first)
    this.#last.push(last)
  }
}

/** The index of the last element that is at most `value`; -1 when there is none. */
function search(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ascending[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
