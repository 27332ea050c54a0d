import type { Urls } from '#lib/api/urls.ts'
import { COLLATIONS } from './asked/card-filter.ts'
import { REPORTS } from './asked/report.ts'
import type { WantedAddress, Wanted } from './asked/wanted.ts'
import { withProperties } from './with-properties.ts'
import type { DavBook, DavCard, DavLibrary, DavRow } from '#lib/dav/library.ts'
import { writePlace, type Place } from './place.ts'
import { CALENDAR_SERVER, carddav, dav, type XmlName } from '#lib/dav/xml/element.ts'
import { element, elementWith, type Xml } from '#lib/dav/xml/write-xml.ts'

/** Octets of a card that is surely taken: somewhat less than the store keeps of one. */
export const CARD_OCTETS = 700 * 1024
/** Octets of a card that are read: whatever was given can be taken back, however its lines are folded. */
export const MOST_CARD_OCTETS = 1024 * 1024

/** A resource, with what its properties are made of. */
export type Resource =
  | { readonly kind: 'root' | 'principal' | 'home' }
  | { readonly kind: 'book'; readonly book: DavBook }
  | { readonly kind: 'card'; readonly book: DavBook; readonly card: DavRow & Partial<Pick<DavCard, 'card'>> }

export interface Situation {
  readonly library: DavLibrary
  readonly urls: Pick<Urls, 'dav'>
}

type Values = Readonly<Record<XmlName, () => Xml | undefined>>

const href = (path: string): Xml => element(dav('href'), path)
const GETCTAG: XmlName = `{${CALENDAR_SERVER}}getctag`

export function placeOf(resource: Resource, { library: { user } }: Situation): Place {
  switch (resource.kind) {
    case 'root':
      return { kind: 'root' }
    case 'book':
      return { kind: 'book', user, book: resource.book.name }
    case 'card':
      return { kind: 'card', user, book: resource.book.name, card: resource.card.name }
    default:
      return { kind: resource.kind, user }
  }
}

/** The sync-token of a book in that state (RFC 6578 §4), and back; undefined for what is no token of that book. */
export function writeToken({ id, change }: Pick<DavBook, 'id' | 'change'>): string {
  return `urn:x-postern:sync:${encodeURIComponent(id)}:${change}`
}

export function readToken(token: string, { id }: Pick<DavBook, 'id'>): number | undefined {
  const start = writeToken({ id, change: 0 }).slice(0, -1)
  const change = token.startsWith(start) ? token.slice(start.length) : ''
  return /^\d{1,15}$/.test(change) ? Number(change) : undefined
}

/** What every resource says, then what one of its kind does. */
function valuesOf(resource: Resource, situation: Situation, address: WantedAddress): Values {
  const { library, urls } = situation
  const own = writePlace({ kind: 'principal', user: library.user }, urls)
  const everywhere: Values = {
    [dav('current-user-principal')]: () => element(dav('current-user-principal'), href(own)),
    [dav('current-user-privilege-set')]: () => element(dav('current-user-privilege-set'), ...privileges(resource).map((name) => element(dav('privilege'), element(dav(name))))),
    [dav('principal-collection-set')]: () => element(dav('principal-collection-set'), href(urls.dav.root())),
    [dav('owner')]: () => element(dav('owner'), href(own)),
  }
  return { ...everywhere, ...ofKind(resource, situation, address) }
}

function privileges(resource: Resource): readonly string[] {
  const read = ['read', 'read-current-user-privilege-set']
  if (resource.kind === 'home') return [...read, 'bind', 'unbind']
  if (resource.kind !== 'book' && resource.kind !== 'card') return read
  const { mayWrite, mayManage } = resource.book
  return [...read, ...(mayWrite ? ['write-content', 'bind', 'unbind'] : []), ...(mayManage ? ['write', 'write-properties'] : [])]
}

function ofKind(resource: Resource, { library, urls }: Situation, address: WantedAddress): Values {
  const { user } = library
  const collection = (...more: readonly Xml[]): Xml => element(dav('resourcetype'), element(dav('collection')), ...more)
  switch (resource.kind) {
    case 'root':
      return { [dav('resourcetype')]: () => collection(), [dav('displayname')]: () => element(dav('displayname'), library.title) }
    case 'principal':
      return {
        [dav('resourcetype')]: () => element(dav('resourcetype'), element(dav('principal'))),
        [dav('displayname')]: () => element(dav('displayname'), user),
        [dav('principal-URL')]: () => element(dav('principal-URL'), href(urls.dav.principal(user))),
        [carddav('addressbook-home-set')]: () => element(carddav('addressbook-home-set'), href(urls.dav.home(user))),
      }
    case 'home':
      return { [dav('resourcetype')]: () => collection(), [dav('displayname')]: () => element(dav('displayname'), user) }
    case 'book':
      return ofBook(resource.book, collection)
    case 'card':
      return ofCard(resource.card, library, address)
  }
}

