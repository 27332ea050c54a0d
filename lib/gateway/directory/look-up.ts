import { Directory, type Asker, type Found } from '#lib/directory/directory.ts'
import { DirectoryFailure, type DirectoryFailureKind } from '#lib/directory/directory-failure.ts'
import type { Log } from '#lib/log/log.ts'
import type { DirectoryEntry } from '#lib/mail/directory/directory-entry.ts'
import type { DirectoryQuery } from '#lib/mail/directory/directory-query.ts'
import type { DirectorySettings } from '#lib/mail/directory/directory-settings.ts'

/** What one directory answered, or why it did not. */
export type DirectoryAnswer =
  | { readonly directory: string; readonly title: string; readonly entries: readonly DirectoryEntry[]; readonly hasMore: boolean }
  | { readonly directory: string; readonly title: string; readonly failure: DirectoryFailureKind }

/** Somebody to write to, as typing offers them. */
export interface Suggestion {
  readonly name: string
  readonly address: string
  /** The title of the directory that knows them. */
  readonly source: string
}

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

/** Entries of one directory on a page of results. */
const MOST_FOUND = 100
const MOST_SUGGESTED = 10

/** Asks each of the directories at once; one that cannot answer says why, and the others answer all the same. */
export function lookUp(directories: readonly Directory[], asker: Asker, query: DirectoryQuery, log: Log): Promise<readonly DirectoryAnswer[]> {
  return Promise.all(directories.map(async (directory): Promise<DirectoryAnswer> => {
    const { name, title } = directory.settings
    const found = await answered(() => directory.lookUp(query, asker, MOST_FOUND), name, log)
    return 'failure' in found ? { directory: name, title, failure: found.failure } : { directory: name, title, ...found }
  }))
}

/** Whom the words typed so far may mean: in the order of the directories, each address once. A directory that cannot answer is left out. */
export async function suggest(directories: readonly Directory[], asker: Asker, text: string, log: Log): Promise<readonly Suggestion[]> {
  const found = await Promise.all(directories.map((directory) => answered(() => directory.complete(text, asker, MOST_SUGGESTED), directory.settings.name, log)))
  const suggestions = new Map<string, Suggestion>()
  for (const [at, answer] of found.entries()) {
    if ('failure' in answer) continue
    for (const { name, addresses } of answer.entries) {
      const [address] = addresses
      if (address !== undefined && !suggestions.has(address.toLowerCase())) suggestions.set(address.toLowerCase(), { name, address, source: directories[at]?.settings.title ?? '' })
    }
  }
  return [...suggestions.values()].slice(0, MOST_SUGGESTED)
}

async function answered(ask: () => Promise<Found>, directory: string, log: Log): Promise<Found | { readonly failure: DirectoryFailureKind }> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof DirectoryFailure)) throw error
    // What was looked for is nobody's business but the asker's.
    log.warn('directory-unavailable', { directory, failure: error.kind })
    return { failure: error.kind }
  }
}
