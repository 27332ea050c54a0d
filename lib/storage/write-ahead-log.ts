import { close, fdatasync, fdatasyncSync, existsSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { syncFolder } from './database-file.ts'
import { GroupSync } from './group-sync.ts'

const syncData = promisify(fdatasync)
const closeFile = promisify(close)

/**
 * The write-ahead log of a SQLite database that is opened with `syncs: 'by-caller'`: a commit is durable once the log has been brought to the disk after it.
 * That is done beside the event loop, so that nobody else waits for the disk.
 */
export class WriteAheadLog {
  readonly #path: string
  readonly #group = new GroupSync(() => this.#sync())
  #handle: number | undefined

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

  async close(): Promise<void> {
    await this.#group.idle()
    if (this.#handle !== undefined) await closeFile(this.#handle)
    this.#handle = undefined
  }

  async #sync(): Promise<void> {
    const handle = this.#open()
    if (handle !== undefined) await syncData(handle)
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
