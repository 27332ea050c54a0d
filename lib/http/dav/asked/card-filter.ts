import { textOf, type Card, type CardProperty } from '#lib/mail/contacts/card.ts'
import { carddav, childOf, nameOf, type XmlElement } from '#lib/dav/xml/element.ts'

/** What an `addressbook-query` looks for (RFC 6352 §10.5). */
export interface CardFilter {
  readonly needsAll: boolean
  readonly properties: readonly PropertyFilter[]
}

interface PropertyFilter {
  readonly name: string
  /** The property must not be there; then nothing else counts. */
  readonly isAbsent: boolean
  readonly needsAll: boolean
  readonly texts: readonly TextMatch[]
  readonly parameters: readonly ParameterFilter[]
}

interface ParameterFilter {
  readonly name: string
  readonly isAbsent: boolean
  readonly text: TextMatch | undefined
}

interface TextMatch {
  readonly text: string
  readonly isNegated: boolean
  readonly place: 'equals' | 'contains' | 'starts-with' | 'ends-with'
  /** False compares octets (RFC 4790 `i;octet`). */
  readonly foldsCase: boolean
}

export const COLLATIONS: readonly string[] = ['i;ascii-casemap', 'i;unicode-casemap', 'i;octet']
const PLACES = ['equals', 'contains', 'starts-with', 'ends-with'] as const
/** Conditions in one filter. */
const MOST_CONDITIONS = 100

/** The precondition of RFC 6352 §8.6 that a filter does not meet. */
export class FilterRefused extends Error {
  readonly precondition: 'supported-collation' | 'supported-filter'
  constructor(precondition: 'supported-collation' | 'supported-filter') {
    super(precondition)
    this.precondition = precondition
  }
}

/** Reads a `filter` element; without one every card fits. Throws FilterRefused. */
export function readFilter(element: XmlElement | undefined): CardFilter {
  const properties = (element?.children ?? []).map((child) => {
    if (nameOf(child) !== carddav('prop-filter')) throw new FilterRefused('supported-filter')
    return readPropertyFilter(child)
  })
  const conditions = properties.reduce((sum, { texts, parameters }) => sum + 1 + texts.length + parameters.length, 0)
  if (conditions > MOST_CONDITIONS) throw new FilterRefused('supported-filter')
  return { needsAll: element?.attributes.test === 'allof', properties }
}

function readPropertyFilter(element: XmlElement): PropertyFilter {
  const texts: TextMatch[] = []
  const parameters: ParameterFilter[] = []
  for (const child of element.children) {
    const name = nameOf(child)
    if (name === carddav('text-match')) texts.push(readTextMatch(child))
    else if (name === carddav('param-filter')) parameters.push(readParameterFilter(child))
    else if (name !== carddav('is-not-defined')) throw new FilterRefused('supported-filter')
  }
  return { name: wantedName(element), isAbsent: isAbsent(element), needsAll: element.attributes.test === 'allof', texts, parameters }
}

function readParameterFilter(element: XmlElement): ParameterFilter {
  const match = childOf(element, carddav('text-match'))
  return { name: wantedName(element), isAbsent: isAbsent(element), text: match && readTextMatch(match) }
}

function readTextMatch({ text, attributes }: XmlElement): TextMatch {
  const collation = attributes.collation ?? 'i;unicode-casemap'
  if (!COLLATIONS.includes(collation)) throw new FilterRefused('supported-collation')
  const place = PLACES.find((each) => each === (attributes['match-type'] ?? 'contains'))
  if (!place) throw new FilterRefused('supported-filter')
  return { text, place, isNegated: attributes['negate-condition'] === 'yes', foldsCase: collation !== 'i;octet' }
}

const wantedName = ({ attributes }: XmlElement): string => {
  if (!attributes.name) throw new FilterRefused('supported-filter')
  return attributes.name.toLowerCase()
}

const isAbsent = (element: XmlElement): boolean => childOf(element, carddav('is-not-defined')) !== undefined

/** Whether a card fits. */
export function fits(card: Card, { needsAll, properties }: CardFilter): boolean {
  return properties.length === 0 || combine(needsAll, properties, (filter) => propertyFits(card, filter))
}

function propertyFits(card: Card, { name, isAbsent, needsAll, texts, parameters }: PropertyFilter): boolean {
  // A name may say the group, too (RFC 6352 §10.5.1).
  const [group, local] = name.includes('.') ? [name.split('.', 1)[0], name.slice(name.indexOf('.') + 1)] : [undefined, name]
  const found = card.properties.filter((property) => property.name === local && (group === undefined || property.group === group))
  if (isAbsent) return found.length === 0
  if (texts.length + parameters.length === 0) return found.length > 0
  const conditions = [...texts.map((text) => (property: CardProperty) => textFits(valueOf(property), text)), ...parameters.map((filter) => (property: CardProperty) => parameterFits(property, filter))]
  return found.some((property) => combine(needsAll, conditions, (condition) => condition(property)))
}

function parameterFits({ parameters }: CardProperty, { name, isAbsent, text }: ParameterFilter): boolean {
  const values = parameters[name]
  if (isAbsent) return values === undefined
  return values !== undefined && (text === undefined || values.some((value) => textFits(value, text)))
}

function textFits(value: string, { text, place, isNegated, foldsCase }: TextMatch): boolean {
  const [where, what] = foldsCase ? [fold(value), fold(text)] : [value, text]
  const found = { equals: () => where === what, contains: () => where.includes(what), 'starts-with': () => where.startsWith(what), 'ends-with': () => where.endsWith(what) }[place]()
  return found !== isNegated
}

const fold = (text: string): string => text.normalize('NFKD').toLowerCase()

/** As a card has it written: components between semicolons. */
function valueOf(property: CardProperty): string {
  const [first] = property.values
  return property.values.length === 1 && typeof first === 'string' ? textOf(property) : property.values.map((value) => (typeof value === 'string' ? value : value.map((part) => (typeof part === 'string' ? part : part.join(','))).join(';'))).join(',')
}

function combine<Item>(needsAll: boolean, items: readonly Item[], holds: (item: Item) => boolean): boolean {
  return needsAll ? items.every(holds) : items.some(holds)
}
