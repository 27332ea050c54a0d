import { close, fdatasync, fdatasyncSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { syncFolder } from './database-file.ts'
import { GroupSync } from './group-sync.ts'
import { makeRoomAhead } from './room-ahead.ts'

const syncData = promisify(fdatasync)
const closeFile = promisify(close)

/** Octets before the first page, and before each. */
const [HEAD, PAGE_HEAD] = [32, 24]

/** Pages after which SQLite would bring them into the database itself, in the middle of a commit. */
const LONG = 1000

/**
 * The write-ahead log of a SQLite database that is opened with `syncs: 'by-caller'`: a commit is durable once the log has been brought to the disk after it.
 * That is done beside the event loop, so that nobody else waits for the disk.
 */
export class WriteAheadLog {
  readonly #path: string
  readonly #group = new GroupSync(() => this.#sync())
  #handle: number | undefined
  /** Octets of the file with the room that SQLite has not used yet: to it, they are pages that prove nothing. */
  #size = 0
  /** What its head says, and how many of the pages since then `isLong` has told of. */
  #salts: Buffer | undefined
  #counted = 0

  constructor(database: string) {
    this.#path = `${database}-wal`
  }

  /** Resolves when every commit before the call is durable. */
  sync(): Promise<void> {
    return this.#group.run()
  }

  /** The same, at once; the event loop waits for the disk. */
  syncNow(): void {
    const handle = this.#open()
    if (handle !== undefined) fdatasyncSync(handle)
  }

  /**
   * True each time that it has grown by some 4 MB, counted from where SQLite has begun it anew: then `emptyLog` is due. Each of its pages carries the two
   * numbers that stand in its head since then, so that those from before are told apart (SQLite's file format, section 4.1).
   */
  isLong(): boolean {
    const handle = this.#open()
    const head = handle === undefined ? undefined : readAt(handle, 0, HEAD)
    if (handle === undefined || head === undefined) return false
    const salts = head.subarray(16, 24)
    if (!this.#salts?.equals(salts)) this.#counted = 0
    this.#salts = salts
    const last = HEAD + (PAGE_HEAD + head.readUInt32BE(8)) * (this.#counted + LONG - 1)
    if (!readAt(handle, last + 8, 8)?.equals(salts)) return false
    this.#counted += LONG
    return true
  }

  async close(): Promise<void> {
    await this.#group.idle()
    if (this.#handle !== undefined) await closeFile(this.#handle)
    this.#handle = undefined
  }

  async #sync(): Promise<void> {
    const handle = this.#open()
    if (handle === undefined) return
    const { size } = fstatSync(handle)
    if (size > this.#size) this.#size = makeRoomAhead(handle, size)
    await syncData(handle)
  }

  /** SQLite makes the file at the first commit, and does not sync its name before the log is emptied. */
  #open(): number | undefined {
    if (this.#handle === undefined && existsSync(this.#path)) {
      this.#handle = openSync(this.#path, 'r+')
      syncFolder(dirname(this.#path))
    }
    return this.#handle
  }
}

function readAt(handle: number, place: number, size: number): Buffer | undefined {
  const octets = Buffer.alloc(size)
  return readSync(handle, octets, 0, size, place) === size ? octets : undefined
}
