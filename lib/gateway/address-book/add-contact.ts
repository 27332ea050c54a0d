import type { KeptCard } from '#lib/address-book/store/address-book-store.ts'
import { fieldsOfCard, NO_CARD, withFields } from '#lib/mail/contacts/contact-fields.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { ContactsOf } from './contacts-of.ts'

export interface Added {
  readonly card: Pick<KeptCard, 'book' | 'id' | 'name'>
  /** False where a card had the address before. */
  readonly isNew: boolean
}

/**
 * Somebody whom a message names becomes a contact of the personal book; a collected address moves there, and who is known already
 * stays as they are. Throws GatewayError 'invalid' for what is no address.
 */
export async function addContact({ store, who }: ContactsOf, { name, address }: { readonly name: string; readonly address: string }): Promise<Added> {
  if (!/^[^@\s<>,]+@[^@\s<>,]+$/.test(address)) throw new GatewayError('invalid', 'address', { refusal: { name: 'contact-address' } })
  const books = await store.books(who)
  const personal = books.find(({ kind, isOwn }) => isOwn && kind === 'personal')
  const collected = books.find(({ kind, isOwn }) => isOwn && kind === 'collected')
  if (!personal) throw new GatewayError('no-such-contact', 'personal book')
  const known = (await store.known(who, [address.toLowerCase()])).get(address.toLowerCase())
  if (known && known.book !== collected?.id) return { card: known, isNew: false }
  if (known) return { card: await store.move(who, known, personal.id), isNew: true }
  const empty = fieldsOfCard(NO_CARD)
  const card = withFields(NO_CARD, { ...empty, texts: { ...empty.texts, name: name.replaceAll(/\p{Cc}+/gu, ' ').trim() || address }, emails: [{ was: '', value: address, kind: 'other' }] })
  return { card: await store.save(who, personal.id, card), isNew: true }
}
