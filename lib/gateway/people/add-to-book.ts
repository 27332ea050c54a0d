import type { Card } from '#lib/mail/contacts/card.ts'
import { addressesOf } from '#lib/mail/contacts/card.ts'
import { fieldsOfCard, NO_CARD, withFields } from '#lib/mail/contacts/contact-fields.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { Pick } from '#lib/mail/people/pick.ts'
import { parseAddresses } from '#lib/mime/addresses.ts'
import type { ContactsOf } from '../address-book/contacts-of.ts'

/** How many became contacts, and how many were in the book before. */
export interface AddedPeople {
  readonly added: number
  readonly known: number
}

/** Reads an entry of a directory as a card. Throws GatewayError 'server-unreachable', 'no-such-contact'. */
export type ReadEntry = (place: { readonly directory: string; readonly entry: string }) => Promise<Card>

/**
 * Puts those who were chosen into an address book, with all that their source tells of them: cards are copied, entries read once more. Whom the book has by uid
 * or address stays as they are. All are read before the first is saved. Throws GatewayError 'invalid' where nobody or no book was chosen.
 */
export async function addToBook({ store, who }: ContactsOf, { picks, book }: { readonly picks: readonly Pick[]; readonly book: string }, readEntry: ReadEntry): Promise<AddedPeople> {
  if (picks.length === 0) throw new GatewayError('invalid', 'nobody chosen', { refusal: { name: 'nobody-chosen' } })
  if (book === '') throw new GatewayError('invalid', 'no book', { refusal: { name: 'no-contact-target' } })
  const cards: Card[] = []
  // One after the other: a directory has few connections, and others look people up meanwhile.
  for (const { written, place } of picks) {
    if (place && 'entry' in place) cards.push(await readEntry(place))
    else if (place) cards.push((await store.card(who, { book: place.book, id: place.card })).card)
    else cards.push(cardOfAddress(written))
  }
  let added = 0
  for (const card of cards) if (await addOne({ store, who }, book, card)) added += 1
  return { added, known: cards.length - added }
}

async function addOne({ store, who }: ContactsOf, book: string, card: Card): Promise<boolean> {
  const known = await store.known(who, addressesOf(card).map((address) => address.toLowerCase()))
  if ([...known.values()].some((row) => row.book === book)) return false
  try {
    await store.save(who, book, card)
    return true
  } catch (error) {
    // The uid is there already.
    if (isGatewayError(error) && error.failure === 'conflict') return false
    throw error
  }
}

function cardOfAddress(written: string): Card {
  const [first] = parseAddresses(written).flatMap((each) => each.group ?? [each])
  if (!first || !/^[^@\s<>,]+@[^@\s<>,]+$/.test(first.address)) throw new GatewayError('invalid', 'address', { refusal: { name: 'contact-address' } })
  const empty = fieldsOfCard(NO_CARD)
  return withFields(NO_CARD, { ...empty, texts: { ...empty.texts, name: first.name || first.address }, emails: [{ was: '', value: first.address, kind: 'other' }] })
}
