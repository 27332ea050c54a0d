import { readFile } from 'node:fs/promises'
import type { Config } from '#lib/config/config.ts'
import { openKeyringStore, type KeyringStore } from '#lib/gateway/signatures/open-keyring.ts'
import type { Log } from '#lib/log/log.ts'
import { openOnce } from '../open-once.ts'

/** Where this gateway keeps people's keyrings. Rejects with GatewayError 'contacts-unavailable'. */
export function keyrings(config: Pick<Config, 'data' | 'preferences'>, log: Log): Promise<KeyringStore> {
  return openOnce('keyrings', openKeyringStore, config, log)
}

/** The authorities that a site trusts, in PEM; read each time, since they are renewed now and then. '' where there are none, and where they cannot be read. */
export async function smimeAuthorities({ smimeAuthorities: file }: Pick<Config, 'smimeAuthorities'>, log: Log): Promise<string> {
  if (file === undefined) return ''
  return readFile(file, 'utf8').catch((error: unknown) => {
    log.error('smime.authorities', error)
    return ''
  })
}
