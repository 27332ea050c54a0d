import { CARDS_PER_BOOK } from '#lib/address-book/store/address-book-store.ts'
import type { OutsideLink } from '#lib/address-book/outside/outside-book-store.ts'
import type { RemoteCard, RemoteChanges } from '#lib/dav/client/remote-book.ts'
import { DavProblem } from '#lib/dav/dav-problem.ts'
import { letGo } from './let-go.ts'
import type { SyncJob } from './sync-job.ts'
import { takeCard, unusable } from './take-card.ts'
import { tellCard } from './tell-card.ts'

/** Cards asked for at once. */
const AT_ONCE = 50
/** Octets of cards that one run takes; the next one goes on. */
const RUN_OCTETS = 256 * 1024 * 1024
/** From so many cards on, more than half of them are not taken away without asking. */
const FEW = 10

/** Something that synchronising stops for besides what the server answers. */
export class SyncStop extends Error {
  readonly kind: 'many-gone' | 'unfinished'
  constructor(kind: 'many-gone' | 'unfinished') {
    super(kind)
    this.name = 'SyncStop'
    this.kind = kind
  }
}

/**
 * Brings a book here and one on another server to the same state. What the server says comes first, then it is told what was changed
 * here. Each step is durable before the next and does nothing where it was done before, and what was reached is noted last: a run
 * that ends anywhere loses and doubles nothing. Throws DavProblem, SyncStop, and GatewayError of the address books.
 */
export async function synchroniseBook(job: SyncJob): Promise<void> {
  const { store, outside, who, book } = job
  const told = await changesThere(job)
  if (told.changed.length > CARDS_PER_BOOK) throw new DavProblem('too-large', 'cards')
  const links = told.isAll ? await outside.links(book.book) : []
  const gone = goneThere(told, links)
  refuseManyGone(job, told, links, gone)
  await takeAll(job, await newsIn(job, told, links), gone)
  for (const href of gone) await letGo(job, href)

  const here = await store.changesSince(who, book.book, book.change)
  const waiting = (await outside.openLinks(book.book)).filter(({ local, problem, card }) => card !== '' && ((local === '' && problem === '') || (job.tellsAgain && problem !== ''))).map(({ card }) => card)
  const ids = new Set([...waiting, ...here.gone.map(({ id }) => id), ...here.changed.map(({ id }) => id)])
  for (const id of ids) await tellCard(job, id)
  await outside.changeBook(book.book, { token: told.token, change: here.change })
}

/** Since the last time where the server can say so, else all there is. */
async function changesThere({ client, book, pulse }: SyncJob): Promise<RemoteChanges> {
  await pulse()
  try {
    return await client.changes(book.token)
  } catch (error) {
    if (!(error instanceof DavProblem) || !['token-too-old', 'not-carddav', 'forbidden', 'rejected', 'conflict', 'failed'].includes(error.kind)) throw error
    await pulse()
    if (error.kind === 'token-too-old') return client.changes('')
    return client.everything()
  }
}

function goneThere({ changed, gone, isAll }: RemoteChanges, links: readonly OutsideLink[]): ReadonlySet<string> {
  const there = new Set(changed.map(({ url }) => url))
  const isKnown = ({ href, etag, conflict }: OutsideLink): boolean => href.startsWith('http') && etag !== '' && conflict !== 'deleted'
  return isAll ? new Set(links.filter((link) => isKnown(link) && !there.has(link.href)).map(({ href }) => href)) : new Set(gone)
}

/** A server that lists next to nothing has more likely lost the book than somebody has deleted everything. */
function refuseManyGone({ mayRemoveMany }: SyncJob, { isAll }: RemoteChanges, links: readonly OutsideLink[], gone: ReadonlySet<string>): void {
  const cards = links.filter(({ card }) => card !== '').length
  if (isAll && !mayRemoveMany && cards >= FEW && gone.size > cards / 2) throw new SyncStop('many-gone')
}

/** The addresses of what is another one than was agreed; where only changes were told, what is known of these alone is read. */
async function newsIn({ outside, book }: SyncJob, { changed, isAll }: RemoteChanges, links: readonly OutsideLink[]): Promise<readonly string[]> {
  const known = new Map(links.map((link) => [link.href, link]))
  const news: string[] = []
  for (const { url, etag } of changed) {
    const link = isAll ? known.get(url) : await outside.link(book.book, url)
    if (isNews(link, etag)) news.push(url)
  }
  return news
}

/** In a conflict the state that is known is that of `theirs`, which a list of links does not have. */
function isNews(link: OutsideLink | undefined, etag: string): boolean {
  return !link || link.conflict !== undefined || link.etag !== etag
}

async function takeAll(job: SyncJob, hrefs: readonly string[], gone: ReadonlySet<string>): Promise<void> {
  let octets = 0
  for (let at = 0; at < hrefs.length; at += AT_ONCE) {
    for await (const remote of fetchAll(job, hrefs.slice(at, at + AT_ONCE))) {
      octets += Buffer.byteLength(remote.text)
      await takeCard(job, remote, (href) => gone.has(href))
    }
    if (octets > RUN_OCTETS) throw new SyncStop('unfinished')
  }
}

/** The cards of those addresses; an answer that is too large is asked for in halves, and a card that is by itself is noted. */
async function* fetchAll(job: SyncJob, hrefs: readonly string[]): AsyncGenerator<RemoteCard> {
  const { client, outside, book, pulse } = job
  await pulse()
  try {
    yield* await Array.fromAsync(client.cards(hrefs))
  } catch (error) {
    if (!(error instanceof DavProblem) || error.kind !== 'too-large') throw error
    const [only = '', ...more] = hrefs
    const half = Math.ceil(hrefs.length / 2)
    if (more.length === 0) await outside.saveLink(book.book, unusable(await outside.link(book.book, only), { url: only, etag: '' }, 'too-large'))
    else {
      yield* fetchAll(job, hrefs.slice(0, half))
      yield* fetchAll(job, hrefs.slice(half))
    }
  }
}
