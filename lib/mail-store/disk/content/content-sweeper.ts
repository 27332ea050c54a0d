import type { Log } from '#lib/log/log.ts'
import type { AccountDatabase } from '../account-database.ts'
import type { ContentFiles } from './content-files.ts'
import type { PackPlace } from './content-packs.ts'
import { compactPack } from './pack-compactor.ts'
import { QuietTimer } from '../quiet-timer.ts'
import { CONTENT_TABLES } from '../rows/schema.ts'

/** Contents freed by one commit: a person who deletes 100,000 messages holds up nobody. */
const SWEEP = 200

/** Until freed content is swept, so that several deletions share the work and nobody who brings mail meanwhile is held up. */
const WAITS = { quiet: 500, longest: 10_000 }

/** Frees content that no message names any more, a little at a time. A kill loses nothing: it goes on at the next opening. */
export class ContentSweeper {
  readonly #database: AccountDatabase
  readonly #files: ContentFiles
  readonly #log: Log | undefined
  readonly #freed: (contents: readonly number[]) => void
  readonly #timer = new QuietTimer(WAITS, () => void this.sweep().catch((error: unknown) => this.#log?.error('content-sweep-failed', error)))
  #running: Promise<void> = Promise.resolve()
  #isStopped = false
  #holders = 0

  /** `freed` is told what has gone for good. */
  constructor(database: AccountDatabase, files: ContentFiles, { freed, log }: { readonly freed: (contents: readonly number[]) => void; readonly log: Log | undefined }) {
    this.#database = database
    this.#files = files
    this.#log = log
    this.#freed = freed
  }

  schedule(): void {
    if (!this.#isStopped) this.#timer.start()
  }

  /** Somebody brings mail: they go first. */
  putOff(): void {
    this.#timer.putOff()
  }

  /** Nothing is freed until the returned function is called, though commits go on. Resolves when nothing is being freed any more. */
  async hold(): Promise<() => void> {
    this.#holders++
    await this.#running.catch(() => undefined) // whoever started the sweep has its error
    return () => {
      this.#holders--
      this.schedule()
    }
  }

  /** Resolves when nothing is left to free, or somebody holds it. */
  sweep(): Promise<void> {
    this.#running = this.#running.catch(() => undefined).then(() => this.#sweepAll()) // one that failed does not stop the next
    return this.#running
  }

  /** Resolves when no file is being removed any more; what is left is for the next opening. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#timer.stop()
    await this.#running.catch(() => undefined) // whoever started the sweep has its error
  }

  async #sweepAll(): Promise<void> {
    const packs = new Set<number>()
    for (let freed = SWEEP; freed === SWEEP && !this.#mustRest(); ) {
      const rows = await this.#database.change(() => this.#freeSome())
      this.#database.crashPoint('content freed')
      this.#freed(rows.map(({ content }) => content))
      await this.#files.remove(rows.map(({ file }) => file).filter((file) => file !== null))
      for (const { place } of rows) {
        if (place.pack === null) continue
        this.#database.packs.markFreed(place as PackPlace)
        packs.add(place.pack)
      }
      freed = rows.length
    }
    for (const pack of packs) if (!this.#mustRest()) await compactPack(this.#database, pack)
  }

  #mustRest(): boolean {
    return this.#isStopped || this.#holders > 0
  }

  #freeSome(): readonly { readonly content: number; readonly file: string | null; readonly place: PackPlace | { readonly pack: null } }[] {
    const rows = this.#database.sql('SELECT id, file, pack, place FROM content WHERE uses = 0 ORDER BY id LIMIT ?').all(SWEEP) as readonly (readonly [number, string | null, number | null, number])[]
    for (const [id] of rows) {
      for (const table of CONTENT_TABLES) this.#database.sql(`DELETE FROM ${table} WHERE content = ?`).run(id)
      this.#database.sql('DELETE FROM content WHERE id = ?').run(id)
    }
    return rows.map(([content, file, pack, place]) => ({ content, file, place: pack === null ? { pack } : { pack, place } }))
  }
}
