import { addressesOf, kindOf, preferred, textOf } from './card.ts'
import type { Card } from './card.ts'

/** The components of N (RFC 6350 §6.2.2), several of one kind joined by blanks. */
export interface NameParts {
  readonly family: string
  readonly given: string
  readonly additional: string
  readonly prefixes: string
  readonly suffixes: string
}

/** Small words that belong to the family name behind them. */
const PARTICLES = new Set(['af', 'al', 'da', 'das', 'de', 'del', 'della', 'den', 'der', 'di', 'do', 'dos', 'du', 'el', 'la', 'le', 'ten', 'ter', 'van', 'vom', 'von', 'y', 'zu', 'zum', 'zur'])

/** The parts of a card's name: those of N, else what the formatted name suggests; all empty for an organisation or a group without N. */
export function nameOf(card: Card): NameParts {
  const value = preferred(card, 'n')?.values[0]
  if (value !== undefined && typeof value !== 'string' && value.some((component) => component.length > 0 && component !== '')) {
    const [family = '', given = '', additional = '', prefixes = '', suffixes = ''] = value.map((component) => (typeof component === 'string' ? component : component.join(' ')))
    return { family, given, additional, prefixes, suffixes }
  }
  const name = textOf(preferred(card, 'fn'))
  return kindOf(card) !== 'individual' || isOrganisation(card, name) ? splitName('') : splitName(name)
}

/** True for a card that is called as its organisation, as programs write a company. */
function isOrganisation(card: Card, name: string): boolean {
  const value = preferred(card, 'org')?.values[0]
  const organisation = typeof value === 'string' ? value : (value?.[0] ?? '')
  return name !== '' && organisation === name
}

/** A guess at the parts of a name as it is written: `Given Family`, `Family, Given`; particles belong to the family, one word alone is given. */
export function splitName(name: string): NameParts {
  const parts = { family: '', given: '', additional: '', prefixes: '', suffixes: '' }
  const text = name.trim().replace(/\s+/g, ' ')
  const comma = text.indexOf(', ')
  if (comma > 0) return { ...parts, family: text.slice(0, comma), given: text.slice(comma + 2) }
  const words = text.split(' ')
  if (words.length === 1) return { ...parts, given: text }
  let from = words.length - 1
  while (from > 1 && PARTICLES.has(words[from - 1] ?? '')) from -= 1
  return { ...parts, given: words.slice(0, from).join(' '), family: words.slice(from).join(' ') }
}

/** Scripts in which the family comes first and no blank stands between. */
const EASTERN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u

/** The parts in the order in which one says them. */
export function joinName({ prefixes, given, additional, family, suffixes }: NameParts): string {
  if (family !== '' && given !== '' && EASTERN.test(family + given)) return family + given
  return [prefixes, given, additional, family, suffixes].filter((part) => part !== '').join(' ')
}

/** What to call a card: FN, else N, nickname, organisation, address or number; '' when it has none of them. */
export function displayNameOf(card: Card): string {
  const formatted = textOf(preferred(card, 'fn')).trim()
  if (formatted !== '') return formatted
  const joined = joinName(nameOf(card)).trim()
  if (joined !== '') return joined
  return [textOf(preferred(card, 'nickname')), textOf(preferred(card, 'org')), addressesOf(card)[0] ?? '', textOf(preferred(card, 'tel'))].map((text) => text.trim()).find((text) => text !== '') ?? ''
}

/** By what a card is sorted: SORT-AS of its name or, for one that is an organisation or has no name, of that (RFC 6350 §5.9); '' where neither says it. */
export function sortTextOf(card: Card): string {
  const given = (name: string): string => (preferred(card, name)?.parameters['sort-as'] ?? []).join(' ').replaceAll(/[,\s]+/g, ' ').trim()
  const isNamed = Object.values(nameOf(card)).some((part) => part !== '')
  return given(isNamed && kindOf(card) !== 'org' ? 'n' : 'org')
}
