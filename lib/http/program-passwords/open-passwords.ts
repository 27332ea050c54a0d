import type { Config } from '#lib/config/config.ts'
import { toldToLog } from '#lib/gateway/address-book/open-store.ts'
import { openProgramPasswordStore, type ProgramPasswordStore } from '#lib/gateway/program-passwords/open-store.ts'
import type { Log } from '#lib/log/log.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { processSingleton } from '../process-singleton.ts'

interface Holder {
  opened?: Promise<ProgramPasswordStore>
}

/** A storage that cannot be reached is asked no more often, in milliseconds. */
const RETRY_AFTER = 5_000

/** Where this gateway keeps passwords for programs. Opened at first use; one that could not be opened is tried again a little later, and is GatewayError 'contacts-unavailable'. */
export function programPasswords({ data, preferences }: Pick<Config, 'data' | 'preferences'>, log: Log): Promise<ProgramPasswordStore> {
  const holder = processSingleton<Holder>('program-passwords', () => ({}))
  const open = async (): Promise<ProgramPasswordStore> => toldToLog(await openProgramPasswordStore(data, preferences.database), log)
  return (holder.opened ??= open().catch((error: unknown) => {
    setTimeout(() => delete holder.opened, RETRY_AFTER).unref()
    log.error('program-passwords-unavailable', error)
    throw new GatewayError('contacts-unavailable')
  }))
}
