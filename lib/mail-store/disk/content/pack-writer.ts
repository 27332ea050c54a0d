import { close, fdatasync, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { GroupSync } from '#lib/storage/group-sync.ts'
import { STORE_FIGURES } from '../store-figures.ts'

const syncData = promisify(fdatasync)
const closeFile = promisify(close)

/** One pack that is being written: what several appends write at the same moment shares a sync, for which nobody else waits. */
export class PackWriter {
  readonly #handle: number
  readonly #group: GroupSync

  /** The file behind `handle`, open for writing, is this one's from now on. */
  constructor(handle: number) {
    this.#handle = handle
    this.#group = new GroupSync(() => this.#sync())
  }

  /** Writes octets at that place. Throws when the disk is full; some of them may be there then. */
  write(octets: Buffer, place: number): void {
    for (let at = 0; at < octets.length; ) at += writeSync(this.#handle, octets, at, octets.length - at, place + at)
  }

  /** Resolves when everything that has been written is on the disk. */
  sync(): Promise<void> {
    return this.#group.run()
  }

  async close(): Promise<void> {
    await this.#group.idle()
    await closeFile(this.#handle)
  }

  async #sync(): Promise<void> {
    STORE_FIGURES.contentSyncs++
    await syncData(this.#handle)
  }
}
