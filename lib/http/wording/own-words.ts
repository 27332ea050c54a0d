import 'server-only'
import type { LanguageTag } from '#lib/i18n/languages.ts'
import { readOwnWords, type OwnWords } from '#lib/i18n/own-words.ts'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { processSingleton } from '../process-singleton.ts'
import { config, log } from '../wiring.ts'

interface Known {
  readonly at: number
  readonly changed: number
  readonly words: OwnWords | undefined
}

/** A changed file is seen after so long at the latest. */
const FRESH_MS = 1000

/** What the administrator says in other words in that language; undefined where nothing. A file that is changed holds within a second. */
export async function ownWords(language: LanguageTag): Promise<OwnWords | undefined> {
  const folder = config().words
  if (folder === undefined) return undefined
  const known = processSingleton('own-words', () => new Map<string, Known>())
  const file = path.join(folder, `${language}.json`)
  const before = known.get(file)
  if (before && Date.now() - before.at < FRESH_MS) return before.words
  const changed = await stat(file).then(({ mtimeMs }) => mtimeMs, () => 0)
  const isSame = before?.changed === changed
  const words = isSame ? before.words : await readOwnWords(folder, language)
  known.set(file, { at: Date.now(), changed, words })
  if (!isSame) for (const { name, problem } of words?.problems ?? []) log().warn('words-refused', { file, name, problem })
  return words
}
