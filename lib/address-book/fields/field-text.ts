import { inOrder, textOf } from '#lib/mail/contacts/card.ts'
import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { parsePartialDate } from '#lib/mail/contacts/partial-date.ts'
import { displayNameOf, nameOf } from '#lib/mail/contacts/names.ts'
import { writeDate } from './dates.ts'
import type { Field } from './field.ts'
import { writeLabel } from './labels.ts'

const BETWEEN = ' ::: '
/** The types that have columns of their own. */
const PLACES = ['home', 'work', 'cell', 'fax', 'pager']
const ADDRESS_PARTS = ['box', 'extended', 'street', 'city', 'region', 'code', 'country']

/**
 * What a card has for a field, '' for nothing. A field of a type takes the first that is of all its types and of no narrower kind, one for
 * home else the first that has no type, so that a number without one has a place; a slot
 * takes the one of that number, and the last slot of a table (`last`) the rest too, with Google's ` ::: ` between.
 */
export function fieldText(card: Card, field: Field, last = false): string {
  const { name, part } = field
  if (name === 'fn') return displayNameOf(card)
  if (name === 'n') return nameOf(card)[part as 'family']
  if (name === 'bday' || name === 'anniversary') return dateText(textOf(inOrder(card, name)[0]), part)
  if (name === 'nickname' || name === 'categories') return inOrder(card, name).flatMap(({ values }) => values).join(name === 'nickname' ? ', ' : BETWEEN)
  if (name === 'note') return inOrder(card, name).map(textOf).join('\n')
  if (name === 'org') return componentOf(inOrder(card, 'org')[0], part === 'unit' ? 1 : 0)
  if (name === 'gender') return componentOf(inOrder(card, 'gender')[0], 0)
  if (name === 'keep' || name === 'ignore' || name === 'event') return ''
  const chosen = chosenOf(card, field, last)
  if (part === 'label') return chosen[0] === undefined ? '' : labelOf(card, chosen[0])
  if (name === 'adr') return chosen.length === 0 ? '' : chosen.map((one) => (part === 'whole' ? (one.parameters.label?.[0] ?? '') : componentOf(one, ADDRESS_PARTS.indexOf(part)))).join(BETWEEN).replace(/^(?: ::: )+$/, '')
  return chosen.map(textOf).map((text) => (name === 'tel' ? text.replace(/^tel:/i, '') : text)).join(BETWEEN)
}

function chosenOf(card: Card, { name, types, slot }: Field, last: boolean): readonly CardProperty[] {
  const all = inOrder(card, name)
  if (slot > 0) return last ? all.slice(slot - 1) : all.slice(slot - 1, slot)
  if (types.length === 0) return all.slice(0, 1)
  const narrow = ['fax', 'pager', 'cell'].filter((type) => !types.includes(type))
  const has = ({ parameters }: CardProperty, type: string) => (parameters.type ?? []).some((one) => one.toLowerCase() === type)
  const typed = all.find((property) => types.every((type) => has(property, type)) && !narrow.some((type) => has(property, type)))
  const found = typed ?? (types.join() === 'home' ? all.find((property) => !PLACES.some((type) => has(property, type))) : undefined)
  return found === undefined ? [] : [found]
}

function labelOf(card: Card, property: CardProperty): string {
  const own = property.group === undefined ? undefined : card.properties.find(({ name, group }) => name === 'x-ablabel' && group === property.group)
  // Apple marks its own words so.
  return own === undefined ? writeLabel(property.parameters.type ?? []) : textOf(own).replace(/^_\$!<(.*)>!\$_$/, '$1')
}

function componentOf(property: CardProperty | undefined, at: number): string {
  const value = property?.values[0]
  if (value === undefined || typeof value === 'string') return at === 0 ? (value ?? '') : ''
  const component = value[at] ?? ''
  return typeof component === 'string' ? component : component.join(', ')
}

function dateText(value: string, part: string): string {
  if (part === '') return writeDate(value)
  const date = parsePartialDate(value)
  return String(date?.[part as 'year'] ?? '')
}
