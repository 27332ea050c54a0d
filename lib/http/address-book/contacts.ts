import 'server-only'
import type { ContactsOf } from '#lib/gateway/address-book/contacts-of.ts'
import { withSiteBook } from '#lib/gateway/address-book/site-book.ts'
import { noticingChanges } from '#lib/gateway/outside-books/noticed-changes.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { currentSite } from '../wiring.ts'
import { addressBooks, readerOf } from './address-books.ts'
import { outsideRuns } from './outside.ts'

/** The address books of somebody who is signed in; what they change goes on to other servers. Throws GatewayError 'contacts-unavailable'. */
export async function contactsOf(session: SignedIn): Promise<ContactsOf> {
  const { contacts, modules } = await currentSite(session)
  const books = await addressBooks()
  const store = modules.outside_books ? noticingChanges(books, (book) => outsideRuns().changed(book)) : books
  return { store: withSiteBook(store, contacts), who: readerOf(session) }
}
