import type { Config } from '#lib/config/config.ts'
import { openAddressBookStore, type AddressBookStore } from '#lib/gateway/address-book/open-store.ts'
import { IMPORT_SILENCE, takeBackStalled } from '#lib/gateway/address-book/transfer/take-back.ts'
import type { Log } from '#lib/log/log.ts'
import { openOnce } from '../open-once.ts'

/** Where this gateway keeps address books. Rejects with GatewayError 'contacts-unavailable'. */
export function addressBooks(config: Pick<Config, 'data' | 'preferences'>, log: Log): Promise<AddressBookStore> {
  const open = async (data: string, database?: string): Promise<AddressBookStore> => {
    const store = await openAddressBookStore(data, database)
    // What another process left half done: at once, and when it has been silent for long enough.
    lookAfterStalled(store, log)
    setTimeout(() => lookAfterStalled(store, log), IMPORT_SILENCE * 1.1).unref()
    return store
  }
  return openOnce('address-books', open, config, log)
}

/** Sees to it that imports that were broken off are taken back; nobody waits for it. */
export function lookAfterStalled(store: AddressBookStore, log: Log): void {
  takeBackStalled(store).catch((error: unknown) => log.error('imports not taken back', error))
}
