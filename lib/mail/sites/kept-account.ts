import type { PreferenceValues } from '../preferences/schema.ts'

/** Another account that somebody keeps, by the preference `accounts`. */
export type KeptAccount = PreferenceValues['accounts'][number]

/** The server and user of an account. */
export interface AccountPlace {
  readonly user: string
  readonly host: string
  readonly port: number
}

/** Where an account is that somebody keeps: an empty host stands for the site's own server, an empty port for its usual one. */
export function placeOf({ user, host, port }: Omit<KeptAccount, 'title'>, own: Omit<AccountPlace, 'user'>): AccountPlace {
  return { user, host: (host || own.host).toLowerCase(), port: port !== '' ? Number(port) : host === '' || host.toLowerCase() === own.host.toLowerCase() ? own.port : 993 }
}

/** Whether that is the account at this place. Hosts compare without case. */
export function isAt(kept: Omit<KeptAccount, 'title'>, place: AccountPlace, own: Omit<AccountPlace, 'user'>): boolean {
  const { user, host, port } = placeOf(kept, own)
  return user === place.user && host === place.host.toLowerCase() && port === place.port
}

/** How that account is kept; nothing is said of the site's own server, which may move. */
export function keptAs(title: string, { user, host, port }: AccountPlace, own: Omit<AccountPlace, 'user'>): KeptAccount {
  const isOwn = host.toLowerCase() === own.host.toLowerCase() && port === own.port
  return { title, user, host: isOwn ? '' : host, port: isOwn ? '' : String(port) }
}
