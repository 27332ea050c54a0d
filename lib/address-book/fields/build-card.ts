import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { displayNameOf } from '#lib/mail/contacts/names.ts'
import { dateOf, readDate } from './dates.ts'
import type { Field } from './field.ts'
import { readLabel } from './labels.ts'

export interface FieldValue {
  readonly field: Field
  readonly text: string
  /** What the column or attribute is called; `keep` is kept under it. */
  readonly label: string
}

/** Parts of one name are put together up to this many times; whatever comes after is a property of its own. */
const MOST = 50

/** Several values in one cell, as Google writes them. */
const BETWEEN = ' ::: '

/** The card that fields fill, in their order; an FN is made where none is given. Empty texts count as absent; without any other there are no properties. */
export function buildCard(values: readonly FieldValue[]): Card {
  const bundles = new Map<string, FieldValue[]>()
  for (const value of values) {
    if (value.text.trim() === '' || value.field.name === 'ignore') continue
    bundleFor(bundles, value).push(value)
  }
  const properties: CardProperty[] = []
  for (const bundle of bundles.values()) properties.push(...propertiesOf(bundle, properties))
  if (properties.length === 0 || properties.some(({ name }) => name === 'fn')) return { properties }
  const name = displayNameOf({ properties })
  return { properties: name === '' ? properties : [{ name: 'fn', parameters: {}, type: 'text', values: [name] }, ...properties] }
}

/** The bundle that still lacks this part; an attribute that comes twice makes two properties. */
function bundleFor(bundles: Map<string, FieldValue[]>, value: FieldValue): FieldValue[] {
  const key = keyOf(value)
  for (let times = 0; times < MOST; times++) {
    const bundle = bundles.get(`${key} ${times}`)
    if (bundle?.some(({ field }) => field.part === value.field.part) === true) continue
    if (bundle) return bundle
    const fresh: FieldValue[] = []
    bundles.set(`${key} ${times}`, fresh)
    return fresh
  }
  const own: FieldValue[] = []
  bundles.set(`${key} ${bundles.size} more`, own)
  return own
}

/** What makes one property together: all of a name, an address of one kind, a value with its label. */
function keyOf({ field: { name, part, types, slot }, label }: FieldValue): string {
  if (name === 'keep' && slot === 0) return `keep ${label}`
  // Two columns for one thing are two things, unless they are parts of it.
  return part === '' && slot === 0 ? `${name} ${types.join()} ${label}` : `${name} ${types.join()} ${slot}`
}

function propertiesOf(bundle: readonly FieldValue[], before: readonly CardProperty[]): CardProperty[] {
  const [first] = bundle
  if (first === undefined) return []
  const part = (name: string) => bundle.find(({ field }) => field.part === name)?.text.trim() ?? ''
  switch (first.field.name) {
    case 'n':
      return [property('n', 'text', [['family', 'given', 'additional', 'prefixes', 'suffixes'].map(part)])]
    case 'org':
      return [property('org', 'text', [part('unit') === '' ? [part('name')] : [part('name'), part('unit')]])]
    case 'adr':
      return labelled(addresses(part), first.field, part('label'), before)
    case 'bday':
    case 'anniversary':
      return dates(first.field.name, part(''), dateOf(part('year'), part('month'), part('day')))
    case 'event':
      return dates(/anniversary|jahrestag/i.test(part('label')) || part('label') === '' ? 'anniversary' : 'x-event', part(''), undefined, part('label'))
    case 'categories':
      return categories(part('')).length === 0 ? [] : [property('categories', 'text', categories(part('')))]
    case 'keep':
      return part('') === '' ? [] : [property('x-column', 'text', [part('')], { label: [part('label') || first.label] })]
    case 'related':
      return labelled(split(part('')).map((text) => property('related', 'text', [text])), first.field, part('label'), before)
    case 'nickname':
    case 'fn':
    case 'title':
    case 'role':
    case 'note':
      return [property(first.field.name, 'text', [part('')])]
    case 'gender':
      return [property('gender', 'text', [/^[mw fonu]$/i.test(part('')) ? [part('').toUpperCase().replace('W', 'F')] : ['', part('')]])]
    case 'uid':
    case 'photo':
      return [property(first.field.name, 'uri', [part('')])]
    case 'impp':
      return labelled(split(part('')).map((text) => property('impp', 'uri', [/^[a-z][\w+.-]*:/i.test(text) ? text : `${scheme(part('service'))}:${text}`])), first.field, part('label'), before)
    case 'url':
      return labelled(split(part('')).map((text) => property('url', 'uri', [text])), first.field, part('label'), before)
    case 'email':
    case 'tel':
      return labelled(split(part('')).map((text) => property(first.field.name, 'text', [text])), first.field, part('label'), before)
    case 'ignore':
      return []
  }
}

