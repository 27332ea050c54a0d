import type { CardRow } from '#lib/mail/contacts/book.ts'
import type { BookReader } from '#lib/address-book/store/address-book-store.ts'
import type { FoundBook, OutsideBook, OutsideLink } from '#lib/address-book/outside/outside-book-store.ts'
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
  /** Contacts that could not be told there. */
  readonly untold: readonly CardRow[]
  /** What could not be taken from there, by the last part of its address. */
  readonly untaken: readonly string[]
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

/** Contacts of one kind that are named; there may be more. */
const MOST_NAMED = 100

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
  const rowsOf = async (some: readonly OutsideLink[]): Promise<readonly CardRow[]> => {
    const cards = await Promise.all(some.slice(0, MOST_NAMED).map(({ card: id }) => store.card(who, { book, id }).catch(() => undefined))) // deleted meanwhile
    return cards.flatMap((each) => (each ? [rowOf(each)] : []))
  }
  const title = await store.book(who, book).then((known) => known.title, () => '') // deleted meanwhile
  const isUntold = ({ problem, card }: OutsideLink): boolean => ['read-only', 'rejected'].includes(problem) && card !== ''
  return {
    book,
    title,
    server,
    host: new URL(url).host,
    mayWrite,
    isRunning: runs.isBusy(book),
    ended: run.ended,
    problem: run.problem,
    conflicts: await rowsOf(links.filter(({ conflict }) => conflict)),
    untold: await rowsOf(links.filter(isUntold)),
    untaken: links.filter((link) => link.problem !== '' && !isUntold(link)).slice(0, MOST_NAMED).map(({ href }) => nameIn(href)),
  }
}

/** The last part of an address as people read it. */
function nameIn(href: string): string {
  const last = href.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    return last // a lone percent sign
  }
}

function rowOf({ card: _, created: __, ...row }: CardRow & { readonly card: unknown; readonly created: number }): CardRow {
  return row
}
