import type { DirectoryCondition, DirectoryQuery } from '#lib/mail/directory/directory-query.ts'
import type { AttributeMap } from '#lib/mail/directory/directory-settings.ts'

/** A search filter (RFC 4511 §4.5.1.7) as data: values are texts, never parts of a filter's own writing, so nothing can be slipped into it. */
export type Filter =
  | { readonly type: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly type: 'equal' | 'approx'; readonly attribute: string; readonly value: string }
  | { readonly type: 'substring'; readonly attribute: string; readonly initial: string; readonly any: readonly string[] }
  | { readonly type: 'present'; readonly attribute: string }

/** People and groups: what one can write to. */
export const WRITTEN_TO: Filter = {
  type: 'or',
  filters: ['person', 'groupOfNames', 'groupOfUniqueNames', 'group', 'mailGroup', 'posixGroup'].map((value): Filter => ({ type: 'equal', attribute: 'objectClass', value })),
}

/** Texts are compared up to so many UTF-16 units; nobody's name is longer. */
const LONGEST = 200
/** Words of one text: each is a condition of its own. */
const MOST_WORDS = 6

/** The filter of a query; undefined where it asks for nothing. `kinds` is what any entry has to be, such as a person. */
export function queryFilter({ conditions, join }: DirectoryQuery, attributes: AttributeMap, kinds: Filter): Filter | undefined {
  const asked = conditions.flatMap((condition) => conditionFilter(condition, attributes) ?? [])
  return asked.length === 0 ? undefined : allOf([kinds, asked.length === 1 ? (asked[0] as Filter) : { type: join, filters: asked }])
}

/**
 * The filter for the few letters that somebody has typed so far: each word begins a name, an address or a name by which one signs in,
 * in whatever order they stand. Undefined where there is no letter.
 */
export function completionFilter(text: string, attributes: AttributeMap, kinds: Filter): Filter | undefined {
  const words = text.slice(0, LONGEST).split(/[\s,;<>"]+/).filter((word) => word !== '').slice(0, MOST_WORDS)
  if (words.length === 0) return undefined
  const looked = [...new Set((['name', 'first', 'last', 'mail', 'user'] as const).flatMap((field) => attributes[field]))]
  return allOf([kinds, ...words.map((word): Filter => anyOf(looked.map((attribute) => ({ type: 'substring', attribute, initial: word, any: [] }))))])
}

/** The filter for one box in which anything may stand: a telephone number by its digits in their order, else names and addresses as `completionFilter` has them. */
export function anythingFilter(text: string, attributes: AttributeMap, kinds: Filter): Filter | undefined {
  const number = text.trim()
  if (!/^\+?[\d\s()/.-]{3,}$/.test(number) || attributes.phone.length === 0) return completionFilter(text, attributes, kinds)
  const [first = '', ...rest] = number.slice(0, LONGEST).split(/[^+\d]+/).filter((digits) => digits !== '')
  return first === '' ? undefined : allOf([kinds, anyOf(attributes.phone.map((attribute): Filter => ({ type: 'substring', attribute, initial: '', any: [first, ...rest] })))])
}

function conditionFilter({ field, match, text }: DirectoryCondition, attributes: AttributeMap): Filter | undefined {
  const value = text.trim().slice(0, LONGEST)
  const names = attributes[field]
  if (value === '' || names.length === 0) return undefined
  return anyOf(names.map((attribute): Filter => {
    switch (match) {
      case 'begins': return { type: 'substring', attribute, initial: value, any: [] }
      case 'contains': return { type: 'substring', attribute, initial: '', any: [value] }
      case 'is': return { type: 'equal', attribute, value }
      case 'sounds': return { type: 'approx', attribute, value }
    }
  }))
}

function allOf(filters: readonly Filter[]): Filter {
  return filters.length === 1 && filters[0] ? filters[0] : { type: 'and', filters }
}

function anyOf(filters: readonly Filter[]): Filter {
  return filters.length === 1 && filters[0] ? filters[0] : { type: 'or', filters }
}

/** The filter as text (RFC 4515), for the log of an administrator and for tests; never given to a server. */
export function writeFilter(filter: Filter): string {
  switch (filter.type) {
    case 'and': return `(&${filter.filters.map(writeFilter).join('')})`
    case 'or': return `(|${filter.filters.map(writeFilter).join('')})`
    case 'equal': return `(${filter.attribute}=${escapeValue(filter.value)})`
    case 'approx': return `(${filter.attribute}~=${escapeValue(filter.value)})`
    case 'present': return `(${filter.attribute}=*)`
    case 'substring': return `(${filter.attribute}=${[escapeValue(filter.initial), ...filter.any.map(escapeValue), ''].join('*')})`
  }
}

/** RFC 4515 §3: what has a meaning there is written as its octets. */
function escapeValue(text: string): string {
  return text.replaceAll(/[\\*()\0]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
