import { carddav, childOf, childrenOf, dav, nameOf, type XmlElement, type XmlName } from '#lib/dav/xml/element.ts'

/** Which properties somebody asks for (RFC 4918 §9.1): those named, their names alone, or what there is and what is named besides. */
export type Wanted =
  | { readonly kind: 'named'; readonly names: readonly XmlName[]; readonly address: WantedAddress }
  | { readonly kind: 'names' }
  | { readonly kind: 'all'; readonly names: readonly XmlName[]; readonly address: WantedAddress }

/** How a card is wanted in an `address-data` (RFC 6352 §10.4); `properties` in small letters, undefined for all of them. */
export interface WantedAddress {
  readonly version: '3.0' | '4.0' | 'unsupported'
  readonly properties: readonly string[] | undefined
}

const MOST_NAMES = 200

/** Reads what stands in a `propfind` or a report beside its question; nothing at all is everything. Undefined for what is none of them. */
export function readWanted(element: XmlElement | undefined): Wanted | undefined {
  const whole: WantedAddress = { version: '3.0', properties: undefined }
  if (element === undefined) return { kind: 'all', names: [], address: whole }
  const named = childOf(element, dav('prop'))
  if (named) {
    const names = named.children.map(nameOf)
    return names.length > MOST_NAMES ? undefined : { kind: 'named', names, address: readAddress(childOf(named, carddav('address-data'))) }
  }
  if (childOf(element, dav('propname'))) return { kind: 'names' }
  if (childOf(element, dav('allprop'))) return { kind: 'all', names: (childOf(element, dav('include'))?.children ?? []).map(nameOf).slice(0, MOST_NAMES), address: whole }
  return undefined
}

function readAddress(element: XmlElement | undefined): WantedAddress {
  const { 'content-type': type = 'text/vcard', version = '3.0' } = element?.attributes ?? {}
  const isKnown = type === 'text/vcard' && (version === '3.0' || version === '4.0')
  const properties = childrenOf(element, carddav('prop')).map(({ attributes }) => (attributes.name ?? '').toLowerCase())
  const isWhole = properties.length === 0 || childOf(element, carddav('allprop')) !== undefined
  return { version: isKnown ? version : 'unsupported', properties: isWhole ? undefined : properties }
}
