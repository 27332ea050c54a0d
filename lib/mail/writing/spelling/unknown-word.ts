/** A word that is in none of the dictionaries. */
export interface UnknownWord {
  readonly word: string
  /** Where it stands in the text, in UTF-16 units; as often as it stands there, the first first. */
  readonly starts: readonly number[]
  /** The likeliest first; none where there was no time to look for them. */
  readonly suggestions: readonly string[]
}

/** Why not all was looked at: the text is too long, there are too many unknown words, it took too long. */
export type SpellingCut = 'none' | 'long' | 'many' | 'slow'

/** What a check found, in the order of the text. */
export interface SpellingReport {
  readonly unknown: readonly UnknownWord[]
  readonly cut: SpellingCut
}

/** Languages that one text is checked with; each costs memory and time. */
export const MOST_LANGUAGES = 5

/** A language that texts can be checked in. */
export interface SpellingLanguage {
  /** BCP 47. */
  readonly tag: string
  /** In the reader's language. */
  readonly name: string
  readonly isChosen: boolean
}

/** What the compose page knows of spelling. */
export interface SpellingView {
  readonly languages: readonly SpellingLanguage[]
  /** False where an administrator keeps the languages. */
  readonly canChoose: boolean
  /** Words to be left alone in this text. */
  readonly ignored: readonly string[]
  /** Undefined before anybody has asked for a check. */
  readonly report?: SpellingReport
  /** Why there is none. */
  readonly problem?: string
}

/** What may be a word in a dictionary of one's own; undefined for anything else. */
export function readOwnWord(typed: string): string | undefined {
  const word = typed.trim().normalize('NFC')
  return /^[\p{L}\p{M}][\p{L}\p{M}'’‑-]{0,59}$/u.test(word) ? word : undefined
}
