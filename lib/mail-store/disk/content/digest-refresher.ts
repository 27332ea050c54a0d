import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Log } from '#lib/log/log.ts'
import type { MessageDigest } from '#lib/mime/digest.ts'
import { MessageDigester } from '#lib/mime/message-digester.ts'
import type { AccountDatabase } from '../account-database.ts'
import type { ContentFiles } from './content-files.ts'

/** Digests that one commit brings up to date. */
const GROUP = 20

/** Makes anew, in the background, the digests that an older version has stored. A kill loses nothing: it goes on at the next opening. */
export class DigestRefresher {
  readonly #database: AccountDatabase
  readonly #files: ContentFiles
  readonly #log: Log | undefined
  #running: Promise<void> | undefined
  #isStopped = false

  constructor(database: AccountDatabase, files: ContentFiles, log: Log | undefined) {
    this.#database = database
    this.#files = files
    this.#log = log
  }

  /** Begins, if there is anything to do. */
  start(): void {
    if (this.#stale(0).length === 0) return
    this.refresh().catch((error: unknown) => this.#log?.error('digest-refresh-failed', error))
  }

  /** Resolves when every digest that can be is up to date. */
  refresh(): Promise<void> {
    this.#running ??= this.#refreshAll()
    return this.#running
  }

  /** Resolves when nothing is being read any more. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running?.catch(() => undefined) // whoever started it has its error
  }

  async #refreshAll(): Promise<void> {
    for (let contents = this.#stale(0); contents.length > 0 && !this.#isStopped; contents = this.#stale(contents.at(-1) as number)) {
      const digests: (readonly [number, MessageDigest])[] = []
      for (const content of contents) {
        await nextTurn()
        if (this.#isStopped) break
        const digest = await this.#digest(content).catch((error: unknown) => void this.#log?.error('content-unreadable', error, { content }))
        if (digest) digests.push([content, digest])
      }
      // What has been freed meanwhile has no row any more, and none is changed.
      await this.#database.change(() => digests.forEach(([content, digest]) => this.#database.refreshDigest(content, digest)))
    }
  }

  #stale(above: number): readonly number[] {
    return this.#database.sql('SELECT content FROM envelope WHERE preview IS NULL AND content > ? ORDER BY content LIMIT ?').all(above, GROUP).map(([content]) => content as number)
  }

  async #digest(content: number): Promise<MessageDigest | undefined> {
    const row = this.#database.sql('SELECT size, file FROM content WHERE id = ?').get(content) as readonly [number, string | null] | undefined
    if (!row) return undefined
    const [size, file] = row
    const digester = new MessageDigester()
    if (file !== null) for await (const chunk of this.#files.read(file, 0, size)) digester.write(chunk)
    else digester.write(this.#database.octetsOf(content))
    return digester.end()
  }
}
