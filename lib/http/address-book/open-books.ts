import type { Config } from '#lib/config/config.ts'
import { openAddressBookStore, toldToLog, type AddressBookStore } from '#lib/gateway/address-book/open-store.ts'
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
  const open = async (): Promise<AddressBookStore> => toldToLog(await openAddressBookStore(data, preferences.database), log)
  return (holder.opened ??= open().catch((error: unknown) => {
    setTimeout(() => delete holder.opened, RETRY_AFTER).unref()
    log.error('contacts-unavailable', error)
    throw new GatewayError('contacts-unavailable')
  }))
}
