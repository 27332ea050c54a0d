import type { AddressBookStore, KeptCard } from '#lib/address-book/store/address-book-store.ts'
import { columnsOf, rowOf } from '#lib/address-book/store/card-columns.ts'
import type { SiteContact } from '#lib/config/sites/site-config.ts'
import { withFurtherBook } from '../directory-book/further-book.ts'
import { derivedUuid } from '../people/derived-uuid.ts'

/** The id of the book that a site gives everybody. */
const SITE_BOOK = 'site'

/** The store with a book that nobody can change: what the administrator names. Without any contact there is no such book. */
export function withSiteBook(store: AddressBookStore, contacts: readonly SiteContact[]): AddressBookStore {
  if (contacts.length === 0) return store
  const cards = cardsOf(contacts)
  return withFurtherBook(store, { book: { id: SITE_BOOK, title: '', kind: 'site', isOwn: true, right: 'read', owner: '' }, cards: async () => cards })
}

function cardsOf(contacts: readonly SiteContact[]): readonly KeptCard[] {
  return contacts.map(({ name, address }, at) => {
    const text = (property: string, value: string) => ({ name: property, parameters: {}, type: 'text', values: [value] })
    const card = { properties: [text('fn', name), text('email', address), { name: 'uid', parameters: {}, type: 'uri', values: [`urn:uuid:${derivedUuid(address.toLowerCase())}`] }] }
    return { ...rowOf({ ...columnsOf(card), book: SITE_BOOK, id: `${SITE_BOOK}-${at}`, change: 0, changed: 0 }), card, created: 0 }
  })
}
