import { decodeOctets } from '#lib/mime/charset.ts'
import { createHunspellFromStrings } from 'hunspell-wasm'
import { readFile } from 'node:fs/promises'

/** A dictionary as it lies on the disk: affixes and words, in Hunspell's format. */
export interface DictionaryFiles {
  /** BCP 47. */
  readonly language: string
  readonly affixes: string
  readonly words: string
}

/** A dictionary in memory. */
export interface Dictionary {
  readonly language: string
  /** Whether it is written in its letters. */
  covers(word: string): boolean
  knows(word: string): boolean
  /** The likeliest first. */
  suggest(word: string): readonly string[]
  /** Gives its memory back. */
  close(): void
}

/** Opens it; rejects where one of the files cannot be read or is no dictionary. */
export async function openDictionary({ language, affixes, words }: DictionaryFiles): Promise<Dictionary> {
  const octets = await readFile(affixes)
  const charset = charsetOf(octets)
  const hunspell = await createHunspellFromStrings(inUtf8(decodeOctets(octets, charset), charset), decodeOctets(await readFile(words), charset))
  const letters = lettersOf(language)
  return {
    language,
    covers: (word) => letters.test(word),
    knows: (word) => hunspell.testSpelling(word),
    suggest: (word) => wholeFirst(hunspell.getSpellingSuggestions(word)),
    close: () => hunspell.dispose(),
  }
}

/** One word in place of one word before two of them. */
function wholeFirst(suggestions: readonly string[]): readonly string[] {
  return [...suggestions.filter((each) => !each.includes(' ')), ...suggestions.filter((each) => each.includes(' '))]
}

/** The charset that its SET line names, as everybody else calls it; Hunspell's own default where it names none. */
function charsetOf(octets: Uint8Array): string {
  const named = /^\s*SET\s+(\S+)/m.exec(decodeOctets(octets, 'iso-8859-1'))?.[1] ?? 'ISO8859-1'
  return named.toLowerCase().replace(/^iso8859-/, 'iso-8859-').replace(/^microsoft-cp/, 'windows-')
}

/** The affix file as it would be in UTF-8; flags that were one octet each stay one character each. */
function inUtf8(text: string, charset: string): string {
  if (charset === 'utf-8') return text
  const rest = text.replace(/^﻿/, '').replaceAll(/^\s*SET\s.*$/gm, '')
  return `SET UTF-8\n${/^\s*FLAG\s/m.test(rest) ? '' : 'FLAG UTF-8\n'}${rest}`
}

function lettersOf(language: string): RegExp {
  const script = new Intl.Locale(language).maximize().script ?? 'Latn'
  try {
    return new RegExp(`^\\p{Script=${script}}`, 'u')
  } catch {
    return /^\p{L}/u // several scripts in one, such as Jpan
  }
}
