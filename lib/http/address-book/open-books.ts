import type { Config } from '#lib/config/config.ts'
import { openAddressBookStore, toldToLog, type AddressBookStore } from '#lib/gateway/address-book/open-store.ts'
import { IMPORT_SILENCE, takeBackStalled } from '#lib/gateway/address-book/transfer/take-back.ts'
import type { Log } from '#lib/log/log.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { processSingleton } from '../process-singleton.ts'

interface Holder {
  opened?: Promise<AddressBookStore>
}

/** A storage that cannot be reached is asked no more often, in milliseconds. */
const RETRY_AFTER = 5_000

/** Where this gateway keeps address books. Opened at first use; one that could not be opened is tried again a little later, and is GatewayError 'contacts-unavailable'. */
export function addressBooks({ data, preferences }: Pick<Config, 'data' | 'preferences'>, log: Log): Promise<AddressBookStore> {
  const holder = processSingleton<Holder>('address-books', () => ({}))
  const open = async (): Promise<AddressBookStore> => {
    const store = toldToLog(await openAddressBookStore(data, preferences.database), log)
    // What another process left half done: at once, and when it has been silent for long enough.
    lookAfterStalled(store, log)
    setTimeout(() => lookAfterStalled(store, log), IMPORT_SILENCE * 1.1).unref()
    return store
  }
  return (holder.opened ??= open().catch((error: unknown) => {
    setTimeout(() => delete holder.opened, RETRY_AFTER).unref()
    log.error('contacts-unavailable', error)
    throw new GatewayError('contacts-unavailable')
  }))
}

/** Sees to it that imports that were broken off are taken back; nobody waits for it. */
export function lookAfterStalled(store: AddressBookStore, log: Log): void {
  takeBackStalled(store).catch((error: unknown) => log.error('imports not taken back', error))
}
