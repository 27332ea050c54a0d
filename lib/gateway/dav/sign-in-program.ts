import { siteOfGroups } from '#lib/config/sites/groups-of.ts'
import type { GroupConfig, SiteConfig } from '#lib/config/sites/site-config.ts'
import type { AccountPool } from '#lib/imap/account-pool.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'
import { addressOf } from '../sign-in.ts'
import type { ProvenAccount, ProvenAccounts } from './proven-accounts.ts'
import type { SignInBrake } from './sign-in-brake.ts'

/** What is remembered of programs' sign-ins. */
export interface ProgramDoor {
  readonly proven: ProvenAccounts
  readonly brake: SignInBrake
  readonly pool: Pick<AccountPool, 'of' | 'closeAccount'>
}

export interface ProgramRequest {
  /** The one that the request's host leads to. */
  readonly site: SiteConfig
  readonly sites: readonly SiteConfig[]
  readonly groups: readonly GroupConfig[]
  /** The client's address. */
  readonly from: string
  readonly credentials: Credentials
}

/**
 * Who a program's name and password belong to, and their site; undefined where they are wrong, 'too-often' where others were wrong
 * too often from there. Throws GatewayError where the mail server cannot be asked.
 */
export async function signInProgram({ proven, brake, pool }: ProgramDoor, { site: here, sites, groups, from, credentials }: ProgramRequest): Promise<{ readonly person: ProvenAccount; readonly site: SiteConfig } | 'too-often' | undefined> {
  const { user } = credentials
  const site = siteOfGroups(sites, groups, { user, address: addressOf(user, here.servers.domain) }, here)
  if (!brake.mayTry(from, credentials)) return 'too-often'
  const person = await proven.prove({ name: site.name, servers: site.servers, pool }, credentials)
  if (!person) return undefined
  brake.wasRight(from, credentials)
  return { person, site }
}
