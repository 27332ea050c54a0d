import { fold, type Folded } from './fold.ts'
import type { Section } from './read-markdown.ts'

/** One section of the manual, ready to be searched. */
export interface SearchableSection {
  readonly slug: string
  /** Title of its page. */
  readonly page: string
  /** BCP 47, of its words. */
  readonly language: string
  readonly section: Section
  readonly words: { readonly page: Folded; readonly title: Folded; readonly text: Folded }
}

export interface SearchResult {
  readonly slug: string
  readonly page: string
  readonly language: string
  readonly title: string
  readonly anchor: string
  /** What stands around the first word, in pieces: those that were looked for are marked. */
  readonly excerpt: readonly { readonly text: string; readonly isMarked: boolean }[]
}

/** What is read of a question: more tells nothing and costs time. */
export const QUERY_LIMIT = 200
const WORDS_LIMIT = 10
/** More results than these nobody reads. */
export const RESULTS_LIMIT = 40
const BEFORE = 60
const EXCERPT = 220

export const searchable = (page: { readonly slug: string; readonly title: string; readonly language: string }, section: Section): SearchableSection => ({
  slug: page.slug,
  page: page.title,
  language: page.language,
  section,
  words: { page: fold(page.title), title: fold(section.title), text: fold(section.text) },
})

/** The different words of a question, without case and accents, at most ten of its first 200 characters. */
export const wordsOfQuery = (query: string): readonly string[] => [...new Set(fold(query.slice(0, QUERY_LIMIT)).text.split(/[^\p{L}\p{N}_.@-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)))].slice(0, WORDS_LIMIT)

/** The sections in which every word stands, in their text or titles; those with words in their title first. */
export function searchManual(sections: readonly SearchableSection[], query: string): readonly SearchResult[] {
  const words = wordsOfQuery(query)
  if (words.length === 0) return []
  return sections
    .filter(({ words: own }) => words.every((word) => [own.title, own.text, own.page].some(({ text }) => text.includes(word))))
    .map((section) => ({ section, weight: weightOf(section, words) }))
    .sort((one, other) => other.weight - one.weight)
    .slice(0, RESULTS_LIMIT)
    .map(({ section: { slug, page, language, section, words: own } }) => ({ slug, page, language, title: section.title, anchor: section.anchor, excerpt: excerptOf(section.text, own.text, words) }))
}

function weightOf({ words: { title, text } }: SearchableSection, words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (title.text.includes(word) ? 4 : 0) + (text.text.includes(word) ? 1 : 0), 0)
}

function excerptOf(text: string, folded: Folded, words: readonly string[]): SearchResult['excerpt'] {
  const hits = hitsIn(folded, words)
  const first = hits[0]?.from ?? 0
  const from = wordBoundary(text, first > BEFORE ? first - BEFORE : 0)
  const end = from + EXCERPT >= text.length ? text.length : text.lastIndexOf(' ', from + EXCERPT)
  // Scripts without blanks between words are cut where they are.
  const to = end > from + EXCERPT - BEFORE ? end : Math.min(text.length, from + EXCERPT)
  const pieces: { text: string; isMarked: boolean }[] = []
  let at = from
  for (const hit of hits) {
    if (hit.from < at || hit.to > to) continue
    pieces.push({ text: text.slice(at, hit.from), isMarked: false }, { text: text.slice(hit.from, hit.to), isMarked: true })
    at = hit.to
  }
  pieces.push({ text: text.slice(at, to), isMarked: false })
  if (from > 0) pieces.unshift({ text: '… ', isMarked: false })
  if (to < text.length) pieces.push({ text: ' …', isMarked: false })
  return pieces.filter((piece) => piece.text !== '')
}

/** Where the words stand in the text as it is written, from left to right, longer ones first. */
function hitsIn({ text, origins }: Folded, words: readonly string[]): readonly { readonly from: number; readonly to: number }[] {
  const hits: { from: number; to: number }[] = []
  for (const word of words) {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) hits.push({ from: origins[at] ?? 0, to: origins[at + word.length] ?? 0 })
  }
  return hits.sort((one, other) => one.from - other.from || other.to - one.to)
}

function wordBoundary(text: string, near: number): number {
  if (near === 0) return 0
  const blank = text.indexOf(' ', near)
  return blank === -1 || blank - near > BEFORE ? near : blank + 1
}
