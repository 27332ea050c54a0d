import { IntlMessageFormat } from 'intl-messageformat'
import type { Catalogue, WordsOf } from './message-type.ts'

type Values = Readonly<Record<string, string | number>>

/**
 * The words of a catalogue in one language (BCP 47): every text becomes itself or a function of its arguments, which counts
 * and chooses by the rules of that language (Unicode TR35). What is missing in the catalogue is taken from `fallback`.
 */
export function makeWords<Source extends Catalogue>(fallback: Source, catalogue: Catalogue, language: string): WordsOf<Source> {
  return group(fallback, catalogue, language) as WordsOf<Source>
}

function group(fallback: Catalogue, catalogue: Catalogue, language: string): object {
  return Object.fromEntries(
    Object.entries(fallback).map(([name, source]) => {
      const own = catalogue[name]
      if (typeof source !== 'string') return [name, group(source, typeof own === 'object' ? own : {}, language)]
      return [name, word(typeof own === 'string' ? own : source, language)]
    }),
  )
}

/** A text without braces is no pattern: apostrophes in it are apostrophes. */
function word(text: string, language: string): string | ((values: Values) => string) {
  if (!text.includes('{')) return text
  // Reading a pattern costs more than using it; most pages use few of them.
  let format: IntlMessageFormat | undefined
  return (values) => String((format ??= new IntlMessageFormat(text, language, undefined, { ignoreTag: true })).format(values))
}