function ofBook(book: DavBook, collection: (...more: readonly Xml[]) => Xml): Values {
  const version = (each: string): Xml => elementWith(carddav('address-data-type'), { 'content-type': 'text/vcard', version: each })
  return {
    [dav('resourcetype')]: () => collection(element(carddav('addressbook'))),
    [dav('displayname')]: () => element(dav('displayname'), book.title),
    [dav('sync-token')]: () => element(dav('sync-token'), writeToken(book)),
    [GETCTAG]: () => element(GETCTAG, String(book.change)),
    [dav('supported-report-set')]: () => element(dav('supported-report-set'), ...REPORTS.map((name) => element(dav('supported-report'), element(dav('report'), element(name))))),
    [carddav('supported-address-data')]: () => element(carddav('supported-address-data'), version('3.0'), version('4.0')),
    [carddav('supported-collation-set')]: () => element(carddav('supported-collation-set'), ...COLLATIONS.map((each) => element(carddav('supported-collation'), each))),
    [carddav('max-resource-size')]: () => element(carddav('max-resource-size'), String(CARD_OCTETS)),
  }
}

function ofCard(row: Extract<Resource, { kind: 'card' }>['card'], library: DavLibrary, { version, properties }: WantedAddress): Values {
  return {
    [dav('resourcetype')]: () => element(dav('resourcetype')),
    [dav('getetag')]: () => element(dav('getetag'), `"${row.etag}"`),
    [dav('getcontenttype')]: () => element(dav('getcontenttype'), 'text/vcard; charset=utf-8'),
    [dav('getlastmodified')]: () => element(dav('getlastmodified'), new Date(row.changed).toUTCString()),
    [carddav('address-data')]: () => (row.card === undefined || version === 'unsupported' ? undefined : element(carddav('address-data'), library.writeCard(properties ? withProperties(row.card, properties) : row.card, version))),
  }
}

/** Not part of "all": long, or of use to few (RFC 6352 §10.4, RFC 3744, RFC 6578 §4). */
const ONLY_WHEN_NAMED: readonly XmlName[] = [carddav('address-data'), carddav('supported-address-data'), carddav('supported-collation-set'), carddav('max-resource-size'), carddav('addressbook-home-set'), dav('sync-token'), dav('supported-report-set'), dav('current-user-privilege-set'), dav('principal-collection-set'), dav('owner')]

/** A `response` of a multistatus about one resource: what it has of the wanted properties, and which it has not. */
export function describe(resource: Resource, wanted: Wanted, situation: Situation): Xml {
  const values = valuesOf(resource, situation, wanted.kind === 'names' ? { version: '3.0', properties: undefined } : wanted.address)
  const path = href(writePlace(placeOf(resource, situation), situation.urls))
  const usual = (Object.keys(values) as XmlName[]).filter((name) => !ONLY_WHEN_NAMED.includes(name))
  if (wanted.kind === 'names') return element(dav('response'), path, propstat(200, (Object.keys(values) as XmlName[]).map((name) => element(name))))
  const names = [...new Set(wanted.kind === 'all' ? [...usual, ...wanted.names] : wanted.names)]
  const found: Xml[] = []
  const missing: Xml[] = []
  for (const name of names) {
    const value = Object.hasOwn(values, name) ? values[name]?.() : undefined
    if (value) found.push(value)
    else missing.push(element(name))
  }
  return element(dav('response'), path, ...(found.length > 0 || missing.length === 0 ? [propstat(200, found)] : []), ...(missing.length > 0 ? [propstat(404, missing)] : []))
}

function propstat(status: 200 | 404, properties: readonly Xml[]): Xml {
  return element(dav('propstat'), element(dav('prop'), ...properties), element(dav('status'), statusLine(status)))
}

const REASONS: Readonly<Record<number, string>> = { 200: 'OK', 403: 'Forbidden', 404: 'Not Found', 424: 'Failed Dependency', 507: 'Insufficient Storage' }

/** As RFC 4918 §14.28 wants it. */
export function statusLine(status: number): string {
  return `HTTP/1.1 ${status} ${REASONS[status] ?? 'Error'}`
}

/** A `response` that says only that something is not there, or is cut short. */
export function describeStatus(path: string, status: 404 | 507): Xml {
  return element(dav('response'), href(path), element(dav('status'), statusLine(status)))
}
