import { readBirthday, writeBirthday } from './birthday.ts'
import { type Card, type CardProperty, type CardValue, inOrder, preferred, textOf } from './card.ts'
import { joinName } from './names.ts'

/** One of several addresses or numbers, as a form has it. */
export interface Detail {
  /** As it stands in the card; '' for a new one. What a form leaves out stays as it is. */
  readonly was: string
  /** '' takes it away. */
  readonly value: string
  readonly kind: string
}

/** The components of a postal address that people fill in, in the order of the property (RFC 6350 §6.3.1). */
export const POSTAL_PARTS = ['street', 'city', 'region', 'code', 'country'] as const
export type PostalAddress = Readonly<Record<(typeof POSTAL_PARTS)[number], string>> & { readonly was: string; readonly kind: string }

/** The parts of a name in the order of the property N (RFC 6350 §6.2.2). */
const NAME_PARTS = ['family', 'given', 'additional', 'prefix', 'suffix'] as const
/** Properties of one text, by the name of their field. */
export const TEXTS = { nickname: 'nickname', title: 'title', url: 'url', note: 'note' } as const
export type TextField = (typeof NAME_PARTS)[number] | keyof typeof TEXTS | 'name' | 'organization' | 'unit' | 'birthday'
export const TEXT_FIELDS: readonly TextField[] = ['prefix', 'given', 'additional', 'family', 'suffix', 'name', 'nickname', 'organization', 'unit', 'title', 'birthday', 'url', 'note']

export const EMAIL_KINDS = ['home', 'work', 'other'] as const
export const PHONE_KINDS = ['cell', 'home', 'work', 'fax', 'other'] as const
export const POSTAL_KINDS = ['home', 'work', 'other'] as const

/** What the form of a contact knows of a card. */
export interface ContactFields {
  readonly texts: Readonly<Record<TextField, string>>
  readonly emails: readonly Detail[]
  readonly phones: readonly Detail[]
  readonly addresses: readonly PostalAddress[]
}

export const NO_CARD: Card = { properties: [] }

export function fieldsOfCard(card: Card): ContactFields {
  const [name, org] = [componentsOf(preferred(card, 'n')), componentsOf(preferred(card, 'org'))]
  const text = (field: TextField): string => {
    const part = NAME_PARTS.indexOf(field as (typeof NAME_PARTS)[number])
    if (part !== -1) return name[part] ?? ''
    if (field === 'name') return textOf(preferred(card, 'fn'))
    if (field === 'organization') return org[0] ?? ''
    if (field === 'unit') return org.slice(1).filter((each) => each !== '').join(', ')
    if (field === 'birthday') return shownBirthday(textOf(preferred(card, 'bday')))
    return listText(preferred(card, TEXTS[field as keyof typeof TEXTS]))
  }
  return {
    texts: Object.fromEntries(TEXT_FIELDS.map((field) => [field, text(field)])) as Record<TextField, string>,
    emails: inOrder(card, 'email').map((property) => detailOf(property, EMAIL_KINDS)),
    phones: inOrder(card, 'tel').map((property) => detailOf(property, PHONE_KINDS)),
    addresses: inOrder(card, 'adr').map(postalOf),
  }
}

/** The card with what a form says; properties that the form does not know, and further values that it does not name, stay as they are. */
export function withFields(card: Card, { texts, emails, phones, addresses }: ContactFields): Card {
  let properties = card.properties
  const before = fieldsOfCard(card).texts
  const name = texts.name || joinName({ ...texts, prefixes: texts.prefix, suffixes: texts.suffix }) || texts.organization || texts.nickname || emails.find(({ value }) => value !== '')?.value || phones.find(({ value }) => value !== '')?.value || ''
  properties = withText(properties, 'fn', name)
  if (NAME_PARTS.some((part) => texts[part] !== before[part])) properties = withComponents(properties, 'n', NAME_PARTS.map((part) => texts[part]))
  if (texts.organization !== before.organization || texts.unit !== before.unit) properties = withComponents(properties, 'org', texts.unit === '' ? [texts.organization] : [texts.organization, texts.unit])
  if (texts.birthday !== before.birthday) properties = withText(properties, 'bday', writtenBirthday(texts.birthday), 'date-and-or-time')
  for (const [field, property] of Object.entries(TEXTS) as [keyof typeof TEXTS, string][]) {
    if (texts[field] !== before[field]) properties = withText(properties, property, texts[field], property === 'url' ? 'uri' : 'text')
  }
  for (const email of emails) properties = withDetail(properties, 'email', email, EMAIL_KINDS)
  for (const phone of phones) properties = withDetail(properties, 'tel', phone, PHONE_KINDS)
  for (const address of addresses) properties = withPostal(properties, address)
  return { properties }
}

/** Whether a birthday that was typed can be kept. */
export function isBirthday(typed: string): boolean {
  return typed === '' || readBirthday(writtenBirthday(typed)) !== undefined
}

function shownBirthday(text: string): string {
  const birthday = readBirthday(text)
  return birthday ? writeBirthday(birthday).replace(/^--/, '') : text
}

