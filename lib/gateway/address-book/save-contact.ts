import type { KeptCard } from '#lib/address-book/store/address-book-store.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { type ContactFields, isBirthday, NO_CARD, withFields } from '#lib/mail/contacts/contact-fields.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { ContactsOf } from './contacts-of.ts'

/** A new contact in that book. Throws GatewayError 'invalid' for one that says nothing, and for a birthday that is no date. */
export async function createContact({ store, who }: ContactsOf, book: string, fields: ContactFields): Promise<KeptCard> {
  return store.save(who, book, checked(NO_CARD, fields))
}

/** A new group. */
export async function createGroup({ store, who }: ContactsOf, book: string, name: string): Promise<KeptCard> {
  const trimmed = name.trim()
  if (trimmed === '') throw new GatewayError('invalid', 'group', { refusal: { name: 'card-empty' } })
  const property = (key: string, value: string) => ({ name: key, parameters: {}, type: 'text', values: [value] })
  return store.save(who, book, { properties: [property('kind', 'group'), property('fn', trimmed)] })
}

/** What the form says, over the card as it was when the form was made; GatewayError 'conflict' where it is another one by now. */
export async function changeContact({ store, who }: ContactsOf, place: { readonly book: string; readonly id: string; readonly expected: string }, fields: ContactFields): Promise<KeptCard> {
  const { card, etag } = await store.card(who, place)
  if (etag !== place.expected) throw new GatewayError('conflict', 'etag', { refusal: { name: 'card-changed' } })
  return store.save(who, place.book, checked(card, fields), place)
}

function checked(before: Card, fields: ContactFields): Card {
  const known = before.properties.find(({ name }) => name === 'bday')?.values[0]
  if (!isBirthday(fields.texts.birthday) && fields.texts.birthday !== known) throw new GatewayError('invalid', 'birthday', { refusal: { name: 'card-birthday' } })
  const card = withFields(before, fields)
  const says = card.properties.some(({ name, values }) => ['fn', 'email', 'tel'].includes(name) && values[0] !== '')
  if (!says) throw new GatewayError('invalid', 'empty', { refusal: { name: 'card-empty' } })
  return card
}
