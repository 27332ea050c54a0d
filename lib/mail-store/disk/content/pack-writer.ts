import { close, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { GroupSync } from '#lib/storage/group-sync.ts'
import { makeRoomAhead } from '#lib/storage/room-ahead.ts'
import { STORE_FIGURES } from '../store-figures.ts'

const syncData = promisify(fdatasync)
const closeFile = promisify(close)

/** Octets that are gathered for one write. */
const BATCH = 1024 * 1024

/** One pack that is being written: what several appends write at the same moment shares a sync, for which nobody else waits. */
export class PackWriter {
  readonly #handle: number
  readonly #group: GroupSync
  /** Octets of the file; behind what has been written there may be room. */
  #size: number
  #end: number

  /** The file behind `handle`, open for writing, is this one's from now on. */
  constructor(handle: number) {
    this.#handle = handle
    this.#size = this.#end = fstatSync(handle).size
    this.#group = new GroupSync(() => this.#sync())
  }

  /** Writes octets at that place, the end of all that has been written. Throws when the disk is full; some of them may be there then. */
  write(octets: readonly Uint8Array[], place: number): void {
    let at = place
    for (let first = 0; first < octets.length; ) {
      let [last, size] = [first, 0]
      while (last < octets.length && (last === first || size + (octets[last] as Uint8Array).length <= BATCH)) size += (octets[last++] as Uint8Array).length
      const batch = Buffer.concat(octets.slice(first, last))
      for (let written = 0; written < size; ) written += writeSync(this.#handle, batch, written, size - written, at + written)
      at += size
      first = last
    }
    this.#end = at
    if (at > this.#size) this.#size = makeRoomAhead(this.#handle, at)
  }

  /** Resolves when everything that has been written is on the disk. */
  sync(): Promise<void> {
    return this.#group.run()
  }

  /** The same, at once; the event loop waits for the disk. */
  syncNow(): void {
    STORE_FIGURES.contentSyncs++
    fdatasyncSync(this.#handle)
  }

  async close(): Promise<void> {
    await this.#group.idle()
    if (this.#size > this.#end) ftruncateSync(this.#handle, this.#end)
    await closeFile(this.#handle)
  }

  async #sync(): Promise<void> {
    STORE_FIGURES.contentSyncs++
    await syncData(this.#handle)
  }
}
