import type { IncomingMessage, ServerResponse } from 'node:http'
import { urls } from '#lib/api/urls.ts'
import type { Config } from '#lib/config/config.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { DavRefused, type DavLibrary } from '#lib/dav/library.ts'
import { bookReader } from '#lib/gateway/address-book/contacts-of.ts'
import { withSiteBook } from '#lib/gateway/address-book/site-book.ts'
import { AddressBookLibrary } from '#lib/gateway/dav/address-book-library.ts'
import { ProvenAccounts } from '#lib/gateway/dav/proven-accounts.ts'
import { SignInBrake } from '#lib/gateway/dav/sign-in-brake.ts'
import { signInProgram, type ProgramDoor } from '#lib/gateway/dav/sign-in-program.ts'
import { openAccountPool } from '#lib/imap/account-pool.ts'
import type { Log } from '#lib/log/log.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { addressBooks } from '../address-book/open-books.ts'
import { programPasswords } from '../program-passwords/open-passwords.ts'
import { processSingleton } from '../process-singleton.ts'
import { groupsOfSession } from '../site-of-session.ts'
import { said } from './answer.ts'
import { answerDav } from './answer-dav.ts'
import { readBasic } from './basic-credentials.ts'
import { bookNames } from './book-name.ts'
import { isPrivateWay, type Way } from './private-way.ts'

/** What is asked of address books for other programs: where they are (RFC 6764 §5), or something there. */
export type DavQuestion = 'well-known' | 'dav'

/** What a request's address asks for below `base`; undefined for every other address. The first one is the same on every host, without a base path. */
export function davQuestion(address: string, base: string): DavQuestion | undefined {
  const path = address.split('?', 1)[0] ?? ''
  if (/^\/\.well-known\/carddav\/?$/.test(path)) return 'well-known'
  const root = urls(base).dav.root()
  return path.startsWith(root) || `${path}/` === root ? 'dav' : undefined
}

export interface DavRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly config: Config
  /** The one that the request's host leads to. */
  readonly site: SiteConfig
  /** The client's address. */
  readonly remote: string
  readonly way: Way
  readonly log: Log
}

/** Answers programs that synchronise address books. No cookie counts here, and nothing that another site's page sends. */
export async function serveDav(question: DavQuestion, asked: DavRequest): Promise<void> {
  const { request, response, config, site, way } = asked
  const { dav } = urls(config.http.basePath)
  if (!site.modules.contacts) return said(response, 404, 'There is nothing here.')
  if (question === 'well-known') return said(response, 301, 'Address books are elsewhere on this server.', { location: dav.root() })
  if (isFromPage(request)) return said(response, 403, 'This address is for programs that synchronise address books, not for pages.', { connection: 'close' })
  if (!isPrivateWay(config, way)) return said(response, 403, 'Passwords are not taken in the clear. Use the address that begins with https.', { connection: 'close' })
  if (isFromPerson(request)) return said(response, 405, 'This address is for programs that synchronise address books (CardDAV).', { allow: 'OPTIONS, PROPFIND' })
  try {
    await answerDav({ request, response, urls: { dav }, signIn: () => libraryOf(asked) })
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

/** The program has gone away before its request or its answer was whole. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE'].includes(String(error.code))
}

/** A browser keeps Basic credentials and sends them whoever's page asks it to (threats D10). Programs say neither of these. */
function isFromPage({ headers }: IncomingMessage): boolean {
  const { origin, host, 'sec-fetch-site': site } = headers
  const isForeign = origin !== undefined && URL.parse(origin)?.host !== host
  return isForeign || site === 'cross-site' || site === 'same-site'
}

/** Somebody has opened the address in a browser: they are told what it is, not asked for a password. */
function isFromPerson({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && (headers['sec-fetch-dest'] === 'document' || (headers.accept ?? '').startsWith('text/html'))
}

async function libraryOf({ request, config, site: here, remote, log }: DavRequest): Promise<DavLibrary | undefined> {
  const credentials = readBasic(request.headers.authorization)
  if (!credentials) return undefined
  try {
    const found = await signInProgram({ ...door(), passwords: () => programPasswords(config, log) }, { site: here, sites: config.sites, groups: config.groups, from: remote, credentials })
    if (found === undefined || found === 'too-often') log.audit('program-sign-in-refused', { site: here.name, remote })
    if (found === 'too-often') throw new DavRefused(429)
    if (!found) return undefined
    const { person, site } = found
    if (!site.modules.contacts) throw new DavRefused(404)
    const store = withSiteBook(await addressBooks(config, log), site.contacts)
    const titleOf = await bookNames(site, request.headers['accept-language'])
    return new AddressBookLibrary({ contacts: { store, who: bookReader(person, groupsOfSession(config, person)) }, user: person.user, title: site.title, titleOf })
  } catch (error) {
    if (!isGatewayError(error)) throw error
    log.warn('program-not-signed-in', { failure: error.failure })
    throw new DavRefused(503)
  }
}

/** Connections of its own: they prove a password, and no page uses them. */
function door(): Omit<ProgramDoor, 'passwords'> {
  return processSingleton('program-door', () => ({ proven: new ProvenAccounts(), brake: new SignInBrake(), pool: openAccountPool(2) }))
}
