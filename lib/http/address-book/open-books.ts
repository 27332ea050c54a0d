import type { Config } from '#lib/config/config.ts'
import { openAddressBookStore, type AddressBookStore } from '#lib/gateway/address-book/open-store.ts'
import type { Log } from '#lib/log/log.ts'
import { openOnce } from '../open-once.ts'

/** Where this gateway keeps address books. Rejects with GatewayError 'contacts-unavailable'. */
export function addressBooks(config: Pick<Config, 'data' | 'preferences'>, log: Log): Promise<AddressBookStore> {
  return openOnce('address-books', openAddressBookStore, config, log)
}
