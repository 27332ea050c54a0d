import { createHash } from 'node:crypto'
import { type Card, type CardProperty, inOrder, textOf } from '#lib/mail/contacts/card.ts'

/** Says of a property that a directory told it, and by its value what the directory told. */
const MARK = 'x-directory'
/** Of these a person has one: where they have their own, it stands for the directory's. */
const SINGLE = new Set(['fn', 'n', 'org', 'title', 'photo'])
/** What names a card is not told by anybody. */
const NAMES = new Set(['uid', 'source'])

/** The properties as those that a directory tells. */
export function toldByDirectory(properties: readonly CardProperty[]): readonly CardProperty[] {
  return properties.map((property) => (NAMES.has(property.name) ? property : { ...property, parameters: { ...property.parameters, [MARK]: [markOf(property)] } }))
}

/** Whether the card keeps what a directory told so that it can be told anew; a book that has no place for that does not. */
export function followsDirectory(card: Card): boolean {
  return card.properties.some(({ name, parameters }) => parameters[MARK] !== undefined && !NAMES.has(name))
}

/** Where the card is from: an entry of a directory, by name. */
export function sourceEntry(card: Card): { readonly directory: string; readonly dn: string } | undefined {
  for (const source of inOrder(card, 'source')) {
    const directory = source.parameters[MARK]?.[0] ?? ''
    const [, dn = ''] = /^ldap:\/\/\/(.+)$/.exec(textOf(source)) ?? []
    if (directory !== '' && dn !== '') return { directory, dn: decoded(dn) }
  }
  return undefined
}

/**
 * The card with what the directory tells now in place of what it told before. What the person has changed or added stays, and stands for what it replaced.
 * Undefined where nothing is new.
 */
export function followEntry(card: Card, told: Card): Card | undefined {
  const isTold = (property: CardProperty): boolean => property.parameters[MARK]?.[0] === markOf(property) && !NAMES.has(property.name)
  const own = card.properties.filter((property) => !isTold(property))
  const fresh = told.properties.filter((property) => !NAMES.has(property.name) && !standsFor(own, property))
  const known = new Set(card.properties.filter(isTold).map((property) => `${property.name} ${markOf(property)}`))
  const isSame = fresh.length === known.size && fresh.every((property) => known.has(`${property.name} ${markOf(property)}`))
  return isSame ? undefined : { properties: [...own, ...fresh] }
}

function standsFor(own: readonly CardProperty[], { name, ...told }: CardProperty): boolean {
  const same = own.filter((property) => property.name === name)
  if (SINGLE.has(name)) return same.length > 0
  return same.some((property) => property.parameters[MARK]?.[0] === markOf(told) || textOf(property) === textOf({ name, ...told }))
}

function markOf({ values }: Pick<CardProperty, 'values'>): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 12)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // not percent-encoded after all
  }
}
