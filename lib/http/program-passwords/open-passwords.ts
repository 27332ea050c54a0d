import type { Config } from '#lib/config/config.ts'
import { openProgramPasswordStore, type ProgramPasswordStore } from '#lib/gateway/program-passwords/open-store.ts'
import type { Log } from '#lib/log/log.ts'
import { openOnce } from '../open-once.ts'

/** Where this gateway keeps passwords for programs. Rejects with GatewayError 'contacts-unavailable'. */
export function programPasswords(config: Pick<Config, 'data' | 'preferences'>, log: Log): Promise<ProgramPasswordStore> {
  return openOnce('program-passwords', openProgramPasswordStore, config, log)
}
