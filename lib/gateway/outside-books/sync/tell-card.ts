import { createHash } from 'node:crypto'
import type { KeptCard } from '#lib/address-book/store/address-book-store.ts'
import type { WholeLink } from '#lib/address-book/outside/outside-book-store.ts'
import type { RemoteCard } from '#lib/dav/client/remote-book.ts'
import { DavProblem } from '#lib/dav/dav-problem.ts'
import { letGo } from './let-go.ts'
import { agreedOn, cardHere, type CardProblem, NOWHERE, noted, type SyncJob } from './sync-job.ts'
import { takeCard } from './take-card.ts'
import { saySame, writeCard } from './wire-card.ts'

/** What is there by now is something that nobody here has seen: nothing is written over it. */
const UNSEEN: ReadonlySet<string> = new Set<CardProblem>(['unreadable', 'too-large', 'double', 'no-room'])
/** A state that is not known: the card is fetched. */
const UNKNOWN = '?'

/** Tells the server what became of a card here since both sides agreed: new, changed or deleted. Doing it again changes nothing. */
export async function tellCard(job: SyncJob, id: string): Promise<void> {
  const { outside, book } = job
  const [here, link] = [await cardHere(job, id), await outside.linkOf(book.book, id)]
  if (!here) return link && tellDeletion(job, link)
  if (link && (link.conflict || UNSEEN.has(link.problem) || link.local === here.etag)) return
  if (link?.agreed && link.etag !== '' && link.problem === '' && (await saySame(here.card, link.agreed))) return outside.saveLink(book.book, { ...link, local: here.etag })
  if (!book.mayWrite) return outside.saveLink(book.book, kept(here, link, 'read-only'))
  await tell(job, here, link)
}

async function tellDeletion(job: SyncJob, link: WholeLink): Promise<void> {
  const { outside, client, book, pulse } = job
  // Who changed it there wins over who deleted it here.
  if (link.conflict === 'changed') return look(job, link.href)
  if (UNSEEN.has(link.problem)) return outside.saveLink(book.book, { ...link, card: '' })
  if (!book.mayWrite) return
  if (link.etag !== '') {
    await pulse()
    try {
      await client.remove(link.href, link.etag)
    } catch (error) {
      if (!(error instanceof DavProblem) || !['conflict', 'forbidden'].includes(error.kind)) throw error
      return look(job, link.href)
    }
  }
  await outside.dropLink(book.book, link.href)
}

async function tell(job: SyncJob, here: KeptCard, link: WholeLink | undefined): Promise<void> {
  const { outside, client, book, pulse } = job
  const isThere = link !== undefined && !link.href.startsWith(NOWHERE)
  const href = isThere ? link.href : client.addressOf(nameOf(here))
  const before = isThere ? link.etag : ''
  await pulse()
  let etag: string | undefined
  try {
    etag = await client.put(href, writeCard(here.card), before === '' ? { kind: 'nothing' } : { kind: 'state', etag: before })
  } catch (error) {
    if (!(error instanceof DavProblem)) throw error
    const problem = REFUSALS[error.kind]
    if (problem !== undefined) return outside.saveLink(book.book, kept(here, link, problem))
    if (error.kind !== 'conflict' && error.kind !== 'gone') throw error
    return meet(job, { href, before, here, link })
  }
  if (link && !isThere) await outside.dropLink(book.book, link.href)
  // RFC 6352 §6.3.2.3: a server that names no state may have written something else than it was given.
  const isSure = etag !== undefined && etag.startsWith('"')
  await outside.saveLink(book.book, agreedOn(href, isSure ? (etag as string) : UNKNOWN, here))
  if (!isSure) await look(job, href)
}

const REFUSALS: Readonly<Record<string, CardProblem>> = { forbidden: 'read-only', rejected: 'rejected', 'not-carddav': 'rejected', 'too-large': 'rejected' }

/** Something else is there than was agreed. */
async function meet(job: SyncJob, { href, before, here, link }: { readonly href: string; readonly before: string; readonly here: KeptCard; readonly link: WholeLink | undefined }): Promise<void> {
  const { outside, book } = job
  const there = await fetch(job, href)
  const isStubborn = there ? there.etag === before : before === ''
  if (isStubborn) return outside.saveLink(book.book, kept(here, link, 'rejected'))
  if (there) return takeCard(job, there, () => false)
  await letGo(job, href)
}

async function look(job: SyncJob, href: string): Promise<void> {
  const there = await fetch(job, href)
  if (there) await takeCard(job, there, () => false)
  else await letGo(job, href)
}

async function fetch({ client, pulse }: SyncJob, href: string): Promise<RemoteCard | undefined> {
  await pulse()
  const [found] = await Array.fromAsync(client.cards([href]))
  return found && { ...found, url: href }
}

/** The card stays as it is here, and is told again when it has changed. */
function kept({ id }: KeptCard, link: WholeLink | undefined, problem: CardProblem): WholeLink {
  return { ...(link ?? noted(`${NOWHERE}${id}`, { card: id, etag: '' }, problem)), problem }
}

/** The same one each time, so that a card which was written before a crash is found again. */
function nameOf({ uid }: KeptCard): string {
  return /^[\w.-]{1,100}$/.test(uid) && !/^\.+$/.test(uid) ? uid : createHash('sha256').update(uid).digest('hex').slice(0, 40)
}
