import { multistatus } from '../answer.ts'
import { readWanted, type Wanted } from '../asked/wanted.ts'
import { bookOf, depthOf, readXmlBody, type DavCall } from '../call.ts'
import { DavRefused, type DavBook } from '#lib/dav/library.ts'
import { describe, type Resource } from '../properties.ts'
import { carddav, dav, nameOf } from '#lib/dav/xml/element.ts'
import type { Xml } from '#lib/dav/xml/write-xml.ts'

/** RFC 4918 §9.1: what a resource is, and at depth 1 what is in it. All that lies below is too much to ask. */
export async function propfind(call: DavCall): Promise<void> {
  const depth = depthOf(call.request) ?? 'infinity'
  const root = await readXmlBody(call)
  const wanted = root === undefined || nameOf(root) === dav('propfind') ? readWanted(root) : undefined
  if (!wanted) throw new DavRefused(400)
  if (depth === 'infinity') throw new DavRefused(403, dav('propfind-finite-depth'))
  const resource = await resourceAt(call, wanted)
  await multistatus(call.response, described(call, resource, wanted, depth === '1'))
}

async function resourceAt(call: DavCall, wanted: Wanted): Promise<Resource> {
  const { place } = call
  if (place.kind === 'root' || place.kind === 'principal' || place.kind === 'home') return { kind: place.kind }
  const book = await bookOf(call)
  if (place.kind === 'book') return { kind: 'book', book }
  for await (const { card, ...row } of call.library.named(book.name, [place.card])) return { kind: 'card', book, card: wantsContent(wanted) ? { ...row, card } : row }
  throw new DavRefused(404)
}

async function* described(call: DavCall, resource: Resource, wanted: Wanted, withChildren: boolean): AsyncGenerator<Xml> {
  yield describe(resource, wanted, call)
  if (!withChildren) return
  if (resource.kind === 'root') for (const kind of ['principal', 'home'] as const) yield describe({ kind }, wanted, call)
  if (resource.kind === 'home') for (const book of await call.library.books()) yield describe({ kind: 'book', book }, wanted, call)
  if (resource.kind === 'book') yield* cardsOf(call, resource.book, wanted)
}

async function* cardsOf(call: DavCall, book: DavBook, wanted: Wanted): AsyncGenerator<Xml> {
  const cards = wantsContent(wanted) ? call.library.cards(book.name) : call.library.rows(book.name)
  for await (const card of cards) yield describe({ kind: 'card', book, card }, wanted, call)
}

/** Whether the cards themselves have to be read. */
export function wantsContent(wanted: Wanted): boolean {
  return wanted.kind !== 'names' && wanted.names.includes(carddav('address-data'))
}
