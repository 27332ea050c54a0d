import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'

/** What a program writes about a card and not about whom it is of. */
const NOT_OF_THE_PERSON = new Set(['uid', 'kind', 'version', 'prodid', 'rev', 'member', 'x-ablabel'])

/** What an entry of class inetOrgPerson (RFC 2798) has no place for, by the names of the form's fields where they have one, else by those of the properties. */
export function unheldFields(card: Card): readonly string[] {
  const isGroup = card.properties.some(({ name, values }) => name === 'kind' && values[0] === 'group')
  return [...new Set(card.properties.flatMap((property) => (NOT_OF_THE_PERSON.has(property.name) ? [] : unheldOf(property, isGroup ? GROUP : PERSON))))]
}

type Held = Readonly<Record<string, (property: CardProperty) => readonly string[]>>

const ALL = (): readonly string[] => []
const GROUP: Held = { fn: ALL, note: ALL }
const PERSON: Held = {
  fn: ALL, email: ALL, tel: ALL, title: ALL, note: ALL, url: ALL,
  n: (property) => ['additional', 'prefix', 'suffix'].filter((_, at) => isFilled(property, at + 2)),
  org: (property) => (componentsOf(property).slice(2).some((text) => text !== '') ? ['unit'] : []),
  adr: (property) => [...(isFilled(property, 0) || isFilled(property, 1) ? ['postal'] : []), ...(isFilled(property, 6) ? ['country'] : [])],
  photo: ({ values }) => (/^data:image\/jpeg;base64,/i.test(String(values[0])) ? [] : ['photo']),
  source: ALL,
}

const NAMES: Readonly<Record<string, string>> = { bday: 'birthday', adr: 'postal', fn: 'name', tel: 'phone' }

function unheldOf(property: CardProperty, held: Held): readonly string[] {
  const judge = held[property.name]
  return judge ? judge(property) : [NAMES[property.name] ?? property.name]
}

function componentsOf({ values: [value = ''] }: CardProperty): readonly string[] {
  return typeof value === 'string' ? [value] : value.map((component) => (typeof component === 'string' ? component : component.join(' ')))
}

const isFilled = (property: CardProperty, at: number): boolean => (componentsOf(property)[at] ?? '') !== ''
