import { carddav, childOf, childrenOf, dav, nameOf } from '#lib/dav/xml/element.ts'
import { readXml } from '#lib/dav/xml/read-xml.ts'
import { document, element, type Xml } from '#lib/dav/xml/write-xml.ts'
import type { DavPeer, PeerRequest } from './dav-peer.ts'
import type { PeerBook, PeerCard } from './peer-book.ts'

export interface PeerAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const HOME = '/dav/ann/'

/** What a CardDAV server without faults answers to somebody who may ask (RFC 4918, 6352, 6578). */
export function answerPeer(peer: DavPeer, request: PeerRequest): PeerAnswer {
  if (request.path === '/.well-known/carddav') return { status: 301, headers: { location: HOME }, body: '' }
  const [, bookName, cardName] = /^\/dav\/ann\/([^/]+)\/([^/]*)$/.exec(request.path) ?? []
  const book = bookName === undefined ? undefined : peer.books.get(bookName)
  if (request.method === 'PROPFIND' && (request.path === '/' || request.path === HOME)) return many([homeOf(), ...(request.headers.depth === '1' ? [...peer.books].map(([name, each]) => bookOf(peer, `${HOME}${name}/`, each)) : [])])
  if (!book) return plain(404)
  const base = `${HOME}${bookName}/`
  if (cardName === '') return request.method === 'PROPFIND' ? many([bookOf(peer, base, book), ...(request.headers.depth === '1' ? listed(base, book) : [])]) : report(peer, request, base, book)
  return oneCard(peer, request, book, decodeURIComponent(cardName ?? ''))
}

function oneCard(peer: DavPeer, { method, headers, body }: PeerRequest, book: PeerBook, name: string): PeerAnswer {
  const known = book.cards.get(name)
  if ((headers['if-none-match'] === '*' && known) || (headers['if-match'] !== undefined && headers['if-match'] !== known?.etag)) return plain(412)
  if (method === 'PUT') {
    const etag = book.put(name, body)
    return { status: known ? 204 : 201, headers: peer.tellsEtag ? { etag } : {}, body: '' }
  }
  if (method !== 'DELETE') return plain(405)
  if (!known) return plain(404)
  book.remove(name)
  return plain(204)
}

function report(peer: DavPeer, { body }: PeerRequest, base: string, book: PeerBook): PeerAnswer {
  const root = readXml(body)
  if (root && nameOf(root) === carddav('addressbook-multiget')) {
    const asked = childrenOf(root, dav('href')).map(({ text }) => text)
    return many(asked.map((href) => {
      const card = book.cards.get(decodeURIComponent(href.slice(base.length)))
      return card ? told(href, element(dav('getetag'), card.etag), element(carddav('address-data'), card.text)) : missing(href)
    }))
  }
  if (!peer.knowsSync || !root || nameOf(root) !== dav('sync-collection')) return plain(405)
  const since = childOf(root, dav('sync-token'))?.text ?? ''
  const from = since === '' ? 0 : Number(since.split('/').at(-1))
  if (since !== '' && from < book.oldest) return plain(403)
  const changes = [...book.touched].filter(([, at]) => at > from).flatMap(([name]) => {
    const card = book.cards.get(name)
    const href = base + encodeURIComponent(name)
    return card ? [toldEtag(href, card)] : since === '' ? [] : [missing(href)]
  })
  return many(changes, element(dav('sync-token'), tokenOf(book)))
}

function tokenOf({ count }: PeerBook): string {
  return `http://peer.test/sync/${count}`
}

function homeOf(): Xml {
  return told(HOME, element(dav('resourcetype'), element(dav('collection'))), element(dav('current-user-principal'), element(dav('href'), HOME)), element(carddav('addressbook-home-set'), element(dav('href'), HOME)))
}

function bookOf(peer: DavPeer, href: string, book: PeerBook): Xml {
  const type = element(dav('resourcetype'), element(dav('collection')), element(carddav('addressbook')))
  return told(href, type, element(dav('displayname'), book.title), ...(peer.knowsSync ? [element(dav('sync-token'), tokenOf(book))] : []))
}

function listed(base: string, book: PeerBook): readonly Xml[] {
  return [...book.cards].map(([name, card]) => toldEtag(base + encodeURIComponent(name), card))
}

function toldEtag(href: string, { etag }: PeerCard): Xml {
  return told(href, element(dav('getetag'), etag), element(dav('resourcetype')))
}

function told(href: string, ...properties: readonly Xml[]): Xml {
  return element(dav('response'), element(dav('href'), href), element(dav('propstat'), element(dav('prop'), ...properties), element(dav('status'), 'HTTP/1.1 200 OK')))
}

function missing(href: string): Xml {
  return element(dav('response'), element(dav('href'), href), element(dav('status'), 'HTTP/1.1 404 Not Found'))
}

function many(responses: readonly Xml[], ...more: readonly Xml[]): PeerAnswer {
  return { status: 207, headers: { 'content-type': 'application/xml; charset=utf-8' }, body: document(element(dav('multistatus'), ...responses, ...more)) }
}

function plain(status: number): PeerAnswer {
  return { status, headers: {}, body: '' }
}
