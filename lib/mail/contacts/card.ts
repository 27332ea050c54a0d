/**
 * A person, an organisation or a group as vCard 4 has it (RFC 6350): all its properties in their order, those that nobody here
 * knows too. The shape is jCard's (RFC 7095) with named members.
 */
export interface Card {
  readonly properties: readonly CardProperty[]
}

export interface CardProperty {
  /** As it was written before the dot, in small letters: properties with one group belong together. */
  readonly group?: string
  /** In small letters, such as `email`. */
  readonly name: string
  /** By names in small letters; `type` among them, `value` not. */
  readonly parameters: Readonly<Record<string, readonly string[]>>
  /** The value type in small letters, such as `text`, `uri` or `date-and-or-time`; `unknown` where the property is not known. */
  readonly type: string
  /** A structured value such as a name is a list of its components, each a text or a list of texts. */
  readonly values: readonly CardValue[]
}

export type CardValue = string | readonly (string | readonly string[])[]

/** What a card is about (RFC 6350 §6.1.4); anything else counts as an individual. */
export type CardKind = 'individual' | 'org' | 'group' | 'location'

/** The property of that name that comes first by its PREF parameter, else in the card's order. */
export function preferred(card: Card, name: string): CardProperty | undefined {
  return inOrder(card, name)[0]
}

/** The properties of that name, by PREF (1 first, none last) and then in the card's order. */
export function inOrder(card: Card, name: string): readonly CardProperty[] {
  return card.properties.filter((property) => property.name === name).toSorted((one, other) => preference(one) - preference(other))
}

function preference({ parameters }: CardProperty): number {
  const pref = Number(parameters.pref?.[0])
  if (pref >= 1 && pref <= 100) return pref
  // What vCard 3 wrote (RFC 2426 §3.3.2).
  return parameters.type?.some((type) => type.toLowerCase() === 'pref') === true ? 1 : 101
}

/** The first value of a property as one text; a structured one with its components joined by spaces. */
export function textOf(property: CardProperty | undefined): string {
  const value = property?.values[0]
  if (value === undefined) return ''
  return typeof value === 'string' ? value : value.flat().filter((part) => part !== '').join(' ')
}

export function kindOf(card: Card): CardKind {
  const kind = textOf(preferred(card, 'kind')).toLowerCase()
  return kind === 'org' || kind === 'group' || kind === 'location' ? kind : 'individual'
}

/** The addresses of a card, the preferred one first. */
export function addressesOf(card: Card): readonly string[] {
  return inOrder(card, 'email').map(textOf).filter((address) => address !== '')
}
