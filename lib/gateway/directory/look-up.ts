import type { Asker, Directory } from '#lib/directory/directory.ts'
import type { DirectoryFailureKind } from '#lib/directory/directory-failure.ts'
import type { Log } from '#lib/log/log.ts'
import type { DirectoryEntry } from '#lib/mail/directory/directory-entry.ts'
import type { DirectoryQuery } from '#lib/mail/directory/directory-query.ts'
import { askDirectory } from './ask-directory.ts'
import { writtenAddress } from './written-address.ts'

/** A directory that could not answer, and why. */
export interface FailedDirectory {
  readonly directory: string
  readonly title: string
  readonly failure: DirectoryFailureKind
}

/** Somebody who was found, and the title of every directory that knows them. */
export interface FoundEntry {
  readonly entry: DirectoryEntry
  /** The first address as it is written into a message; '' where there is none. */
  readonly written: string
  readonly sources: readonly string[]
}

/** What all directories together answered. */
export interface LookedUp {
  readonly found: readonly FoundEntry[]
  /** Whether one that answered has others that fit. */
  readonly hasMore: boolean
  /** Whether asking for more would bring more: not where a directory gives no more than this. */
  readonly givesMore: boolean
  readonly failed: readonly FailedDirectory[]
}

/**
 * Asks each of the directories at once, for `limit` entries at most; one that cannot answer says why, and the others answer all the same.
 * Whoever has the same address in two of them is one person, as the first of them has them.
 */
export async function lookUp(directories: readonly Directory[], asker: Asker, query: DirectoryQuery, { log, limit }: { readonly log: Log; readonly limit: number }): Promise<LookedUp> {
  const answers = await Promise.all(directories.map(async (directory) => ({ directory, answer: await askDirectory(directory, () => directory.lookUp(query, asker, limit), { log }) })))
  const found = new Map<string, FoundEntry>()
  const failed: FailedDirectory[] = []
  let [hasMore, givesMore] = [false, false]
  for (const { directory: { settings: { name, title } }, answer } of answers) {
    if ('failure' in answer) {
      failed.push({ directory: name, title, failure: answer.failure })
      continue
    }
    hasMore ||= answer.hasMore
    givesMore ||= answer.hasMore && answer.entries.length >= limit
    for (const entry of answer.entries) {
      const key = entry.addresses[0]?.toLowerCase() ?? `${name}\n${entry.dn}`
      const known = found.get(key)
      found.set(key, known ? { ...known, sources: [...new Set([...known.sources, title])] } : { entry, written: writtenAddress(entry), sources: [title] })
    }
  }
  return { found: [...found.values()], hasMore, givesMore, failed }
}
