import { en } from './en.ts'
import { localeOf } from './formats.ts'
import { PSEUDO, type LanguageTag } from './languages.ts'
import { makeWords } from './make-words.ts'
import type { Catalogue } from './message-type.ts'
import { pseudoCatalogue } from './pseudo-catalogue.ts'
import type { Words } from './words.ts'

/** Each a chunk of its own in the browser; English is everywhere, as what is said where a translation has a gap. */
const CATALOGUES: { readonly [Tag in Exclude<LanguageTag, 'en' | typeof PSEUDO.tag>]: () => Promise<{ readonly default: Catalogue }> } = {
  ar: () => import('./messages/ar.json', { with: { type: 'json' } }),
  de: () => import('./messages/de.json', { with: { type: 'json' } }),
}

/** One promise for each language, so that React knows it again; a language never changes while the process lives. */
const made = new Map<LanguageTag, Promise<Words>>()

/** The words in that language. Rejects where its catalogue cannot be fetched; the next who asks tries again. */
export function wordsIn(tag: LanguageTag): Promise<Words> {
  const known = made.get(tag)
  if (known) return known
  const words = load(tag)
  made.set(tag, words)
  words.catch(() => made.delete(tag))
  return words
}

async function load(tag: LanguageTag): Promise<Words> {
  if (tag === 'en') return makeWords(en, en, tag)
  if (tag === PSEUDO.tag) return makeWords(en, pseudoCatalogue(en), 'en')
  return makeWords(en, (await CATALOGUES[tag]()).default, localeOf(tag))
}
