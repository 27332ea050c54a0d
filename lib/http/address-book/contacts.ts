import 'server-only'
import type { ContactsOf } from '#lib/gateway/address-book/contacts-of.ts'
import { withSiteBook } from '#lib/gateway/address-book/site-book.ts'
import { withDirectoryBooks } from '#lib/gateway/directory-book/directory-book.ts'
import { noticingChanges } from '#lib/gateway/outside-books/noticed-changes.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { directoriesOf } from '../directory/site-directories.ts'
import { currentSite, log } from '../wiring.ts'
import { addressBooks, readerOf } from './address-books.ts'
import { outsideRuns } from './outside.ts'
import { prepareBooks } from './prepared-books.ts'

/** The address books of somebody who is signed in; what they change goes on to other servers. Throws GatewayError 'contacts-unavailable'. */
export async function contactsOf(session: SignedIn): Promise<ContactsOf> {
  const { contacts, modules } = await currentSite(session)
  const books = await addressBooks()
  await prepareBooks(books, session)
  const store = modules.outside_books ? noticingChanges(books, (book) => outsideRuns().changed(book)) : books
  return { store: withSiteBook(withDirectoryBooks(store, directoriesOf(session), session, log()), contacts), who: readerOf(session) }
}
