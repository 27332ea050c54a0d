import { Spool } from '#lib/composition/spool.ts'
import type { Log } from '#lib/log/log.ts'
import type { KeptImport } from '#lib/mail/contacts/contact-import.ts'
import type { ContactFiles } from './contact-files.ts'
import { runImport } from './run-import.ts'
import { takeBackCards } from './take-back.ts'

/** The files of this gateway that wait for their import, and the imports that it has under way: they go on when their request has ended. */
export class ImportDesk {
  readonly spool: Spool
  readonly #log: Log
  readonly #running = new Map<string, Promise<void>>()

  constructor(folder: string, log: Log) {
    this.spool = new Spool(folder)
    this.#log = log
  }

  /** Begins the import of a file. Rejects where it may not begin; what happens later is in the import. */
  async begin(files: ContactFiles, id: string): Promise<KeptImport> {
    const kept = await files.store.beginImport(files.who, id)
    this.#run(id, runImport(files, kept, this.#log))
    return kept
  }

  /** Begins to take an import back. Rejects where it may not. */
  async takeBack({ store, who }: ContactFiles, id: string): Promise<void> {
    await store.beginUndo(who, id)
    this.#run(id, takeBackCards(store, id).then(() => store.endImport(id, { state: 'undone', failure: undefined })))
  }

  /** Resolves when that import has ended, and at the latest after so many milliseconds. */
  async settled(id: string, milliseconds: number): Promise<void> {
    const running = this.#running.get(id)
    if (!running) return
    let timer: NodeJS.Timeout | undefined
    await Promise.race([running, new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)))])
    clearTimeout(timer)
  }

  #run(id: string, work: Promise<void>): void {
    const ended = work.catch((error: unknown) => this.#log.error('import not ended', error)).finally(() => this.#running.delete(id))
    this.#running.set(id, ended)
  }
}
