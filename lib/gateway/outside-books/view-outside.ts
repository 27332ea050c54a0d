import type { CardRow } from '#lib/mail/contacts/book.ts'
import type { BookReader } from '#lib/address-book/store/address-book-store.ts'
import type { FoundBook, OutsideBook } from '#lib/address-book/outside/outside-book-store.ts'
import type { BackgroundRuns } from './background-runs.ts'
import type { OutsideKit } from './outside-kit.ts'

/** A book and how it goes with the one that it is like. */
export interface OutsideState {
  readonly book: string
  readonly title: string
  readonly server: string
  /** Of that server. */
  readonly host: string
  readonly mayWrite: boolean
  readonly isRunning: boolean
  /** Milliseconds since 1970; 0 for never. */
  readonly ended: number
  readonly problem: string
  /** Contacts for which somebody has to choose. */
  readonly conflicts: readonly CardRow[]
  /** How many could not be read there, and how many could not be told there. */
  readonly untaken: number
  readonly untold: number
}

/** A server and the books on it. */
export interface ServerView {
  readonly id: string
  readonly host: string
  readonly user: string
  readonly isRefused: boolean
  readonly states: readonly OutsideState[]
  /** Books there that are not followed. */
  readonly offered: readonly FoundBook[]
}

/** Conflicts that are named; there may be more. */
const MOST_CONFLICTS = 100

export async function viewServers(kit: OutsideKit, runs: BackgroundRuns, who: BookReader): Promise<readonly ServerView[]> {
  const [servers, books] = [await kit.outside.servers(who.account), await kit.outside.books(who.account)]
  const followed = new Set(books.map(({ url }) => url))
  return Promise.all(servers.map(async ({ id, address, user, isRefused, found }) => ({
    id,
    host: new URL(address).host,
    user,
    isRefused,
    states: await Promise.all(books.filter(({ server }) => server === id).map((book) => stateOf(kit, runs, who, book))),
    offered: found.filter(({ url }) => !followed.has(url)),
  })))
}

/** How it goes with one book of a reader, theirs or shared; undefined for one that is like no other. */
export async function viewOutsideBook(kit: OutsideKit, runs: BackgroundRuns, who: BookReader, book: string): Promise<OutsideState | undefined> {
  const known = await kit.outside.book(book)
  return known && stateOf(kit, runs, who, known)
}

async function stateOf({ store, outside }: OutsideKit, runs: BackgroundRuns, who: BookReader, { book, server, url, mayWrite, run }: OutsideBook): Promise<OutsideState> {
  const links = await outside.openLinks(book)
  const conflicts = await Promise.all(links.filter(({ conflict }) => conflict).slice(0, MOST_CONFLICTS).map(({ card: id }) => store.card(who, { book, id }).catch(() => undefined))) // deleted meanwhile
  const title = await store.book(who, book).then((known) => known.title, () => '') // deleted meanwhile
  const isUntold = ({ problem, card }: { readonly problem: string; readonly card: string }): boolean => ['read-only', 'rejected'].includes(problem) && card !== ''
  return {
    book,
    title,
    server,
    host: new URL(url).host,
    mayWrite,
    isRunning: runs.isBusy(book),
    ended: run.ended,
    problem: run.problem,
    conflicts: conflicts.flatMap((each) => (each ? [rowOf(each)] : [])),
    untold: links.filter(isUntold).length,
    untaken: links.filter((link) => link.problem !== '' && !isUntold(link)).length,
  }
}

function rowOf({ card: _, created: __, ...row }: CardRow & { readonly card: unknown; readonly created: number }): CardRow {
  return row
}
