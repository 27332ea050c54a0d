import type { CardProperty } from '#lib/mail/contacts/card.ts'

/**
 * What vCard 3 (RFC 2426), vCard 2.1 and Apple's address book write otherwise than vCard 4, in its words. Anything else stays as it is.
 */
export function fromOldProperty(property: CardProperty): CardProperty {
  const named = NEW_NAMES.get(property.name)
  const renamed = named === undefined ? property : { ...property, name: named, type: named === 'member' ? 'uri' : 'text' }
  const typed = withPreference(renamed)
  if (typed.name === 'bday' || typed.name === 'anniversary' || typed.name === 'deathdate') return fromOldDate(typed)
  if (typed.name === 'geo') return { ...typed, values: typed.values.map((value) => (typeof value === 'string' && /^-?[\d.]+;-?[\d.]+$/.test(value) ? `geo:${value.replace(';', ',')}` : value)) }
  return typed
}

/** How Apple writes groups in vCard 3. */
const NEW_NAMES = new Map([
  ['x-addressbookserver-kind', 'kind'],
  ['x-addressbookserver-member', 'member'],
])

/** `TYPE=pref` becomes `PREF=1`; types are in small letters; an address is one of the Internet anyway. */
function withPreference(property: CardProperty): CardProperty {
  const { type, ...others } = property.parameters
  if (type === undefined) return property
  const types = [...new Set(type.map((value) => value.toLowerCase()))]
  const kept = types.filter((value) => value !== 'pref' && value !== '' && !(value === 'internet' && property.name === 'email'))
  const pref = types.includes('pref') && others.pref === undefined
  return { ...property, parameters: { ...others, ...(kept.length > 0 && { type: kept }), ...(pref && { pref: ['1'] }) } }
}

/** ISO 8601 with hyphens becomes RFC 6350's basic form; Apple writes a day without a year as one of the year that a parameter names. */
function fromOldDate(property: CardProperty): CardProperty {
  const { 'x-apple-omit-year': omitted, ...parameters } = property.parameters
  const [value] = property.values
  if (property.type === 'text' || typeof value !== 'string') return property
  const type = property.type === 'date' || property.type === 'date-time' ? 'date-and-or-time' : property.type
  const [, year, month, day, time = ''] = /^(\d{4}|--)-?(\d\d)-?(\d\d)(T.*)?$/.exec(value.trim()) ?? []
  if (year === undefined) return { ...property, type }
  const shown = omitted !== undefined && omitted[0] === year ? '--' : year
  return { ...property, type, parameters: shown === year ? property.parameters : parameters, values: [`${shown}${month}${day}${time.replace(/[-:](?=\d\d)/g, keepZone)}`] }
}

/** Colons of a time go, the sign before a zone stays. */
function keepZone(mark: string): string {
  return mark === '-' ? '-' : ''
}

/** A property of vCard 4 in the words of vCard 3; fromOldProperty takes it back. */
export function toOldProperty(property: CardProperty, isGroup: boolean): CardProperty {
  const { pref, ...others } = property.parameters
  const types = [...(property.name === 'email' ? ['INTERNET'] : []), ...(others.type ?? []), ...(pref?.[0] === '1' ? ['pref'] : [])]
  const parameters = { ...(pref !== undefined && pref[0] !== '1' ? { ...others, pref } : others), ...(types.length > 0 && { type: types }) }
  const typed = { ...property, parameters }
  if (isGroup && property.name === 'kind') return { ...typed, name: 'x-addressbookserver-kind', type: 'unknown' }
  if (isGroup && property.name === 'member') return { ...typed, name: 'x-addressbookserver-member', type: 'unknown' }
  const [value] = property.values
  if (typeof value !== 'string') return typed
  if (property.type === 'date-and-or-time') return { ...typed, values: [value.replace(/^(\d{4}|--)(\d\d)(\d\d)(?=T|$)/, (_, year, month, day) => `${year}-${month}-${day}`)] }
  if (property.name === 'geo' && value.startsWith('geo:')) return { ...typed, values: [value.slice(4).replace(',', ';')] }
  return typed
}