function property(name: string, type: string, values: CardProperty['values'], parameters: CardProperty['parameters'] = {}): CardProperty {
  return { name, parameters, type, values }
}

function split(text: string): string[] {
  return text.split(BETWEEN).map((value) => value.trim()).filter((value) => value !== '')
}

function categories(text: string): string[] {
  const separator = text.includes(BETWEEN) ? BETWEEN : text.includes(';') ? ';' : ','
  return [...new Set(text.split(separator).map((name) => name.trim()))].filter((name) => name !== '' && !SYSTEM_GROUPS.has(name.toLowerCase()))
}

/** Groups that Google puts everyone in. */
const SYSTEM_GROUPS = new Set(['* mycontacts', '* my contacts', '* starred'])

function scheme(service: string): string {
  const name = service.toLowerCase().replace(/[^a-z0-9+.-]/g, '')
  return name === '' ? 'x-im' : name === 'jabber' ? 'xmpp' : name
}

/** Several addresses where cells hold several; a whole one that no part says is the street. */
function addresses(part: (name: string) => string): CardProperty[] {
  const columns = ['box', 'extended', 'street', 'city', 'region', 'code', 'country'].map((name) => part(name).split(BETWEEN))
  const count = Math.min(Math.max(...columns.map((values) => values.length)), 20)
  const whole = part('whole')
  const all = Array.from({ length: count }, (_, at) => columns.map((values) => values[at]?.trim() ?? ''))
  const filled = all.filter((components) => components.some((text) => text !== ''))
  if (filled.length === 0 && whole !== '') return [property('adr', 'text', [['', '', whole, '', '', '', '']])]
  return filled.map((components, at) => property('adr', 'text', [components], at === 0 && whole !== '' ? { label: [whole] } : {}))
}

function dates(name: string, text: string, fromParts: string | undefined, label = ''): CardProperty[] {
  const written = text === '' ? fromParts : readDate(text)
  if (written === '' || (written === undefined && text === '')) return []
  const parameters = name === 'x-event' ? { label: [label] } : {}
  const usual = name === 'x-event' ? 'unknown' : 'date-and-or-time'
  return [written === undefined ? property(name, 'text', [text], parameters) : property(name, usual, [written], parameters)]
}

/** With the types of the field or of its label; words of a person's own become Apple's X-ABLabel in a group. */
function labelled(properties: readonly CardProperty[], field: Field, label: string, before: readonly CardProperty[]): CardProperty[] {
  const { types, preferred, own } = readLabel(label)
  const all = [...new Set([...field.types, ...types])]
  let groups = own === undefined ? 0 : new Set(before.map(({ group }) => group).filter((group) => group !== undefined)).size
  return properties.flatMap((one, at) => {
    const parameters = { ...one.parameters, ...(all.length > 0 && { type: all }), ...(preferred && at === 0 && { pref: ['1'] }) }
    if (own === undefined) return [{ ...one, parameters }]
    const group = `item${++groups}`
    return [{ ...one, group, parameters }, { ...property('x-ablabel', 'unknown', [own]), group }]
  })
}
