import { createHash } from 'node:crypto'
import type { BookReader, CardPlace, KeptCard } from '#lib/address-book/store/address-book-store.ts'
import type { WholeLink } from '#lib/address-book/outside/outside-book-store.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { OutsideKit } from './outside-kit.ts'
import { agreedOn, failureOf } from './sync/sync-job.ts'

/** What is to hold of a contact that differs: what is here, what is there, or both as two contacts. */
export type Choice = 'here' | 'there' | 'both'

/** A contact that was changed here and there. */
export interface CardConflict {
  readonly kind: 'changed' | 'deleted'
  /** What is there; undefined where it was deleted. */
  readonly theirs: Card | undefined
  /** Which two states somebody sees who chooses now. */
  readonly seen: string
}

/** What has to be chosen for a contact; undefined where nothing has. */
export async function conflictOf({ outside }: Pick<OutsideKit, 'outside'>, { book, id, etag }: Pick<KeptCard, 'book' | 'id' | 'etag'>): Promise<CardConflict | undefined> {
  const link = (await outside.book(book)) && (await outside.linkOf(book, id))
  return link?.conflict && { kind: link.conflict, theirs: link.theirs?.card, seen: seenOf(link, etag) }
}

/**
 * Settles a conflict as somebody has chosen who saw that state of both sides; another one is GatewayError 'conflict'. What holds here is
 * told there at the next run. Doing it again after a crash changes nothing more.
 */
export async function settleConflict(kit: OutsideKit, who: BookReader, place: CardPlace, { keep, seen }: { readonly keep: Choice; readonly seen: string }): Promise<void> {
  const { store, outside } = kit
  const here = await store.card(who, place)
  if ((await store.book(who, place.book)).right === 'read') throw new GatewayError('contacts-forbidden', 'read')
  const link = (await outside.book(place.book)) && (await outside.linkOf(place.book, place.id))
  if (!link?.conflict) return
  if (seenOf(link, here.etag) !== seen) throw new GatewayError('conflict', 'seen', { refusal: { name: 'card-changed' } })
  if (keep === 'here' || (keep === 'both' && !link.theirs)) return outside.saveLink(place.book, { ...link, etag: link.theirs?.etag ?? '', agreed: link.theirs?.card, local: '', theirs: undefined, conflict: undefined, problem: '' })
  if (!link.theirs) {
    await store.remove(who, place, here.etag)
    return outside.dropLink(place.book, link.href)
  }
  if (keep === 'both') await saveCopy(kit, who, here, seen)
  const saved = await store.save(who, place.book, link.theirs.card, { id: place.id, expected: here.etag })
  await outside.saveLink(place.book, agreedOn(link.href, link.theirs.etag, saved))
}

/** The contact as it is here, once more with a UID that follows from what was seen: a second copy is none. */
async function saveCopy({ store }: OutsideKit, who: BookReader, { card, book }: KeptCard, seen: string): Promise<void> {
  const hex = createHash('sha256').update(seen).digest('hex')
  const uid = `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  const properties = [...card.properties.filter(({ name }) => name !== 'uid'), { name: 'uid', parameters: {}, type: 'uri', values: [uid] }]
  await store.save(who, book, { properties }).catch((error: unknown) => {
    if (failureOf(error) !== 'conflict') throw error
  })
}

function seenOf({ href, theirs }: WholeLink, local: string): string {
  return createHash('sha256').update(JSON.stringify([href, theirs?.etag ?? '', local])).digest('base64url').slice(0, 22)
}
