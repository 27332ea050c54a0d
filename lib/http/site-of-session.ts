import type { Config } from '#lib/config/config.ts'
import { groupsOf, isAmong } from '#lib/config/sites/groups-of.ts'
import type { GroupConfig, SiteConfig } from '#lib/config/sites/site-config.ts'
import type { DirectorySettings } from '#lib/mail/directory/directory-settings.ts'
import { SIEVE_PORT } from '#lib/mail/filters/script.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { siteOfAccount } from '#lib/session/account-identity.ts'
import type { SessionLimits } from '#lib/session/sessions.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'

const MINUTE = 60_000

/** The site that somebody signed in to; undefined when it is not served any more. */
export function siteOfSession({ sites }: Pick<Config, 'sites'>, { account }: Pick<SignedIn, 'account'>): SiteConfig | undefined {
  const name = siteOfAccount(account)
  return sites.find((site) => site.name === name)
}

/** The groups of somebody who is signed in, in the order of the file; none of whoever named a server of their own. */
export function groupsOfSession({ sites, groups }: Pick<Config, 'sites' | 'groups'>, session: Pick<SignedIn, 'account' | 'user' | 'address' | 'imap'>): readonly GroupConfig[] {
  const site = siteOfSession({ sites }, session)
  // A server that a person named is the only one whose name may lead to some networks alone.
  return site === undefined || session.imap.allowed !== undefined ? [] : groupsOf(groups, session, site.name)
}

/**
 * The sites that somebody administers: all of them for whom the default site names, else only the one that they signed in to,
 * where that names them. Nobody who named a server of their own administers anything: there anybody may be called anything;
 * nor does who reads an administrator's mail to help.
 */
export function administeredSites({ sites }: Pick<Config, 'sites'>, session: Pick<SignedIn, 'account' | 'user' | 'address' | 'imap' | 'support'>): readonly SiteConfig[] {
  const site = siteOfSession({ sites }, session)
  if (site === undefined || session.imap.allowed !== undefined || session.support !== undefined || !isAmong(site.admins, session)) return []
  return site === sites[0] ? sites : [site]
}

/**
 * The directories in which somebody looks others up, in the order of their site. None for whoever named a mail server of their own:
 * a site's people are not theirs to ask for, and their password is not for a site's directory.
 */
export function directorySettingsOf({ sites, directories }: Pick<Config, 'sites' | 'directories'>, session: Pick<SignedIn, 'account' | 'imap'>): readonly DirectorySettings[] {
  const site = siteOfSession({ sites }, session)
  if (!site?.modules.directory || session.imap.allowed !== undefined) return []
  return site.directories.flatMap((name) => directories.find((each) => each.name === name) ?? [])
}

/**
 * Who keeps somebody's filters. Whoever named a mail server of their own has them there or nowhere, reached only where that server may be:
 * their password is not for a site's server, nor the other way round.
 */
export function filterServerOf({ sites }: Pick<Config, 'sites'>, session: Pick<SignedIn, 'account' | 'imap'>): ServerAddress | undefined {
  const site = siteOfSession({ sites }, session)
  if (!site?.modules.filters) return undefined
  const { imap } = session
  if (imap.allowed === undefined) return site.servers.sieve
  const { freeChoice, freeChoiceSieve = false } = site.servers
  return freeChoice && freeChoiceSieve ? { ...imap, port: SIEVE_PORT, tls: imap.tls === 'none' ? 'none' : 'starttls' } : undefined
}

/** How long sessions of an account last, by its site: not at all where that is not served any more. Without an account, the longest of all. */
export function sessionLimits({ sites }: Pick<Config, 'sites'>, account?: string): SessionLimits {
  const asked = account === undefined ? sites : sites.filter(({ name }) => name === siteOfAccount(account))
  const longest = (of: (site: SiteConfig) => number): number => Math.max(-1, ...asked.map((site) => of(site) * MINUTE))
  return { idleMilliseconds: longest(({ session }) => session.idleMinutes), totalMilliseconds: longest(({ session }) => session.totalMinutes) }
}
