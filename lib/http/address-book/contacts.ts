import 'server-only'
import { bookReader, type ContactsOf } from '#lib/gateway/address-book/contacts-of.ts'
import { openAddressBookStore, toldToLog, type AddressBookStore } from '#lib/gateway/address-book/open-store.ts'
import { withSiteBook } from '#lib/gateway/address-book/site-book.ts'
import { IMPORT_SILENCE, takeBackStalled } from '#lib/gateway/address-book/transfer/take-back.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { processSingleton } from '../process-singleton.ts'
import { config, currentSite, groupsOf, log } from '../wiring.ts'

/** The address books of somebody who is signed in. Throws GatewayError 'contacts-unavailable'. */
export async function contactsOf(session: SignedIn): Promise<ContactsOf> {
  const { contacts } = await currentSite(session)
  return { store: withSiteBook(await addressBooks(), contacts), who: bookReader(session, groupsOf(session)) }
}

interface Holder {
  opened?: Promise<AddressBookStore>
}

/** A storage that cannot be reached is asked no more often, in milliseconds. */
const RETRY_AFTER = 5_000

/** Where this gateway keeps address books. Opened at first use; one that could not be opened is tried again a little later. */
export function addressBooks(): Promise<AddressBookStore> {
  const holder = processSingleton<Holder>('address-books', () => ({}))
  return (holder.opened ??= open().catch((error: unknown) => {
    setTimeout(() => delete holder.opened, RETRY_AFTER).unref()
    log().error('contacts-unavailable', error)
    throw new GatewayError('contacts-unavailable')
  }))
}

async function open(): Promise<AddressBookStore> {
  const { data, preferences } = config()
  const store = toldToLog(await openAddressBookStore(data, preferences.database), log())
  // What another process left half done: at once, and when it has been silent for long enough.
  lookAfterStalled(store)
  setTimeout(() => lookAfterStalled(store), IMPORT_SILENCE * 1.1).unref()
  return store
}

/** Sees to it that imports that were broken off are taken back; nobody waits for it. */
export function lookAfterStalled(store: AddressBookStore): void {
  takeBackStalled(store).catch((error: unknown) => log().error('imports not taken back', error))
}
