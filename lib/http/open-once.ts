import type { Config } from '#lib/config/config.ts'
import { toldToLog } from '#lib/gateway/address-book/open-store.ts'
import type { Log } from '#lib/log/log.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { processSingleton } from './process-singleton.ts'

interface Holder<Store> {
  opened?: Promise<Store>
}

/** A storage that cannot be reached is asked no more often, in milliseconds. */
const RETRY_AFTER = 5_000

/** The one store of that name in this process. Opened at first use; one that could not be opened is tried again a little later, and is GatewayError 'contacts-unavailable'. */
export function openOnce<Store extends object>(name: string, open: (data: string, database?: string) => Promise<Store>, { data, preferences }: Pick<Config, 'data' | 'preferences'>, log: Log): Promise<Store> {
  const holder = processSingleton<Holder<Store>>(name, () => ({}))
  const begin = async (): Promise<Store> => toldToLog(await open(data, preferences.database), log)
  return (holder.opened ??= begin().catch((error: unknown) => {
    setTimeout(() => delete holder.opened, RETRY_AFTER).unref()
    log.error('contacts-unavailable', error, { store: name })
    throw new GatewayError('contacts-unavailable')
  }))
}
