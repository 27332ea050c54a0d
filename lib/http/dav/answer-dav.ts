import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Urls } from '#lib/api/urls.ts'
import { empty, refused } from './answer.ts'
import type { DavCall } from './call.ts'
import { DavRefused, type DavLibrary } from '#lib/dav/library.ts'
import { deleteBook, makeBook, proppatch } from './methods/books.ts'
import { deleteCard, getCard, putCard } from './methods/cards.ts'
import { propfind } from './methods/propfind.ts'
import { report } from './methods/report.ts'
import { readPlace, type Place } from './place.ts'

type Method = (call: DavCall) => Promise<void>

/** RFC 4918 §10.1, RFC 5689, RFC 6352 §6.1. */
const CLASSES = '1, 3, extended-mkcol, addressbook'

const READING: Readonly<Record<string, Method>> = { PROPFIND: propfind }
const METHODS: Readonly<Record<Place['kind'], Readonly<Record<string, Method>>>> = {
  root: READING,
  principal: READING,
  home: READING,
  book: { ...READING, REPORT: report, PROPPATCH: proppatch, MKCOL: makeBook, DELETE: deleteBook },
  card: { ...READING, GET: getCard, HEAD: getCard, PUT: putCard, DELETE: deleteCard },
}

export interface DavQuestion {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly urls: Pick<Urls, 'dav'>
  /** Who asks; undefined where that is not proved. May throw DavRefused. */
  readonly signIn: () => Promise<DavLibrary | undefined>
}

/** Answers what comes to `/dav/`, as RFC 6352 has it. Rejects only for what is our own fault. */
export async function answerDav(question: DavQuestion): Promise<void> {
  const { request, response } = question
  response.setHeader('cache-control', 'private, no-store')
  try {
    await answer(question)
  } catch (error) {
    if (!(error instanceof DavRefused) || response.headersSent) throw error
    if (!request.complete) response.setHeader('connection', 'close')
    if (error.status === 429) response.setHeader('retry-after', '900')
    if (error.status === 503) response.setHeader('retry-after', '60')
    refused(response, error.status, error.precondition)
  }
}

async function answer({ request, response, urls, signIn }: DavQuestion): Promise<void> {
  const place = readPlace((request.url ?? '/').split('?', 1)[0] ?? '/', urls.dav.root())
  if (!place) throw new DavRefused(404)
  const methods = METHODS[place.kind]
  const allow = ['OPTIONS', ...Object.keys(methods)].join(', ')
  if (request.method === 'OPTIONS') return empty(response, 200, { dav: CLASSES, allow })
  const library = await signIn()
  if (!library) {
    response.setHeader('www-authenticate', 'Basic realm="Postern", charset="UTF-8"')
    throw new DavRefused(401)
  }
  const method = Object.hasOwn(methods, request.method ?? '') ? methods[request.method ?? ''] : undefined
  if (!method) {
    response.setHeader('allow', allow)
    throw new DavRefused(405)
  }
  // The books of others are nobody's business, whether there are any or not; those that are shared are among one's own.
  if ('user' in place && place.user !== library.user) throw new DavRefused(403)
  await method({ request, response, urls, place, library })
}
