import type { KeptCard } from '#lib/address-book/store/address-book-store.ts'
import { type Card, inOrder, textOf } from '#lib/mail/contacts/card.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { ContactsOf } from '../address-book/contacts-of.ts'
import { uidOfEntry } from './card-of-entry.ts'
import { followEntry } from './follow-entry.ts'

interface EntryPlace {
  readonly directory: string
  readonly dn: string
}

/** The contact in one of the reader's own books that belongs to an entry of a directory, the personal book first. */
export async function contactOfEntry({ store, who }: ContactsOf, place: EntryPlace): Promise<KeptCard | undefined> {
  const uid = uidOfEntry(place)
  for (const { id, isOwn, kind, right } of await store.books(who)) {
    if (!isOwn || kind === 'collected' || right === 'read') continue
    const [card] = await store.cardsByUid(who, id, [uid]).catch(withoutThem)
    if (card) return card
  }
  return undefined
}

/** What the reader has noted about an entry. */
export const noteOf = (card: Pick<KeptCard, 'card'> | undefined): string => (card ? inOrder(card.card, 'note').map(textOf).join('\n') : '')

/**
 * Notes about an entry, kept in the contact that belongs to it; without one it becomes a contact of the personal book. `expected` is the state of the contact that
 * was shown. Answers the contact; undefined where there was nothing to note. Throws GatewayError 'conflict' where another state is there now.
 */
export async function saveNote(of: ContactsOf, { note, expected, ...place }: EntryPlace & { readonly note: string; readonly expected: string | undefined }, readEntry: () => Promise<Card>): Promise<KeptCard | undefined> {
  const { store, who } = of
  const known = await contactOfEntry(of, place)
  if (known) {
    if (known.etag !== expected) throw new GatewayError('conflict', 'etag', { refusal: { name: 'card-changed' } })
    return store.save(who, known.book, withNote(known.card, note), { id: known.id, expected: known.etag })
  }
  if (note.trim() === '') return undefined
  const personal = (await store.books(who)).find(({ kind, isOwn }) => isOwn && kind === 'personal')
  if (!personal) throw new GatewayError('no-such-contact', 'personal book')
  return store.save(who, personal.id, withNote(await readEntry(), note))
}

/** The contact with what the directory tells now, saved where that is new; somebody who changes it at the same time is not disturbed. */
export async function followed({ store, who }: ContactsOf, kept: KeptCard, told: Card): Promise<KeptCard> {
  const card = followEntry(kept.card, told)
  if (!card) return kept
  return store.save(who, kept.book, card, { id: kept.id, expected: kept.etag }).catch((error: unknown) => {
    if (isGatewayError(error)) return kept
    throw error
  })
}

function withNote(card: Card, note: string): Card {
  const others = card.properties.filter(({ name }) => name !== 'note')
  return { properties: note.trim() === '' ? others : [...others, { name: 'note', parameters: {}, type: 'text', values: [note] }] }
}

function withoutThem(error: unknown): readonly KeptCard[] {
  if (isGatewayError(error)) return []
  throw error
}
