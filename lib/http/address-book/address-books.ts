import 'server-only'
import { bookReader, type BookReader } from '#lib/gateway/address-book/contacts-of.ts'
import { openAddressBookStore, toldToLog, type AddressBookStore } from '#lib/gateway/address-book/open-store.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { processSingleton } from '../process-singleton.ts'
import { config, groupsOf, log } from '../wiring.ts'

/** As whom the books know somebody who is signed in. */
export function readerOf(session: SignedIn): BookReader {
  return bookReader(session, groupsOf(session))
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
  return toldToLog(await openAddressBookStore(data, preferences.database), log())
}
