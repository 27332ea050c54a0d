import { empty, multistatus } from '../answer.ts'
import { bookOf, needs, readXmlBody, type DavCall } from '../call.ts'
import { DavRefused } from '#lib/dav/library.ts'
import { statusLine } from '../properties.ts'
import { writePlace } from '../place.ts'
import { carddav, childOf, childrenOf, dav, nameOf, type XmlElement } from '#lib/dav/xml/element.ts'
import { element, type Xml } from '#lib/dav/xml/write-xml.ts'

/** Extended MKCOL (RFC 5689): a new address book, and nothing else. */
export async function makeBook(call: DavCall): Promise<void> {
  const { library, place, response } = call
  if (place.kind !== 'book') throw new DavRefused(place.kind === 'card' ? 409 : 405)
  const root = await readXmlBody(call)
  if (root && nameOf(root) !== dav('mkcol')) throw new DavRefused(415)
  const set = childOf(childOf(root, dav('set')), dav('prop'))
  const type = childOf(set, dav('resourcetype'))
  if (type && !childOf(type, carddav('addressbook'))) throw new DavRefused(403, dav('valid-resourcetype'))
  if ((await library.books()).some(({ name }) => name === place.book)) throw new DavRefused(405)
  await library.createBook(place.book, childOf(set, dav('displayname'))?.text.trim() || place.book)
  empty(response, 201)
}

/** RFC 4918 §9.2: the name of a book can be changed, nothing else can, and then nothing at all is. */
export async function proppatch(call: DavCall): Promise<void> {
  const root = await readXmlBody(call)
  if (!root || nameOf(root) !== dav('propertyupdate')) throw new DavRefused(400)
  if (call.place.kind !== 'book') throw new DavRefused(403)
  const book = await bookOf(call)
  needs(book.mayManage)
  const set = root.children.filter((each) => nameOf(each) === dav('set')).flatMap(propertiesIn)
  const named = [...set, ...childrenOf(root, dav('remove')).flatMap(propertiesIn)]
  const title = set.find((each) => nameOf(each) === dav('displayname'))?.text.trim()
  const isAllowed = title !== undefined && title !== '' && named.every((each) => nameOf(each) === dav('displayname'))
  if (isAllowed) await call.library.renameBook(book.name, title)
  const path = element(dav('href'), writePlace(call.place, call.urls))
  await multistatus(call.response, [element(dav('response'), path, ...named.map((each) => told(each, isAllowed)))])
}

const propertiesIn = (change: XmlElement): readonly XmlElement[] => childOf(change, dav('prop'))?.children ?? []

function told(property: XmlElement, isAllowed: boolean): Xml {
  const status = isAllowed ? 200 : nameOf(property) === dav('displayname') ? 424 : 403
  return element(dav('propstat'), element(dav('prop'), element(nameOf(property))), element(dav('status'), statusLine(status)))
}

export async function deleteBook(call: DavCall): Promise<void> {
  const book = await bookOf(call)
  needs(book.mayDelete)
  await call.library.deleteBook(book.name)
  empty(call.response, 204)
}
