import type { PreferenceRules } from '#lib/mail/preferences/effective.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import type { UserNameForm } from '#lib/mail/phone/program-settings.ts'
import type { Modules } from '#lib/mail/sites/modules.ts'
import type { FileLinkRules } from '#lib/mail/writing/file-link.ts'

/** Where the mail of a site is. */
export interface GatewayServers {
  readonly imap: ServerAddress
  readonly smtp: ServerAddress
  /** Who keeps people's filters; undefined: nobody. */
  readonly sieve?: ServerAddress
  /** People may name another server on the sign-in page. */
  readonly freeChoice: boolean
  /** Ports that a free choice may name. */
  readonly ports: readonly number[]
  /** Whether filters of whoever named a server are looked for there; undefined: no. */
  readonly freeChoiceSieve?: boolean
  /** Appended to a user name without "@" to make the sender's address. */
  readonly domain: string
  /** Names under which its mail servers write Authentication-Results; nobody else's are believed. */
  readonly authenticationHosts: readonly string[]
}

/** What phones and other programs of a site's people are told; what is left out follows from the site's servers. */
export interface ClientsConfig {
  readonly imap?: ServerAddress
  readonly smtp?: ServerAddress
  readonly userName?: UserNameForm
  /** Where calendars are. */
  readonly caldav?: string
}

/** Whom to tell of a weakness and how reports are dealt with; who may show the site in a frame. */
export interface SecurityConfig {
  /** URIs, the preferred one first; empty: nobody is named. */
  readonly contacts: readonly string[]
  readonly policy?: string
  /** Origins; empty: nobody. */
  readonly frameAncestors: readonly string[]
}

export interface SessionConfig {
  readonly idleMinutes: number
  readonly totalMinutes: number
  /** Whether others use the computers from which people sign in; `ask` lets them say. */
  readonly publicComputer: 'ask' | 'always' | 'never'
}

/** An entry of the links panel. */
export interface SiteLink {
  readonly title: string
  /** `https:`, `http:` or `mailto:`. */
  readonly url: string
}

/** Somebody whom everybody of a site has in a book that they cannot change. */
export interface SiteContact {
  readonly name: string
  readonly address: string
}

/** One of the sites that this deployment serves, complete. */
export interface SiteConfig extends PreferenceRules {
  /** `default`, or the NAME of `[site.NAME]`. */
  readonly name: string
  readonly title: string
  /** Host names without a port, lower-case, that choose this site. */
  readonly hosts: readonly string[]
  /** Networks of clients, in CIDR form, that choose it. */
  readonly networks: readonly string[]
  /** Groups whose members come to this site when they sign in. */
  readonly groups: readonly string[]
  /** The last segment of `/site/…` that chooses it. */
  readonly path: string
  readonly servers: GatewayServers
  readonly clients: ClientsConfig
  readonly security: SecurityConfig
  /** How it looks as an application; `browser` is none. */
  readonly app: { readonly display: 'standalone' | 'minimal-ui' | 'browser' }
  /** Names of the directories in which its people look others up, in the order in which they are asked. */
  readonly directories: readonly string[]
  readonly theme: string
  /** Languages that are offered; empty offers all. */
  readonly languages: readonly string[]
  readonly modules: Modules
  /** Markdown; '' says nothing. */
  readonly signInText: string
  readonly motd: string
  readonly limits: { readonly messageSize: number; readonly pageSize: number }
  readonly session: SessionConfig
  /** Characters that a password has at least which somebody chooses here. */
  readonly leastPasswordLength: number
  readonly links: readonly SiteLink[]
  readonly contacts: readonly SiteContact[]
  /** Lower-case host names of the only servers whose address books people may add; empty: every public one. */
  readonly outsideHosts: readonly string[]
  /** Languages that spelling is checked in, of those that there are dictionaries of; empty: all. */
  readonly spellingLanguages: readonly string[]
  readonly fileLinks: FileLinkRules
  /** User names or addresses, `*@domain` for all of it; those of the default site administer every site. */
  readonly admins: readonly string[]
}

/** People who have something in common, known by their user name or address at the site's own server. */
export interface GroupConfig extends PreferenceRules {
  readonly name: string
  /** User names or addresses; `*@domain` is everybody there. */
  readonly members: readonly string[]
  /** Counts on this site only; undefined on every site. */
  readonly site?: string
  /** Markdown, for members only. */
  readonly motd: string
  /** Wins over the site's theme. */
  readonly theme?: string
  readonly links: readonly SiteLink[]
}

export const DEFAULT_SITE = 'default'
