import 'server-only'
import { bookReader, type ContactsOf } from '#lib/gateway/address-book/contacts-of.ts'
import { withDirectoryBooks } from '#lib/gateway/directory-book/directory-book.ts'
import { openAddressBookStore, toldToLog, type AddressBookStore } from '#lib/gateway/address-book/open-store.ts'
import { withSiteBook } from '#lib/gateway/address-book/site-book.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { directoriesOf } from '../directory/site-directories.ts'
import { processSingleton } from '../process-singleton.ts'
import { config, currentSite, groupsOf, log } from '../wiring.ts'
import { prepareBooks } from './prepared-books.ts'

/** The address books of somebody who is signed in. Throws GatewayError 'contacts-unavailable'. */
export async function contactsOf(session: SignedIn): Promise<ContactsOf> {
  const { contacts } = await currentSite(session)
  const books = await addressBooks()
  await prepareBooks(books, session)
  return { store: withSiteBook(withDirectoryBooks(books, directoriesOf(session), session, log()), contacts), who: bookReader(session, groupsOf(session)) }
}

interface Holder {
  opened?: Promise<AddressBookStore>
}

/** A storage that cannot be reached is asked no more often, in milliseconds. */
const RETRY_AFTER = 5_000

/** Where this gateway keeps address books. Opened at first use; one that could not be opened is tried again a little later. */
function addressBooks(): Promise<AddressBookStore> {
  const holder = processSingleton<Holder>('address-books', () => ({}))
  return (holder.opened ??= open().catch((error: unknown) => {
    setTimeout(() => delete holder.opened, RETRY_AFTER).unref()
    log().error('contacts-unavailable', error)
    throw new GatewayError('contacts-unavailable')
  }))
}

async function open(): Promise<AddressBookStore> {
  const { data, preferences } = config()
  return toldToLog(await openAddressBookStore(data, preferences.database), log())
}
