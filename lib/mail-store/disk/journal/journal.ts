import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { CrashPoint } from '../disk-options.ts'
import { readEnds } from './journal-end.ts'
import { writeLine, type JournalRecord } from './journal-line.ts'

export const JOURNAL = 'journal'

/** Octets by which a journal may outgrow what it began with, besides as many again. */
const GROWTH = 1024 * 1024

/** How the journal stands to the database when both are opened. */
export type Standing =
  /** Both know the same. */
  | 'equal'
  /** It lacks what the database has: it is to be written anew. */
  | 'behind'
  /** The database has lost what was acknowledged. */
  | 'ahead'

/**
 * A second copy of everything that is not content: which message has which UID, flags and dates. Each group of changes is appended before
 * its commit and not synced; each carries the number that the commit gives the database, so that at the next opening both can be compared.
 * It is rewritten when it has grown to twice what it has to say.
 */
export class Journal {
  /** There was none. */
  readonly isNew: boolean
  readonly #path: string
  readonly #crashPoint: CrashPoint
  #handle: number
  #length: number
  #whole: number
  #pending: string[] = []
  /** A journal that is being written in the place of this one, and meanwhile gets all that this one gets. */
  #next: number | undefined

  /** Opens the journal of a folder, or begins one. */
  constructor(folder: string, crashPoint: CrashPoint) {
    this.#path = join(folder, JOURNAL)
    this.#crashPoint = crashPoint
    this.isNew = !existsSync(this.#path)
    this.#handle = openSync(this.#path, 'a+', 0o600)
    if (this.isNew) writeSync(this.#handle, writeLine(['snapshot', 0]) + writeLine(['whole', 0]))
    this.#length = this.#whole = fstatSync(this.#handle).size
  }

  /**
   * Compares with the number of the database's last commit. What was written for a commit that never came is cut off; where the database
   * was closed (`wasClosed`) no commit was under way, and it has lost one.
   */
  settle(sequence: number, wasClosed = false): Standing {
    const [last, before] = readEnds(this.#handle)
    const end = last?.sequence === sequence + 1 && !wasClosed ? before : last
    if (!end || end.sequence < sequence) return 'behind'
    if (end.sequence > sequence) return 'ahead'
    if (end.length < this.#length) {
      ftruncateSync(this.#handle, end.length)
      this.#length = end.length
    }
    return 'equal'
  }

  get hasNews(): boolean {
    return this.#pending.length > 0
  }

  /** True when it is time to write it anew. */
  get isLong(): boolean {
    return this.#length > 2 * this.#whole + GROWTH
  }

  note(record: JournalRecord): void {
    this.#pending.push(writeLine(record))
  }

  /** Takes back, when it is called, what has been noted since. */
  mark(): () => void {
    const count = this.#pending.length
    return () => void (this.#pending.length = count)
  }

  /** Appends what has been noted as the group of that number. */
  write(sequence: number): void {
    const group = Buffer.from(this.#pending.join('') + writeLine(['commit', sequence]))
    this.#pending = []
    writeAll(this.#handle, group)
    this.#length += group.length
    if (this.#next !== undefined) writeAll(this.#next, group)
    this.#crashPoint('journal written')
  }

  /** The group that was written last has not been committed. */
  takeBack(sequence: number): void {
    this.#pending = []
    this.settle(sequence)
    // What goes into the next one cannot be taken back so simply: it is begun again some other time.
    this.abandonNext()
  }

  /** Begins a new journal beside this one, for a database at that number. */
  beginNext(sequence: number): void {
    this.#next = openSync(`${this.#path}.new`, 'w', 0o600)
    writeAll(this.#next, Buffer.from(writeLine(['snapshot', sequence])))
  }

  /** Adds what is so at this moment to the new journal; false when it has been given up. */
  addToNext(records: readonly JournalRecord[]): boolean {
    if (this.#next === undefined) return false
    writeAll(this.#next, Buffer.from(records.map(writeLine).join('')))
    return true
  }

  /** The new journal says everything: it takes the place of this one. */
  finishNext(sequence: number): void {
    if (this.#next === undefined) return
    writeAll(this.#next, Buffer.from(writeLine(['whole', sequence])))
    closeSync(this.#next)
    this.#next = undefined
    renameSync(`${this.#path}.new`, this.#path)
    closeSync(this.#handle)
    this.#handle = openSync(this.#path, 'a+', 0o600)
    this.#length = this.#whole = fstatSync(this.#handle).size
    this.#crashPoint('journal rewritten')
  }

  abandonNext(): void {
    if (this.#next !== undefined) closeSync(this.#next)
    this.#next = undefined
  }

  close(): void {
    this.abandonNext()
    closeSync(this.#handle)
  }
}

function writeAll(handle: number, octets: Buffer): void {
  for (let at = 0; at < octets.length; ) at += writeSync(handle, octets, at)
}
