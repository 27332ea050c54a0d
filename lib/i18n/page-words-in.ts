import { administration } from './english/administration.ts'
import { pages } from './english/pages.ts'
import { screens } from './english/screens.ts'
import { localeOf } from './formats.ts'
import { PSEUDO, type LanguageTag } from './languages.ts'
import { makeWords } from './make-words.ts'
import type { Catalogue } from './message-type.ts'
import { pseudoCatalogue } from './pseudo-catalogue.ts'
import { screensIn } from './words-in.ts'
import type { PageWords } from './words.ts'

/** The files of each language: pages for people, pages for administrators. */
const CATALOGUES: { readonly [Tag in Exclude<LanguageTag, 'en' | typeof PSEUDO.tag>]: () => Promise<readonly { readonly default: Catalogue }[]> } = {
  ar: () => Promise.all([import('./messages/pages/ar.json', { with: { type: 'json' } }), import('./messages/administration/ar.json', { with: { type: 'json' } })]),
  de: () => Promise.all([import('./messages/pages/de.json', { with: { type: 'json' } }), import('./messages/administration/de.json', { with: { type: 'json' } })]),
  es: () => Promise.all([import('./messages/pages/es.json', { with: { type: 'json' } }), import('./messages/administration/es.json', { with: { type: 'json' } })]),
  fr: () => Promise.all([import('./messages/pages/fr.json', { with: { type: 'json' } }), import('./messages/administration/fr.json', { with: { type: 'json' } })]),
  it: () => Promise.all([import('./messages/pages/it.json', { with: { type: 'json' } }), import('./messages/administration/it.json', { with: { type: 'json' } })]),
  ja: () => Promise.all([import('./messages/pages/ja.json', { with: { type: 'json' } }), import('./messages/administration/ja.json', { with: { type: 'json' } })]),
  nl: () => Promise.all([import('./messages/pages/nl.json', { with: { type: 'json' } }), import('./messages/administration/nl.json', { with: { type: 'json' } })]),
  pl: () => Promise.all([import('./messages/pages/pl.json', { with: { type: 'json' } }), import('./messages/administration/pl.json', { with: { type: 'json' } })]),
  'pt-BR': () => Promise.all([import('./messages/pages/pt-BR.json', { with: { type: 'json' } }), import('./messages/administration/pt-BR.json', { with: { type: 'json' } })]),
  ru: () => Promise.all([import('./messages/pages/ru.json', { with: { type: 'json' } }), import('./messages/administration/ru.json', { with: { type: 'json' } })]),
  'zh-Hans': () => Promise.all([import('./messages/pages/zh-Hans.json', { with: { type: 'json' } }), import('./messages/administration/zh-Hans.json', { with: { type: 'json' } })]),
}

const ENGLISH = { ...screens, ...pages, ...administration }
const made = new Map<LanguageTag, Promise<PageWords>>()

/** All words in that language, for pages that the server writes; never imported by what runs in a browser. */
export function pageWordsIn(tag: LanguageTag): Promise<PageWords> {
  const known = made.get(tag)
  if (known) return known
  const words = load(tag)
  made.set(tag, words)
  return words
}

async function load(tag: LanguageTag): Promise<PageWords> {
  const catalogue = { ...(await screensIn(tag)), ...(await pagesIn(tag)) }
  return makeWords(ENGLISH, catalogue, tag === PSEUDO.tag ? 'en' : localeOf(tag))
}

async function pagesIn(tag: LanguageTag): Promise<Catalogue> {
  const english = { ...pages, ...administration }
  if (tag === 'en') return english
  if (tag === PSEUDO.tag) return pseudoCatalogue(english)
  return Object.assign({}, ...(await CATALOGUES[tag]()).map((file) => file.default)) as Catalogue
}
