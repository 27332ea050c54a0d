import { cardHere, failureOf, type SyncJob } from './sync-job.ts'
import { saySame } from './wire-card.ts'

/** Where somebody changes the card here at the same time. */
const TRIES = 5

/** A card that is gone there goes here, too, unless it was changed here since both sides agreed: then somebody chooses. */
export async function letGo(job: SyncJob, href: string): Promise<void> {
  for (let left = TRIES; ; left--) {
    try {
      return await once(job, href)
    } catch (error) {
      if (failureOf(error) !== 'conflict' || left === 1) throw error
    }
  }
}

async function once(job: SyncJob, href: string): Promise<void> {
  const { outside, store, who, book } = job
  const link = await outside.link(book.book, href)
  const here = await cardHere(job, link?.card ?? '')
  if (!link || !here) return outside.dropLink(book.book, href)
  const isOwnChange = link.conflict !== undefined || (here.etag !== link.local && !(link.agreed && (await saySame(here.card, link.agreed))))
  if (isOwnChange) return outside.saveLink(book.book, { ...link, etag: '', theirs: undefined, conflict: 'deleted' })
  await store.remove(who, { book: book.book, id: here.id }, here.etag)
  await outside.dropLink(book.book, href)
}
