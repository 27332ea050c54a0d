import 'server-only'
import { bookReader, type BookReader } from '#lib/gateway/address-book/contacts-of.ts'
import type { AddressBookStore } from '#lib/gateway/address-book/open-store.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { config, groupsOf, log } from '../wiring.ts'
import { addressBooks as openedBooks } from './open-books.ts'

/** As whom the books know somebody who is signed in. */
export function readerOf(session: SignedIn): BookReader {
  return bookReader(session, groupsOf(session))
}

/** Where this gateway keeps address books. Throws GatewayError 'contacts-unavailable'. */
export function addressBooks(): Promise<AddressBookStore> {
  return openedBooks(config(), log())
}
