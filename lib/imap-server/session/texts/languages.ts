import { toOctets, type Octets } from '../../protocol/quoting.ts'
import { GERMAN } from './german.ts'

export const LANGUAGES = ['en', 'de'] as const
export type Language = (typeof LANGUAGES)[number]

const PLACED = /^(.*) at column (\d+)(?: of line (\d+))?$/

/** A sentence of ours in the client's language, as octets of UTF-8; what nobody has translated stays English (RFC 5255 §3.1). */
export function sayIn(language: Language, sentence: string): Octets {
  if (language === 'en') return sentence
  const [, what = sentence, column, line] = PLACED.exec(sentence) ?? []
  const german = column !== undefined && what.startsWith('Expected ') ? 'Nicht verständlich' : GERMAN[what]
  if (german === undefined || column === undefined) return toOctets(german ?? sentence)
  return toOctets(`${german} ab Spalte ${column}${line === undefined ? '' : ` von Zeile ${line}`}`)
}

/** The first language that fits one of the ranges (RFC 4647 §3.3.1), in the client's order; undefined when none does. */
export function matchLanguage(ranges: readonly string[]): Language | undefined {
  for (const range of ranges.map((given) => given.toLowerCase())) {
    if (range === 'default' || range === 'i-default' || range === '*') return 'en'
    const found = LANGUAGES.find((language) => range === language || range.startsWith(`${language}-`))
    if (found) return found
  }
  return undefined
}
