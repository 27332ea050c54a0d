import type { Asker, Directory } from '#lib/directory/directory.ts'
import type { Suggestion } from '#lib/mail/directory/suggestion.ts'
import type { Log } from '#lib/log/log.ts'
import type { DirectoryEntry } from '#lib/mail/directory/directory-entry.ts'
import { askDirectory, TYPING_PATIENCE } from './ask-directory.ts'
import type { FailedDirectory } from './look-up.ts'
import { writtenAddress } from './written-address.ts'

export interface Suggested {
  readonly suggestions: readonly Suggestion[]
  /** Whether others fit, too. */
  readonly more: boolean
  readonly failed: readonly FailedDirectory[]
}

const MOST_SUGGESTED = 10

/**
 * Whom the words typed so far may mean: in the order of the directories, each address once. Nobody waits more than two seconds: a directory that
 * has not answered by then is named, and the others' answer stands.
 */
export async function suggest(directories: readonly Directory[], asker: Asker, text: string, log: Log): Promise<Suggested> {
  const answers = await Promise.all(directories.map(async (directory) => ({ directory, answer: await askDirectory(directory, () => directory.complete(text, asker, MOST_SUGGESTED), { log, patience: TYPING_PATIENCE }) })))
  const suggestions = new Map<string, Suggestion>()
  const failed: FailedDirectory[] = []
  let more = false
  for (const { directory: { settings: { name, title } }, answer } of answers) {
    if ('failure' in answer) {
      failed.push({ directory: name, title, failure: answer.failure })
      continue
    }
    more ||= answer.hasMore
    for (const entry of answer.entries) {
      const address = typedAddress(entry, text)
      const key = address?.toLowerCase()
      if (address !== undefined && key !== undefined && !suggestions.has(key)) suggestions.set(key, { name: entry.name, address, written: writtenAddress(entry, address), detail: detailOf(entry, title), isGroup: entry.kind === 'group', source: title })
    }
  }
  return { suggestions: [...suggestions.values()].slice(0, MOST_SUGGESTED), more: more || suggestions.size > MOST_SUGGESTED, failed }
}

/** Of several addresses the one that was begun, else the first. */
function typedAddress({ addresses }: DirectoryEntry, text: string): string | undefined {
  return addresses.find((address) => address.toLowerCase().startsWith(text.trim().toLowerCase())) ?? addresses[0]
}

/** What tells people of one name apart, and the directory does not say. */
function detailOf({ title, unit, organization, city }: DirectoryEntry, source: string): string {
  return [...new Set([title, unit, organization, city])].filter((part) => part !== '' && part !== source).slice(0, 3).join(', ')
}
