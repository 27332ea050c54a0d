import { Directory } from '#lib/directory/directory.ts'
import type { DirectorySettings } from '#lib/mail/directory/directory-settings.ts'

/** The directories of a process, each with its connections and answers; those that a reload takes away are closed. */
export class Directories {
  readonly #open = new Map<string, Directory>()

  /** Those of these settings, in their order. */
  of(settings: readonly DirectorySettings[]): readonly Directory[] {
    return settings.map((each) => {
      const key = JSON.stringify(each)
      const known = this.#open.get(key) ?? new Directory(each)
      this.#open.set(key, known)
      return known
    })
  }

  /** Closes those that none of these settings name. */
  async keepOnly(settings: readonly DirectorySettings[]): Promise<void> {
    const kept = new Set(settings.map((each) => JSON.stringify(each)))
    const gone = [...this.#open].filter(([key]) => !kept.has(key))
    for (const [key] of gone) this.#open.delete(key)
    await Promise.all(gone.map(([, directory]) => directory.close()))
  }
}
