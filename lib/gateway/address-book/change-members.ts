import type { CardPlace, KeptCard } from '#lib/address-book/store/address-book-store.ts'
import { separateAddresses } from '#lib/composition/addresses/separate-addresses.ts'
import { type Member, withMembers } from '#lib/mail/contacts/members.ts'
import { uidKey } from '#lib/mail/contacts/uid.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import { parseAddresses } from '#lib/mime/addresses.ts'
import type { ContactsOf } from './contacts-of.ts'

export interface MemberChange {
  /** Addresses as they are typed, with commas or line breaks between them. */
  readonly typed?: string
  /** Cards of the same book. */
  readonly cards?: readonly string[]
  /** Members to take away, as the card names them. */
  readonly remove?: readonly string[]
}

/** Where others change the group at the same time. */
const TRIES = 3

/**
 * Members added and taken away; whoever else does so at the same time loses nothing. An address that a card of the book has stands
 * for that card. Throws GatewayError 'invalid' for what is no address.
 */
export async function changeMembers(of: ContactsOf, place: CardPlace, change: MemberChange): Promise<KeptCard> {
  const { store, who } = of
  const add = await membersIn(of, place.book, change)
  for (let left = TRIES; ; left--) {
    const group = await store.card(who, place)
    if (group.kind !== 'group') throw new GatewayError('invalid', 'no group')
    const own = add.filter((member) => !('uid' in member) || uidKey(member.uid) !== group.uid)
    try {
      return await store.save(who, place.book, withMembers(group.card, { add: own, remove: change.remove ?? [] }), { id: place.id, expected: group.etag })
    } catch (error) {
      if (left === 1 || !isGatewayError(error) || error.failure !== 'conflict') throw error
    }
  }
}

async function membersIn({ store, who }: ContactsOf, book: string, { typed = '', cards = [] }: MemberChange): Promise<readonly Member[]> {
  const chosen = await Promise.all(cards.map(async (id): Promise<Member> => ({ uid: (await store.card(who, { book, id })).uid })))
  const addresses = parseAddresses(separateAddresses(typed.replaceAll(/[\r\n]+/g, ', ')).replaceAll(';', ',')).flatMap((each) => each.group ?? [each]).map(({ address }) => address)
  if (addresses.some((address) => !/^[^@\s]+@[^@\s]+$/.test(address))) throw new GatewayError('invalid', 'member', { refusal: { name: 'contact-address' } })
  const known = await store.known(who, addresses.map((address) => address.toLowerCase()))
  const named = addresses.map((address): Member => {
    const row = known.get(address.toLowerCase())
    return row?.book === book ? { uid: row.uid } : { address }
  })
  return [...chosen, ...named]
}
