import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ServerResponse } from 'node:http'
import { CALENDAR_SERVER, CARDDAV, dav, DAV, type XmlName } from '#lib/dav/xml/element.ts'
import { sentenceFor } from './sentences.ts'
import { document, element, type Xml } from '#lib/dav/xml/write-xml.ts'

const TYPE = 'application/xml; charset=utf-8'
/** Written together, in characters: an answer about a large book is many small pieces. */
const PIECE = 64 * 1024

/** A multistatus (RFC 4918 §13), written as it is made: nothing of it is held back, however long it is. */
export async function multistatus(response: ServerResponse, responses: AsyncIterable<Xml> | Iterable<Xml>, last: () => readonly Xml[] = () => []): Promise<void> {
  response.writeHead(207, { 'content-type': TYPE })
  await pipeline(Readable.from(pieces(responses, last)), response)
}

async function* pieces(responses: AsyncIterable<Xml> | Iterable<Xml>, last: () => readonly Xml[]): AsyncGenerator<string> {
  let piece = `<?xml version="1.0" encoding="utf-8"?>\n<d:multistatus xmlns:d="${DAV}" xmlns:card="${CARDDAV}" xmlns:cs="${CALENDAR_SERVER}">`
  for await (const { xml } of responses) {
    piece += `\n${xml}`
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  yield `${piece}${last().map(({ xml }) => `\n${xml}`).join('')}\n</d:multistatus>\n`
}

/** An answer without content. */
export function empty(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-length': '0', ...headers }).end()
}

/** A refusal in words, with the precondition that was not met where there is one (RFC 4918 §16). */
export function refused(response: ServerResponse, status: number, precondition?: XmlName): void {
  const sentence = sentenceFor(status, precondition)
  if (precondition === undefined) return said(response, status, sentence)
  const body = document(element(dav('error'), element(precondition), element(dav('responsedescription'), sentence)))
  response.writeHead(status, { 'content-type': TYPE, 'content-length': Buffer.byteLength(body) }).end(response.req.method === 'HEAD' ? undefined : body)
}

/** One sentence as plain text. */
export function said(response: ServerResponse, status: number, sentence: string, headers: Readonly<Record<string, string>> = {}): void {
  const body = `${sentence}\n`
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(body), ...headers }).end(response.req.method === 'HEAD' ? undefined : body)
}
