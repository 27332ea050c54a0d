import { maskText } from '#lib/mail/writing/spelling/mask-text.ts'
import type { SpellingCut, SpellingReport, UnknownWord } from '#lib/mail/writing/spelling/unknown-word.ts'
import type { Dictionary } from './dictionary.ts'
import { findWords, partsOf, type FoundWord } from './find-words.ts'

/** What one check may cost. */
export interface SpellingLimits {
  /** UTF-16 units. */
  readonly textLength: number
  /** Different words that are reported. */
  readonly unknown: number
  /** Of each word. */
  readonly suggestions: number
  /** Milliseconds for finding what is unknown, and after that for suggestions. */
  readonly finding: number
  readonly suggesting: number
}

export const SPELLING_LIMITS: SpellingLimits = { textLength: 200_000, unknown: 100, suggestions: 8, finding: 3_000, suggesting: 3_000 }

/** The words of the text that no dictionary knows and that are none of the person's own. Languages may be mixed. */
export function checkText(text: string, dictionaries: readonly Dictionary[], own: readonly string[], limits: SpellingLimits = SPELLING_LIMITS): SpellingReport {
  const check = new SpellingCheck(dictionaries, own)
  const { unknown, cut } = check.find(maskText(text.slice(0, limits.textLength)), limits)
  const until = Date.now() + limits.suggesting
  const reported = unknown.map(({ word, line, starts }): UnknownWord => ({ word, starts, suggestions: Date.now() < until ? check.suggest(word, line, limits.suggestions) : [] }))
  return { unknown: reported, cut: cut === 'none' && text.length > limits.textLength ? 'long' : cut }
}

interface Unknown {
  readonly word: string
  /** The line of the first. */
  readonly line: number
  readonly starts: number[]
}

class SpellingCheck {
  readonly #dictionaries: readonly Dictionary[]
  readonly #own: ReadonlySet<string>
  /** Which dictionaries know a word; undefined: it is in letters that none has. */
  readonly #knowing = new Map<string, readonly Dictionary[] | undefined>()
  /** How many words of a line each of them knows. */
  readonly #lines = new Map<string, number>()

  constructor(dictionaries: readonly Dictionary[], own: readonly string[]) {
    this.#dictionaries = dictionaries
    this.#own = new Set(own.map((word) => word.normalize('NFC')))
  }

  find(text: string, { unknown: most, finding }: SpellingLimits): { readonly unknown: readonly Unknown[]; readonly cut: SpellingCut } {
    const unknown = new Map<string, Unknown>()
    const until = Date.now() + finding
    const stopped = (cut: SpellingCut) => ({ unknown: [...unknown.values()], cut })
    for (const found of findWords(text)) {
      if (Date.now() > until) return stopped('slow')
      for (const { word, start, line } of this.#unknownIn(found)) {
        const before = unknown.get(word)
        before?.starts.push(start)
        if (!before && unknown.size >= most) return stopped('many')
        if (!before) unknown.set(word, { word, line, starts: [start] })
      }
    }
    return stopped('none')
  }

  /** From the dictionary of the language in which the line seems to be, then from the others. */
  suggest(word: string, line: number, most: number): readonly string[] {
    const likely = this.#dictionaries.filter((each) => each.covers(word)).sort((one, other) => this.#countOf(line, other) - this.#countOf(line, one))
    const suggested = new Set<string>()
    for (const dictionary of likely) {
      for (const each of dictionary.suggest(plain(word))) if (suggested.size < most) suggested.add(each)
      if (suggested.size >= most) break
    }
    return [...suggested]
  }

  /** The parts of a word that are unknown, where it is unknown as a whole; nothing where one of its parts alone would be no word. */
  #unknownIn(found: FoundWord): readonly FoundWord[] {
    if (this.#isFine(found)) return []
    const parts = partsOf(found)
    return parts.length < 2 ? [found] : parts.filter((part) => part.word.length > 1 && !this.#isFine(part))
  }

  #isFine({ word, line }: FoundWord): boolean {
    if (this.#own.has(word.normalize('NFC')) || this.#own.has(word.normalize('NFC').toLowerCase())) return true
    const knowing = this.#whoKnows(word)
    for (const { language } of knowing ?? []) this.#lines.set(`${line} ${language}`, (this.#lines.get(`${line} ${language}`) ?? 0) + 1)
    return knowing === undefined || knowing.length > 0
  }

  #whoKnows(word: string): readonly Dictionary[] | undefined {
    if (this.#knowing.has(word)) return this.#knowing.get(word)
    const asked = this.#dictionaries.filter((each) => each.covers(word))
    const knowing = asked.length === 0 ? undefined : asked.filter((each) => knows(each, word))
    this.#knowing.set(word, knowing)
    return knowing
  }

  #countOf(line: number, { language }: Dictionary): number {
    return this.#lines.get(`${line} ${language}`) ?? 0
  }
}

/** As it is written, with a typewriter's apostrophe, or by its parts: `l’homme`, `aujourd'hui`, `dog's`. */
function knows(dictionary: Dictionary, word: string): boolean {
  const straight = plain(word)
  if (dictionary.knows(straight) || (straight !== word && dictionary.knows(word))) return true
  const parts = straight.split("'")
  return parts.length > 1 && parts.every((part) => part.length < 2 || dictionary.knows(part))
}

const plain = (word: string): string => word.normalize('NFC').replaceAll('’', "'").replaceAll('‑', '-')
