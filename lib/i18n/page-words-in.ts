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

type Catalogues = { readonly [Tag in Exclude<LanguageTag, 'en' | typeof PSEUDO.tag>]: () => Promise<{ readonly default: Catalogue }> }

const PAGES: Catalogues = {
  ar: () => import('./messages/pages/ar.json', { with: { type: 'json' } }),
  de: () => import('./messages/pages/de.json', { with: { type: 'json' } }),
  es: () => import('./messages/pages/es.json', { with: { type: 'json' } }),
  fr: () => import('./messages/pages/fr.json', { with: { type: 'json' } }),
  it: () => import('./messages/pages/it.json', { with: { type: 'json' } }),
  ja: () => import('./messages/pages/ja.json', { with: { type: 'json' } }),
  nl: () => import('./messages/pages/nl.json', { with: { type: 'json' } }),
  pl: () => import('./messages/pages/pl.json', { with: { type: 'json' } }),
  'pt-BR': () => import('./messages/pages/pt-BR.json', { with: { type: 'json' } }),
  ru: () => import('./messages/pages/ru.json', { with: { type: 'json' } }),
  'zh-Hans': () => import('./messages/pages/zh-Hans.json', { with: { type: 'json' } }),
}

const ADMINISTRATION: Catalogues = {
  ar: () => import('./messages/administration/ar.json', { with: { type: 'json' } }),
  de: () => import('./messages/administration/de.json', { with: { type: 'json' } }),
  es: () => import('./messages/administration/es.json', { with: { type: 'json' } }),
  fr: () => import('./messages/administration/fr.json', { with: { type: 'json' } }),
  it: () => import('./messages/administration/it.json', { with: { type: 'json' } }),
  ja: () => import('./messages/administration/ja.json', { with: { type: 'json' } }),
  nl: () => import('./messages/administration/nl.json', { with: { type: 'json' } }),
  pl: () => import('./messages/administration/pl.json', { with: { type: 'json' } }),
  'pt-BR': () => import('./messages/administration/pt-BR.json', { with: { type: 'json' } }),
  ru: () => import('./messages/administration/ru.json', { with: { type: 'json' } }),
  'zh-Hans': () => import('./messages/administration/zh-Hans.json', { with: { type: 'json' } }),
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
  const catalogue = { ...(await screensIn(tag)), ...(await catalogueIn(tag, pages, PAGES)), ...(await catalogueIn(tag, administration, ADMINISTRATION)) }
  return makeWords(ENGLISH, catalogue, tag === PSEUDO.tag ? 'en' : localeOf(tag))
}

async function catalogueIn(tag: LanguageTag, english: Catalogue, translated: Catalogues): Promise<Catalogue> {
  if (tag === 'en') return english
  if (tag === PSEUDO.tag) return pseudoCatalogue(english)
  return (await translated[tag]()).default
}
