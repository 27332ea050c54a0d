import { empty } from '../answer.ts'
import { hasAlready, readConditions } from '../asked/conditions.ts'
import { bookOf, needs, readBody, type DavCall } from '../call.ts'
import { DavRefused, type DavCard } from '#lib/dav/library.ts'
import { MOST_CARD_OCTETS } from '../properties.ts'
import { carddav } from '#lib/dav/xml/element.ts'

/** RFC 6352 §6.3: a card as its program wants it, version 3 unless it asks for 4. */
export async function getCard(call: DavCall): Promise<void> {
  const { request, response, library } = call
  const card = await cardAt(call)
  const tag = `"${card.etag}"`
  if (hasAlready(request.headers, card.etag)) return empty(response, 304, { etag: tag })
  const version = /version\s*=\s*"?4\.0/.test(request.headers.accept ?? '') ? '4.0' : '3.0'
  const body = library.writeCard(card.card, version)
  response.writeHead(200, {
    'content-type': `text/vcard; charset=utf-8; version=${version}`,
    'content-length': Buffer.byteLength(body),
    'content-disposition': 'attachment',
    'last-modified': new Date(card.changed).toUTCString(),
    etag: tag,
    vary: 'Accept',
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

async function cardAt(call: DavCall): Promise<DavCard> {
  if (call.place.kind !== 'card') throw new DavRefused(405)
  const book = await bookOf(call)
  for await (const card of call.library.named(book.name, [call.place.card])) return card
  throw new DavRefused(404)
}

/** RFC 6352 §6.3.2. No ETag is answered: what is kept is the card, not these octets, so its program fetches it again. */
export async function putCard(call: DavCall): Promise<void> {
  const { request, response, library, place } = call
  if (place.kind !== 'card') throw new DavRefused(405)
  const book = await bookOf(call)
  needs(book.mayWrite)
  const type = (request.headers['content-type'] ?? 'text/vcard').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (!['text/vcard', 'text/x-vcard', 'text/directory'].includes(type)) throw new DavRefused(415, carddav('supported-address-data'))
  const card = await library.readCard(await readBody(request, MOST_CARD_OCTETS))
  if (!card) throw new DavRefused(403, carddav('valid-address-data'))
  const { isNew } = await library.save(book.name, place.card, card, readConditions(request.headers))
  empty(response, isNew ? 201 : 204)
}

export async function deleteCard(call: DavCall): Promise<void> {
  const { request, response, library, place } = call
  if (place.kind !== 'card') throw new DavRefused(405)
  const book = await bookOf(call)
  needs(book.mayWrite)
  await library.remove(book.name, place.card, readConditions(request.headers))
  empty(response, 204)
}
