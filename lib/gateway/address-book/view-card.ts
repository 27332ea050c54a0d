import type { CardPlace, KeptCard } from '#lib/address-book/store/address-book-store.ts'
import type { Book, CardRow } from '#lib/mail/contacts/book.ts'
import { uidKey } from '#lib/mail/contacts/uid.ts'
import { membersOf, type Member, memberValue } from '#lib/mail/contacts/members.ts'
import { formatAddresses } from '#lib/mime/addresses.ts'
import type { ContactsOf } from './contacts-of.ts'
import { expandGroup, type Expanded } from './expand-group.ts'

/** A card as its page shows it. */
export interface CardView {
  readonly book: Book
  readonly card: KeptCard
  /** What To becomes when one writes to it; '' where nobody can be written to. */
  readonly writeTo: string
  /** Of a group. */
  readonly members: readonly ShownMember[]
  readonly expanded: Expanded | undefined
  /** Where it may go: books that may be written, but for its own. */
  readonly targets: readonly Book[]
}

/** A member of a group: its card where that is in the book, else what it is called there. */
export interface ShownMember {
  readonly value: string
  readonly text: string
  readonly card: CardRow | undefined
}

/** Members that a page names. */
const MOST_SHOWN = 500

export async function viewCard(of: ContactsOf, place: CardPlace): Promise<CardView> {
  const { store, who } = of
  const [books, card] = await Promise.all([store.books(who), store.card(who, place)])
  const book = await store.book(who, place.book)
  const expanded = card.kind === 'group' ? await expandGroup(of, card) : undefined
  const people = expanded ? expanded.recipients : card.address === '' ? [] : [{ name: card.name === card.address ? '' : card.name, address: card.address }]
  return {
    book,
    card,
    writeTo: formatAddresses(people),
    members: expanded ? await shownMembers(of, card) : [],
    expanded,
    targets: booksToWrite(books, place.book),
  }
}

/** Where cards of that book may go. */
export function booksToWrite(books: readonly Book[], except: string): readonly Book[] {
  return books.filter(({ id, right, kind }) => id !== except && right !== 'read' && kind !== 'collected' && kind !== 'site')
}

async function shownMembers({ store, who }: ContactsOf, { book, card }: KeptCard): Promise<readonly ShownMember[]> {
  const members = membersOf(card).slice(0, MOST_SHOWN)
  const cards = new Map((await store.cardsByUid(who, book, members.flatMap((member) => ('uid' in member ? [member.uid] : [])))).map((each) => [each.uid, each]))
  return members.map((member: Member) => {
    const found = 'uid' in member ? cards.get(uidKey(member.uid)) : undefined
    return { value: memberValue(member), text: found?.name ?? ('address' in member ? member.address : member.uid), card: found }
  })
}
