import { localeOf } from './formats.ts'
import { PSEUDO, type LanguageTag } from './languages.ts'
import { makeWords } from './make-words.ts'
import type { Catalogue } from './message-type.ts'
import { pseudoCatalogue } from './pseudo-catalogue.ts'
import type { Words } from './words.ts'

type File = Promise<{ readonly default: Catalogue }>

const english = async (): Promise<Catalogue> => (await import('./english/screens.ts')).screens

/** Each a chunk of its own: a browser fetches the one that it shows. */
const CATALOGUES: { readonly [Tag in Exclude<LanguageTag, 'en' | typeof PSEUDO.tag>]: () => File } = {
  ar: () => import('./messages/screens/ar.json', { with: { type: 'json' } }),
  de: () => import('./messages/screens/de.json', { with: { type: 'json' } }),
  es: () => import('./messages/screens/es.json', { with: { type: 'json' } }),
  fr: () => import('./messages/screens/fr.json', { with: { type: 'json' } }),
  it: () => import('./messages/screens/it.json', { with: { type: 'json' } }),
  ja: () => import('./messages/screens/ja.json', { with: { type: 'json' } }),
  nl: () => import('./messages/screens/nl.json', { with: { type: 'json' } }),
  pl: () => import('./messages/screens/pl.json', { with: { type: 'json' } }),
  'pt-BR': () => import('./messages/screens/pt-BR.json', { with: { type: 'json' } }),
  ru: () => import('./messages/screens/ru.json', { with: { type: 'json' } }),
  'zh-Hans': () => import('./messages/screens/zh-Hans.json', { with: { type: 'json' } }),
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
  const catalogue = await screensIn(tag)
  return makeWords(catalogue, catalogue, tag === PSEUDO.tag ? 'en' : localeOf(tag)) as unknown as Words
}

/** What browsers get of a language, as its catalogue has it. */
export async function screensIn(tag: LanguageTag): Promise<Catalogue> {
  if (tag === 'en') return english()
  if (tag === PSEUDO.tag) return pseudoCatalogue(await english())
  return (await CATALOGUES[tag]()).default
}