function writtenBirthday(typed: string): string {
  const text = typed.trim()
  return /^\d{2}-\d{2}$/.test(text) ? `--${text}` : text
}

function componentsOf(property: CardProperty | undefined): readonly string[] {
  const value = property?.values[0]
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value.map((component) => (typeof component === 'string' ? component : component.join(' ')))
}

function listText(property: CardProperty | undefined): string {
  return (property?.values ?? []).map((value) => textOf({ ...(property as CardProperty), values: [value] })).join(', ')
}

function withText(properties: readonly CardProperty[], name: string, text: string, type = 'text'): readonly CardProperty[] {
  const current = preferred({ properties }, name)
  if (textOf(current) === text && current?.values.length === 1) return properties
  return replaced(properties, current, text === '' ? undefined : { ...(current ?? { name, parameters: {}, type }), values: [text] })
}

/** Components that were not touched stay as they are, lists and further ones too. */
function withComponents(properties: readonly CardProperty[], name: string, parts: readonly string[]): readonly CardProperty[] {
  const current = preferred({ properties }, name)
  const old = current?.values[0]
  const components = typeof old === 'string' ? [old] : (old ?? [])
  const shown = componentsOf(current)
  const next = [...parts.map((part, at) => (shown[at] === part ? (components[at] ?? part) : part)), ...(name === 'org' ? [] : components.slice(parts.length))]
  const isEmpty = next.flat().every((part) => part === '')
  // What the old one was sorted by says nothing of the new one.
  const { 'sort-as': _, ...parameters } = current?.parameters ?? {}
  return replaced(properties, current, isEmpty ? undefined : { ...(current ?? { name, type: 'text' }), parameters, values: [next] })
}

function withDetail(properties: readonly CardProperty[], name: string, { was, value, kind }: Detail, kinds: readonly string[]): readonly CardProperty[] {
  const current = was === '' ? undefined : properties.find((property) => property.name === name && textOf(property) === was)
  if (current === undefined && (value === '' || value === was || properties.some((property) => property.name === name && textOf(property) === value))) return properties
  const changed = withKind(current ?? { name, parameters: {}, type: 'text', values: [] }, kind, kinds)
  return replaced(properties, current, value === '' ? undefined : { ...changed, values: [value] })
}

function withPostal(properties: readonly CardProperty[], address: PostalAddress): readonly CardProperty[] {
  const parts = POSTAL_PARTS.map((part) => address[part])
  const current = address.was === '' ? undefined : properties.find((property) => property.name === 'adr' && postalOf(property).was === address.was)
  const isEmpty = parts.every((part) => part === '')
  if (current === undefined && isEmpty) return properties
  const old = current?.values[0]
  const components = typeof old === 'string' ? [] : (old ?? [])
  const next = [components[0] ?? '', components[1] ?? '', ...parts.map((part, at) => (componentsOf(current)[at + 2] === part ? (components[at + 2] ?? part) : part)), ...components.slice(7)]
  const changed = withKind(current ?? { name: 'adr', parameters: {}, type: 'text', values: [] }, address.kind, POSTAL_KINDS)
  return replaced(properties, current, isEmpty ? undefined : { ...changed, values: [next] })
}

function replaced(properties: readonly CardProperty[], old: CardProperty | undefined, next: CardProperty | undefined): readonly CardProperty[] {
  if (old === undefined) return next === undefined ? properties : [...properties, next]
  return properties.flatMap((property) => (property !== old ? [property] : next === undefined ? [] : [next]))
}

function detailOf(property: CardProperty, kinds: readonly string[]): Detail {
  const value = textOf(property)
  return { was: value, value, kind: kindIn(property, kinds) }
}

function postalOf(property: CardProperty): PostalAddress {
  const parts = componentsOf(property)
  const address = Object.fromEntries(POSTAL_PARTS.map((part, at) => [part, parts[at + 2] ?? ''])) as Record<(typeof POSTAL_PARTS)[number], string>
  return { ...address, was: JSON.stringify(property.values[0] ?? ''), kind: kindIn(property, POSTAL_KINDS) }
}

/** What a property is for, among the kinds that a form offers. */
export function kindIn({ parameters }: CardProperty, kinds: readonly string[]): string {
  const types = (parameters.type ?? []).map((type) => type.toLowerCase())
  return kinds.find((kind) => types.includes(kind)) ?? 'other'
}

function withKind(property: CardProperty, kind: string, kinds: readonly string[]): CardProperty {
  if (kindIn(property, kinds) === kind) return property
  const others = (property.parameters.type ?? []).filter((type) => !kinds.includes(type.toLowerCase()))
  const types = kind === 'other' || !kinds.includes(kind) ? others : [kind, ...others]
  const { type: _, ...rest } = property.parameters
  return { ...property, parameters: types.length === 0 ? rest : { ...rest, type: types } }
}

/** A structured value's components as one line. */
export function lineOf(value: CardValue): string {
  return typeof value === 'string' ? value : value.flat().filter((part) => part !== '').join(', ')
}
