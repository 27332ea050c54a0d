import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import type { AddressBookStore, BookReader } from './address-book-store.ts'

/** Opens an empty store, and the same one anew. */
export type OpenAddressBooks = () => Promise<{ readonly store: AddressBookStore; readonly again: () => Promise<AddressBookStore> }>

const REALM = '["default","mail.example.test",993]'

export function reader(user: string, groups: readonly string[] = [], realm = REALM): BookReader {
  return { account: JSON.stringify([realm, user]), user, realm, names: [user, `${user}@example.test`], groups }
}

export function text(name: string, ...values: CardProperty['values']): CardProperty {
  return { name, parameters: {}, type: 'text', values }
}

export function person(name: string, ...more: readonly CardProperty[]): Card {
  return { properties: [text('fn', name), ...more] }
}
