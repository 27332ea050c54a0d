import type { ConnectionSecurity } from '../network/server-address.ts'
import type { PreferenceValues } from '../preferences/schema.ts'

/** Another account that somebody keeps, by the preference `accounts`. */
export type KeptAccount = PreferenceValues['accounts'][number]

/** The server and user of an account. */
export interface AccountPlace {
  readonly user: string
  readonly host: string
  readonly port: number
}

/** The same, and how one connects there. */
export interface ReachedPlace extends AccountPlace {
  readonly security: ConnectionSecurity
}

/** The site's own server. */
export type OwnServer = Omit<ReachedPlace, 'user'>

/** What of an account is kept besides its title; who kept it before it could be said says nothing of security. */
type Kept = Omit<KeptAccount, 'title' | 'security'> & { readonly security?: string }

/** Where an account is that somebody keeps: an empty host stands for the site's own server, an empty port and no security for what is usual there. */
export function placeOf({ user, host, port, security = '' }: Kept, own: OwnServer): ReachedPlace {
  const isOwnHost = host === '' || host.toLowerCase() === own.host.toLowerCase()
  const at = port === '' ? (isOwnHost ? own.port : security === 'starttls' ? 143 : 993) : Number(port)
  const usual = isOwnHost && at === own.port ? own.security : at === 143 ? 'starttls' : 'tls'
  return { user, host: (host || own.host).toLowerCase(), port: at, security: isSecurity(security) ? security : usual }
}

/** Whether that is the account at this place, however one connects to it. Hosts compare without case. */
export function isAt(kept: Kept, place: AccountPlace, own: OwnServer): boolean {
  const { user, host, port } = placeOf(kept, own)
  return user === place.user && host === place.host.toLowerCase() && port === place.port
}

/** How that account is kept; nothing is said of the site's own server, which may move. */
export function keptAs(title: string, { user, host, port, security }: ReachedPlace, own: OwnServer): KeptAccount {
  const isOwn = host.toLowerCase() === own.host.toLowerCase() && port === own.port
  return { title, user, host: isOwn ? '' : host, port: isOwn ? '' : String(port), security: isOwn ? '' : security }
}

const isSecurity = (text: string): text is ConnectionSecurity => text === 'tls' || text === 'starttls' || text === 'none'
