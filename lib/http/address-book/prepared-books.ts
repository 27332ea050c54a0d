import 'server-only'
import { bookReader, type BookReader } from '#lib/gateway/address-book/contacts-of.ts'
import type { AddressBookStore } from '#lib/gateway/address-book/open-store.ts'
import { loadPreparedBooks } from '#lib/gateway/people/load-prepared-books.ts'
import type { PreparedBook } from '#lib/mail/contacts/prepared-book.ts'
import { accountKey, identityOfAccount } from '#lib/session/account-identity.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { processSingleton } from '../process-singleton.ts'
import { config, log } from '../wiring.ts'

/** Makes the books that people of the default site have from the beginning; what fails there takes nobody's own away. */
export async function prepareBooks(store: AddressBookStore, session: SignedIn): Promise<void> {
  const books = processSingleton<readonly PreparedBook[]>('prepared-books', () => [])
  const identity = identityOfAccount(session.account)
  if (books.length === 0 || !identity || identity.site !== config().sites[0].name || session.imap.allowed !== undefined) return
  const readerOf = (owner: string): BookReader => bookReader({ account: accountKey({ ...identity, user: owner }), user: owner, address: owner }, [])
  const { realm } = readerOf(session.user)
  const begun = processSingleton('books-prepared', () => new Map<string, Promise<void>>())
  const done = begun.get(realm) ?? loadPreparedBooks(store, { data: config().data, realm, books, readerOf }).catch((error: unknown) => log().error('books not prepared', error))
  begun.set(realm, done)
  await done
}
