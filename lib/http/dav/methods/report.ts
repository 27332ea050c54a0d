import { multistatus } from '../answer.ts'
import { fits, FilterRefused } from '../asked/card-filter.ts'
import { readReport, type Report } from '../asked/report.ts'
import type { Wanted } from '../asked/wanted.ts'
import { bookOf, depthOf, readXmlBody, type DavCall } from '../call.ts'
import { DavRefused, type DavBook, type DavChanges } from '#lib/dav/library.ts'
import { readPlace, writePlace } from '../place.ts'
import { describe, describeStatus, readToken, writeToken } from '../properties.ts'
import { carddav, dav } from '#lib/dav/xml/element.ts'
import { element, type Xml } from '#lib/dav/xml/write-xml.ts'
import { wantsContent } from './propfind.ts'

/** The reports of RFC 6352 §8.6 and §8.7, and RFC 6578, on a book. */
export async function report(call: DavCall): Promise<void> {
  const root = await readXmlBody(call)
  if (!root) throw new DavRefused(400)
  const asked = question(root)
  const book = await bookOf(call)
  if (call.place.kind !== 'book') throw new DavRefused(403, dav('supported-report'))
  if ('address' in asked.wanted && asked.wanted.address.version === 'unsupported') throw new DavRefused(403, carddav('supported-address-data'))
  if (asked.kind === 'query') return multistatus(call.response, queried(call, book, asked))
  if (asked.kind === 'multiget') return multistatus(call.response, gotten(call, book, asked))
  // RFC 6578 §3.2: a depth that says nothing, or 0; the level stands in the body.
  if ((depthOf(call.request) ?? '0') !== '0') throw new DavRefused(400)
  return synchronised(call, book, asked)
}

function question(root: Parameters<typeof readReport>[0]): Report {
  try {
    const asked = readReport(root)
    if (asked === undefined) throw new DavRefused(403, dav('supported-report'))
    if (asked === 'invalid') throw new DavRefused(400)
    return asked
  } catch (error) {
    if (error instanceof FilterRefused) throw new DavRefused(403, carddav(error.precondition))
    throw error
  }
}

async function* queried(call: DavCall, book: DavBook, { wanted, filter, most }: Extract<Report, { kind: 'query' }>): AsyncGenerator<Xml> {
  let found = 0
  for await (const card of call.library.cards(book.name)) {
    if (!fits(card.card, filter)) continue
    if (most !== undefined && ++found > most) {
      yield cutShort(call, book)
      return
    }
    yield describe({ kind: 'card', book, card }, wanted, call)
  }
}

/** RFC 6352 §8.6.1 and RFC 6578 §3.6: there is more. */
function cutShort({ library: { user }, urls }: DavCall, book: DavBook): Xml {
  return describeStatus(writePlace({ kind: 'book', user, book: book.name }, urls), 507)
}

async function* gotten(call: DavCall, book: DavBook, { wanted, hrefs }: Extract<Report, { kind: 'multiget' }>): AsyncGenerator<Xml> {
  const names = new Map<string, string>()
  for (const href of hrefs) {
    const name = nameIn(call, book, href)
    if (name === undefined) yield describeStatus(href, 404)
    else names.set(name, href)
  }
  for await (const card of call.library.named(book.name, [...names.keys()])) {
    names.delete(card.name)
    yield describe({ kind: 'card', book, card }, wanted, call)
  }
  for (const href of names.values()) yield describeStatus(href, 404)
}

/** The name of a card of this book; undefined for what is elsewhere. A client may write a whole URL. */
function nameIn({ library: { user }, urls }: DavCall, book: DavBook, href: string): string | undefined {
  const path = href.startsWith('/') ? href : (URL.parse(href)?.pathname ?? '')
  const place = readPlace(path, urls.dav.root())
  return place?.kind === 'card' && place.user === user && place.book === book.name ? place.card : undefined
}

async function synchronised(call: DavCall, book: DavBook, { wanted, token, most }: Extract<Report, { kind: 'sync' }>): Promise<void> {
  const since = token === '' ? 0 : readToken(token, book)
  const changes = since === undefined ? undefined : await call.library.changes(book.name, since, most ?? Number.MAX_SAFE_INTEGER)
  if (!changes) throw new DavRefused(403, dav('valid-sync-token'))
  await multistatus(call.response, news(call, book, { wanted, changes, isFirst: token === '' }), () => [element(dav('sync-token'), writeToken({ id: book.id, change: changes.change }))])
}

interface News {
  readonly wanted: Wanted
  readonly changes: DavChanges
  /** Whoever begins has nothing that could have gone. */
  readonly isFirst: boolean
}

async function* news(call: DavCall, book: DavBook, { wanted, changes: { changed, gone, isWhole }, isFirst }: News): AsyncGenerator<Xml> {
  const cards = wantsContent(wanted) ? call.library.named(book.name, changed.map(({ name }) => name)) : changed
  for await (const card of cards) yield describe({ kind: 'card', book, card }, wanted, call)
  if (!isFirst) for (const name of gone) yield describeStatus(writePlace({ kind: 'card', user: call.library.user, book: book.name, card: name }, call.urls), 404)
  if (!isWhole) yield cutShort(call, book)
}
