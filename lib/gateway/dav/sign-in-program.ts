import { siteOfGroups } from '#lib/config/sites/groups-of.ts'
import type { GroupConfig, SiteConfig } from '#lib/config/sites/site-config.ts'
import type { AccountPool } from '#lib/imap/account-pool.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'
import { readProgramPassword } from '#lib/mail/programs/program-password.ts'
import { accountBehind } from '../program-passwords/account-behind.ts'
import type { ProgramPasswordStore } from '../program-passwords/open-store.ts'
import { addressOf } from '../sign-in.ts'
import type { ProvenAccount, ProvenAccounts } from './proven-accounts.ts'
import type { SignInBrake } from './sign-in-brake.ts'

/** What is remembered of programs' sign-ins. */
export interface ProgramDoor {
  readonly proven: ProvenAccounts
  readonly brake: SignInBrake
  readonly pool: Pick<AccountPool, 'of' | 'closeAccount'>
  readonly passwords: () => Promise<ProgramPasswordStore>
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

/** Somebody whom a program has signed in, and their site. */
export interface SignedInProgram {
  readonly person: ProvenAccount
  readonly site: SiteConfig
}

/**
 * Who a program's name and password belong to: by a password that they made for programs, else by what their mail server says.
 * Undefined where they are wrong, 'too-often' where others were wrong too often from there. Throws GatewayError where the mail server
 * or the storage cannot be asked.
 */
export async function signInProgram({ proven, brake, pool, passwords }: ProgramDoor, { site: here, sites, groups, from, credentials }: ProgramRequest): Promise<SignedInProgram | 'too-often' | undefined> {
  const { user, password } = credentials
  const site = siteOfGroups(sites, groups, { user, address: addressOf(user, here.servers.domain) }, here)
  if (!brake.mayTry(from, credentials)) return 'too-often'
  const person = readProgramPassword(password) === undefined ? await proven.prove({ name: site.name, servers: site.servers, pool, client: from }, credentials) : await byProgramPassword()
  if (!person) return undefined
  brake.wasRight(from, credentials)
  return { person, site }

  /** One that was revoked is never sent to the mail server, which would count it against its person. */
  async function byProgramPassword(): Promise<ProvenAccount | undefined> {
    const account = site.modules.program_passwords ? await (await passwords()).accountOf(password, Date.now()) : undefined
    return account === undefined ? undefined : accountBehind(account, site, user)
  }
}
