import type { BookReader } from '#lib/address-book/store/address-book-store.ts'
import type { FoundBook, OutsideServer } from '#lib/address-book/outside/outside-book-store.ts'
import { discover } from '#lib/dav/client/discover.ts'
import type { DavAccount } from '#lib/dav/client/exchange.ts'
import { DavProblem } from '#lib/dav/dav-problem.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { findStart, type SrvResolver } from './find-start.ts'
import { type OutsideKit, rulesFor } from './outside-kit.ts'
import { asRefusal } from './outside-problem.ts'
import { outsideReach } from './outside-reach.ts'
import { failureOf } from './sync/sync-job.ts'

/** What somebody types to have the books of a server. */
export interface TypedServer {
  /** A web address, a host, or an e-mail address. */
  readonly address: string
  /** '' for the e-mail address. */
  readonly user: string
  readonly password: string
}

/** A page waits no longer for a server to be looked through, in milliseconds. */
const PATIENCE = 25_000

/** Books of one server that are offered. */
const MOST_FOUND = 100

/** Finds the address books of somebody on a server and keeps how to reach them. Throws GatewayError with a sentence where that cannot be. */
export async function addServer(kit: OutsideKit, { account }: BookReader, { address, user: typed, password }: TypedServer, { signal, resolver }: { readonly signal: AbortSignal; readonly resolver?: SrvResolver }): Promise<OutsideServer> {
  const user = typed === '' && address.includes('@') && !address.includes('://') ? address.trim() : typed
  try {
    if (user === '' || password === '') throw new DavProblem('refused-password')
    const start = await findStart(address, resolver)
    const found = await booksAt(kit, account, { start, as: { user, password }, signal })
    return await kit.outside.addServer(account, { address: start.href, user, found, sealed: kit.passwords.seal(password, { account, origin: start.origin, user }) })
  } catch (error) {
    throw asRefusal(error)
  }
}

/** Looks which books are there by now. */
export async function findBooksAgain(kit: OutsideKit, { account }: BookReader, id: string, signal: AbortSignal): Promise<void> {
  const server = await kit.outside.server(account, id)
  try {
    const password = await passwordOf(kit, account, server)
    if (server.isRefused || password === undefined) throw new DavProblem('refused-password')
    const found = await booksAt(kit, account, { start: new URL(server.address), as: { user: server.user, password }, signal })
    await kit.outside.changeServer(account, id, { found })
    for (const { book, url } of (await kit.outside.books(account)).filter((each) => each.server === id)) {
      const known = found.find((each) => each.url === url)
      if (known) await kit.outside.changeBook(book, { mayWrite: known.mayWrite })
    }
  } catch (error) {
    throw asRefusal(error)
  }
}

/** Another password, which the server must take. */
export async function changePassword(kit: OutsideKit, { account }: BookReader, { id, password }: { readonly id: string; readonly password: string }, signal: AbortSignal): Promise<void> {
  const { user, address } = await kit.outside.server(account, id)
  const start = new URL(address)
  try {
    if (password === '') throw new DavProblem('refused-password')
    const found = await booksAt(kit, account, { start, as: { user, password }, signal })
    await kit.outside.changeServer(account, id, { found, isRefused: false, sealed: kit.passwords.seal(password, { account, origin: start.origin, user }) })
    for (const { book } of (await kit.outside.books(account)).filter(({ server }) => server === id)) await kit.outside.changeBook(book, { problem: '', failures: 0, notBefore: 0 })
  } catch (error) {
    throw asRefusal(error)
  }
}

/** Makes a book here for each of these there. */
export async function followBooks(kit: OutsideKit, who: BookReader, id: string, urls: readonly string[]): Promise<readonly string[]> {
  const { found, address } = await kit.outside.server(who.account, id)
  const followed = new Set((await kit.outside.books(who.account)).map(({ url }) => url))
  const chosen = found.filter(({ url }) => urls.includes(url) && !followed.has(url))
  if (chosen.length === 0) throw new GatewayError('invalid', 'nothing chosen', { refusal: { name: 'outside-nothing-chosen' } })
  const books: string[] = []
  for (const { url, title, mayWrite } of chosen) {
    const { id: book } = await kit.store.createBook(who, title.replaceAll(/\p{Cc}/gu, ' ').trim().slice(0, 100) || new URL(address).hostname)
    await kit.outside.follow({ book, account: who.account, server: id, url, mayWrite })
    books.push(book)
  }
  return books
}

/** Ends what was kept up of one book, or with the server of all its books; the contacts stay here, or go. */
export async function stopFollowing(kit: OutsideKit, who: BookReader, { id, book, keeps }: { readonly id: string; readonly book: string | undefined; readonly keeps: boolean }): Promise<void> {
  const books = (await kit.outside.books(who.account)).filter((each) => each.server === id && (book === undefined || each.book === book))
  if (book === undefined) await kit.outside.removeServer(who.account, id)
  else if (books.length === 0) throw new GatewayError('no-such-contact', 'book')
  for (const each of books) {
    await kit.outside.unfollow(each.book)
    if (!keeps) await kit.store.deleteBook(who, each.book).catch(alreadyGone)
  }
}

function alreadyGone(error: unknown): void {
  if (failureOf(error) !== 'no-such-contact') throw error
}

/** The kept password of a server; undefined where it does not open. */
export async function passwordOf({ passwords, outside }: OutsideKit, account: string, { id, address, user, sealed }: OutsideServer): Promise<string | undefined> {
  const place = { account, origin: new URL(address).origin, user }
  const password = await passwords.open(sealed, place)
  if (password !== undefined && passwords.isOld(sealed)) await outside.changeServer(account, id, { sealed: passwords.seal(password, place) })
  return password
}

async function booksAt(kit: OutsideKit, account: string, { start, as, signal }: { readonly start: URL; readonly as: DavAccount; readonly signal: AbortSignal }): Promise<readonly FoundBook[]> {
  const limit = AbortSignal.timeout(PATIENCE)
  const found = await discover(start.href, as, outsideReach(start, rulesFor(kit, account)), AbortSignal.any([signal, limit])).catch((error: unknown) => {
    throw limit.aborted && !signal.aborted ? new DavProblem('too-slow', '', { cause: error }) : error
  })
  return found.filter(({ url }) => url.length <= 1000).slice(0, MOST_FOUND).map(({ url, title, mayWrite }) => ({ url, title: title.slice(0, 200), mayWrite }))
}
