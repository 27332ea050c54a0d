import type { RemoteCard } from '#lib/dav/client/remote-book.ts'
import type { KeptCard } from '#lib/address-book/store/address-book-store.ts'
import type { WholeLink } from '#lib/address-book/outside/outside-book-store.ts'
import { type Card, preferred, textOf } from '#lib/mail/contacts/card.ts'
import { agreedOn, cardHere, type CardProblem, failureOf, NOWHERE, noted, type SyncJob } from './sync-job.ts'
import { readCard, saySame, withUid } from './wire-card.ts'

/** Where somebody changes the card here at the same time. */
const TRIES = 5

/**
 * A card as it is there now: new here, changed here, or, where it was changed on both sides since they agreed, kept beside what is
 * here until somebody chooses. `isGone` says of another address of the book there whether nothing is at it any more. Doing it
 * again changes nothing.
 */
export async function takeCard(job: SyncJob, remote: RemoteCard, isGone: (href: string) => boolean): Promise<void> {
  const { outside, book } = job
  const link = await outside.link(book.book, remote.url)
  const read = await readCard(remote.text)
  if (read === undefined) return outside.saveLink(book.book, unusable(link, remote, 'unreadable'))
  const theirs = withUid(read, remote.url)
  for (let left = TRIES; ; left--) {
    try {
      return await settle(job, { remote, theirs, link, isGone })
    } catch (error) {
      const failure = failureOf(error)
      if (failure === 'conflict' && left > 1) continue
      const problem = PROBLEMS[failure ?? '']
      if (problem === undefined) throw error
      return outside.saveLink(book.book, unusable(link, remote, problem))
    }
  }
}

const PROBLEMS: Readonly<Record<string, CardProblem>> = { conflict: 'double', 'too-large': 'too-large', refused: 'no-room' }

/** What was agreed before stays known, so that nothing here is deleted or told there for it. */
export function unusable(link: WholeLink | undefined, { url, etag }: Pick<RemoteCard, 'url' | 'etag'>, problem: CardProblem): WholeLink {
  return link ? { ...link, etag, problem } : noted(url, { card: '', etag }, problem)
}

interface Meeting {
  readonly remote: RemoteCard
  readonly theirs: Card
  readonly link: WholeLink | undefined
  readonly isGone: (href: string) => boolean
}

async function settle(job: SyncJob, { remote, theirs, link: known, isGone }: Meeting): Promise<void> {
  const { outside, store, who, book } = job
  const save = (link: WholeLink): Promise<void> => outside.saveLink(book.book, link)
  const own = await cardHere(job, known?.card ?? '')
  const other = own ? undefined : await unlinked(job, theirs, isGone)
  const [here, link] = other ? [other.here, known ?? other.link] : [own, known]
  if (!here) return known?.card && (await isAgreed(theirs, known)) ? save({ ...known, etag: remote.etag }) : save(agreedOn(remote.url, remote.etag, await store.save(who, book.book, theirs)))
  await save(await met(job, { remote, theirs, here, link }))
  if (other?.link && other.link.href !== remote.url) await outside.dropLink(book.book, other.link.href)
}

/** What becomes of a card that is on both sides. */
async function met({ store, who, book }: SyncJob, { remote, theirs, here, link }: { readonly remote: RemoteCard; readonly theirs: Card; readonly here: KeptCard; readonly link: WholeLink | undefined }): Promise<WholeLink> {
  if (await saySame(here.card, theirs)) return agreedOn(remote.url, remote.etag, here)
  const isOwnChange = !link || link.conflict !== undefined || (here.etag !== link.local && !(await isAgreed(here.card, link)))
  if (!isOwnChange) return agreedOn(remote.url, remote.etag, await store.save(who, book.book, theirs, { id: here.id, expected: here.etag }))
  if (link && link.conflict === undefined && (await isAgreed(theirs, link))) return { ...link, href: remote.url, etag: remote.etag, problem: '' }
  return { href: remote.url, card: here.id, etag: link?.etag ?? '', local: link?.local ?? '', problem: '', agreed: link?.agreed, theirs: { card: theirs, etag: remote.etag }, conflict: 'changed' }
}

/** True for what both sides had when they agreed. */
async function isAgreed(card: Card, { agreed, conflict }: WholeLink): Promise<boolean> {
  return agreed !== undefined && conflict === undefined && (await saySame(card, agreed))
}

/** A card here with that UID that belongs to no other card there. */
async function unlinked({ store, outside, who, book }: SyncJob, card: Card, isGone: (href: string) => boolean): Promise<{ readonly here: KeptCard; readonly link: WholeLink | undefined } | undefined> {
  const [here] = await store.cardsByUid(who, book.book, [textOf(preferred(card, 'uid'))])
  const link = here && (await outside.linkOf(book.book, here.id))
  return here && (!link || link.href.startsWith(NOWHERE) || isGone(link.href)) ? { here, link } : undefined
}
