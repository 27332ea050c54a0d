import 'server-only'
import { bookReader, type BookReader, type ContactsOf } from '#lib/gateway/address-book/contacts-of.ts'
import type { AddressBookStore } from '#lib/gateway/address-book/open-store.ts'
import { withSiteBook } from '#lib/gateway/address-book/site-book.ts'
import { withDirectoryBooks } from '#lib/gateway/directory-book/directory-book.ts'
import { noticingChanges } from '#lib/gateway/outside-books/noticed-changes.ts'
import { loadPreparedBooks } from '#lib/gateway/people/load-prepared-books.ts'
import type { PreparedBook } from '#lib/mail/contacts/prepared-book.ts'
import { accountKey, identityOfAccount } from '#lib/session/account-identity.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { directoriesOf } from '../directory/site-directories.ts'
import { processSingleton } from '../process-singleton.ts'
import { config, currentSite, log } from '../wiring.ts'
import { addressBooks, readerOf } from './address-books.ts'
import { outsideRuns } from './outside.ts'

/** The address books of somebody who is signed in; what they change goes on to other servers. Throws GatewayError 'contacts-unavailable'. */
export async function contactsOf(session: SignedIn): Promise<ContactsOf> {
  const { contacts, modules } = await currentSite(session)
  const books = await addressBooks()
  await prepare(books, session)
  const store = modules.outside_books ? noticingChanges(books, (book) => outsideRuns().changed(book)) : books
  return { store: withSiteBook(withDirectoryBooks(store, directoriesOf(session), session, log()), contacts), who: readerOf(session) }
}

/** Makes the books that people of the default site have from the beginning; what fails there takes nobody's own away. */
async function prepare(store: AddressBookStore, session: SignedIn): Promise<void> {
  const books = processSingleton<readonly PreparedBook[]>('prepared-books', () => [])
  const identity = identityOfAccount(session.account)
  if (books.length === 0 || !identity || identity.site !== config().sites[0].name || session.imap.allowed !== undefined) return
  const ownerOf = (owner: string): BookReader => bookReader({ account: accountKey({ ...identity, user: owner }), user: owner, address: owner }, [])
  const { realm } = ownerOf(session.user)
  const begun = processSingleton('books-prepared', () => new Map<string, Promise<void>>())
  const done = begun.get(realm) ?? loadPreparedBooks(store, { data: config().data, realm, books, readerOf: ownerOf }).catch((error: unknown) => log().error('books not prepared', error))
  begun.set(realm, done)
  await done
}
