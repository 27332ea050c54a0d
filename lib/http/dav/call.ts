import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Place } from './place.ts'
import type { DavBook } from '#lib/dav/library.ts'
import { DavRefused } from '#lib/dav/library.ts'
import type { Situation } from './properties.ts'
import { dav } from '#lib/dav/xml/element.ts'
import type { XmlElement } from '#lib/dav/xml/element.ts'
import { readXml } from '#lib/dav/xml/read-xml.ts'

/** One request of somebody who has proved who they are. */
export interface DavCall extends Situation {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly place: Place
}

const MOST_XML_OCTETS = 1024 * 1024

/** The body as text. Throws DavRefused 413 beyond so many octets, 400 for what is not UTF-8. */
export async function readBody(request: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > most) throw new DavRefused(413)
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new DavRefused(400)
  }
}

/** The body's root element; undefined where there is no body. Throws DavRefused 400 for what is no XML that is taken. */
export async function readXmlBody({ request }: Pick<DavCall, 'request'>): Promise<XmlElement | undefined> {
  const text = await readBody(request, MOST_XML_OCTETS)
  if (text.trim() === '') return undefined
  const root = readXml(text)
  if (!root) throw new DavRefused(400)
  return root
}

/** The Depth header (RFC 4918 §10.2); undefined where it is not there. */
export function depthOf({ headers }: IncomingMessage): '0' | '1' | 'infinity' | undefined {
  const depth = String(headers.depth ?? '').toLowerCase()
  if (depth === '') return undefined
  if (depth === '0' || depth === '1' || depth === 'infinity') return depth
  throw new DavRefused(400)
}

/** The book of a place in it. Throws DavRefused 404. */
export async function bookOf({ library, place }: DavCall): Promise<DavBook> {
  const name = place.kind === 'book' || place.kind === 'card' ? place.book : undefined
  const book = (await library.books()).find((each) => each.name === name)
  if (!book) throw new DavRefused(404)
  return book
}

/** Throws DavRefused 403 where the book may not be changed so. */
export function needs(right: boolean): void {
  if (!right) throw new DavRefused(403, dav('need-privileges'))
}
