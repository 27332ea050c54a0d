import type { Log } from '#lib/log/log.ts'
import type { AccountDatabase } from '../account-database.ts'
import type { ContentFiles } from './content-files.ts'
import { CONTENT_TABLES } from '../rows/schema.ts'

/** Contents freed by one commit: a person who deletes 100,000 messages holds up nobody. */
const SWEEP = 200

/** Milliseconds until freed content is swept, so that several deletions share the work. */
const DELAY = 500

/** Frees content that no message names any more, a little at a time. A kill loses nothing: it goes on at the next opening. */
export class ContentSweeper {
  readonly #database: AccountDatabase
  readonly #files: ContentFiles
  readonly #log: Log | undefined
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(database: AccountDatabase, files: ContentFiles, log: Log | undefined) {
    this.#database = database
    this.#files = files
    this.#log = log
  }

  schedule(): void {
    if (this.#timer || this.#isStopped) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.sweep().catch((error: unknown) => this.#log?.error('content-sweep-failed', error))
    }, DELAY)
    this.#timer.unref()
  }

  /** Resolves when nothing is left to free. */
  sweep(): Promise<void> {
    this.#running = this.#running.catch(() => undefined).then(() => this.#sweepAll()) // one that failed does not stop the next
    return this.#running
  }

  /** Resolves when no file is being removed any more; what is left is for the next opening. */
  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await this.#running.catch(() => undefined) // whoever started the sweep has its error
  }

  async #sweepAll(): Promise<void> {
    for (let freed = SWEEP; freed === SWEEP && !this.#isStopped; ) {
      const rows = await this.#database.change(() => this.#freeSome())
      this.#database.crashPoint('content freed')
      await this.#files.remove(rows.map(({ file }) => file).filter((file) => file !== null))
      freed = rows.length
    }
  }

  #freeSome(): readonly { readonly id: number; readonly file: string | null }[] {
    const rows = this.#database.sql('SELECT id, file FROM content WHERE uses = 0 ORDER BY id LIMIT ?').all(SWEEP)
    for (const [id] of rows) {
      for (const table of CONTENT_TABLES) this.#database.sql(`DELETE FROM ${table} WHERE content = ?`).run(id as number)
      this.#database.sql('DELETE FROM content WHERE id = ?').run(id as number)
    }
    return rows.map(([id, file]) => ({ id: id as number, file: file as string | null }))
  }
}
