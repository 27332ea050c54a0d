import { DavProblem } from '../dav-problem.ts'
import { CALENDAR_SERVER, carddav, childOf, childrenOf, dav, nameOf, type XmlElement, type XmlName } from '../xml/element.ts'
import { document, element } from '../xml/write-xml.ts'
import { exchange, type DavAccount, type DavReach } from './exchange.ts'
import { readMultistatus, type DavTold } from './multistatus.ts'

/** An address book of another server. */
export interface RemoteBook {
  readonly url: string
  readonly title: string
  readonly mayWrite: boolean
  /** Changes with what is in it; '' where the server says nothing of the kind. */
  readonly state: string
  readonly canSync: boolean
}

/** Asks for properties of a resource, and at depth 1 of what is in it. */
export async function propfind(url: URL, names: readonly XmlName[], options: { readonly depth: '0' | '1'; readonly account: DavAccount; readonly reach: DavReach; readonly signal: AbortSignal }): Promise<readonly DavTold[]> {
  const body = document(element(dav('propfind'), element(dav('prop'), ...names.map((name) => element(name)))))
  const headers = { depth: options.depth, 'content-type': 'application/xml; charset=utf-8' }
  return readMultistatus(await exchange({ method: 'PROPFIND', url, headers, body }, options.account, options.reach, options.signal)).told
}

/**
 * The address books that somebody has on a server, from whatever address they know of it: a book, their home, or the host alone
 * (RFC 6764 §6, RFC 6352 §7). Throws DavProblem 'not-carddav' where there are none to be found.
 */
export async function discover(address: string, account: DavAccount, reach: DavReach, signal: AbortSignal): Promise<readonly RemoteBook[]> {
  const given = URL.parse(address.includes('://') ? address : `https://${address}`)
  if (!given) throw new DavProblem('not-carddav', 'no address')
  given.username = given.password = given.hash = ''
  const ask = { account, reach, signal }
  const starts = given.pathname === '/' ? [new URL('/.well-known/carddav', given), given] : [given, new URL('/.well-known/carddav', given)]
  let problem: unknown
  for (const start of starts) {
    try {
      const found = await booksFrom(start, ask)
      if (found.length > 0) return found
    } catch (error) {
      if (error instanceof DavProblem && !['gone', 'not-carddav', 'failed', 'forbidden'].includes(error.kind)) throw error
      problem ??= error
    }
  }
  throw problem instanceof DavProblem ? problem : new DavProblem('not-carddav')
}

type Ask = Omit<Parameters<typeof propfind>[2], 'depth'>

const BOOK: readonly XmlName[] = [dav('resourcetype'), dav('displayname'), dav('current-user-privilege-set'), dav('sync-token'), dav('supported-report-set'), `{${CALENDAR_SERVER}}getctag`]

async function booksFrom(start: URL, ask: Ask): Promise<readonly RemoteBook[]> {
  const [here] = await propfind(start, [dav('resourcetype'), dav('current-user-principal'), carddav('addressbook-home-set')], { ...ask, depth: '0' })
  if (!here) throw new DavProblem('not-carddav')
  if (isBook(here)) return booksIn(await propfind(here.url, BOOK, { ...ask, depth: '0' }))
  const home = hrefIn(here, carddav('addressbook-home-set')) ?? (await homeOf(hrefIn(here, dav('current-user-principal')), ask)) ?? here.url
  return booksIn(await propfind(home, BOOK, { ...ask, depth: '1' }))
}

async function homeOf(principal: URL | undefined, ask: Ask): Promise<URL | undefined> {
  if (!principal) return undefined
  const [told] = await propfind(principal, [carddav('addressbook-home-set')], { ...ask, depth: '0' })
  return told && hrefIn(told, carddav('addressbook-home-set'))
}

function hrefIn({ url, properties }: DavTold, name: XmlName): URL | undefined {
  const href = childOf(properties.find((each) => nameOf(each) === name), dav('href'))?.text.trim()
  const target = href === undefined ? undefined : URL.parse(href, url)
  if (target && target.origin !== url.origin) throw new DavProblem('moved', target.origin)
  return target ?? undefined
}

function isBook({ properties }: DavTold): boolean {
  return childOf(propertyOf(properties, dav('resourcetype')), carddav('addressbook')) !== undefined
}

function propertyOf(properties: readonly XmlElement[], name: XmlName): XmlElement | undefined {
  return properties.find((each) => nameOf(each) === name)
}

function booksIn(told: readonly DavTold[]): readonly RemoteBook[] {
  return told.filter(isBook).map(({ url, properties }) => {
    const text = (name: XmlName): string => propertyOf(properties, name)?.text.trim() ?? ''
    const token = text(dav('sync-token'))
    return {
      url: url.href,
      title: text(dav('displayname')) || decodeURIComponent(url.pathname.replace(/\/$/, '').split('/').at(-1) ?? ''),
      mayWrite: mayWrite(propertyOf(properties, dav('current-user-privilege-set'))),
      state: token || text(`{${CALENDAR_SERVER}}getctag`),
      canSync: token !== '' || reportsOf(propertyOf(properties, dav('supported-report-set'))).includes(dav('sync-collection')),
    }
  })
}

/** A server that says nothing of privileges is asked when something is written. */
function mayWrite(set: XmlElement | undefined): boolean {
  const names = childrenOf(set, dav('privilege')).flatMap(({ children }) => children.map(nameOf))
  return names.length === 0 || [dav('all'), dav('write'), dav('write-content')].some((name) => names.includes(name))
}

function reportsOf(set: XmlElement | undefined): readonly XmlName[] {
  return childrenOf(set, dav('supported-report')).flatMap((each) => childOf(each, dav('report'))?.children.map(nameOf) ?? [])
}
