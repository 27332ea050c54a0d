import type { LdapServer } from '#lib/mail/directory/directory-settings.ts'

/** Where a search goes on (RFC 4511 §4.5.3), as far as the configuration lets it. */
export interface Referral {
  readonly server: LdapServer
  /** Undefined where the search goes on below the same base. */
  readonly base: string | undefined
}

/** References of one answer that are followed. */
const MOST_FOLLOWED = 4

/**
 * The servers of these references (LDAP URLs, RFC 4516) that the configuration names, asked as safely as the first one: whoever may write
 * a reference into a directory does not choose who learns what is looked for, or as whom it is asked.
 */
export function followed(references: readonly string[], server: LdapServer): readonly Referral[] {
  const referrals = references.flatMap((reference) => {
    const url = URL.canParse(reference) ? new URL(reference) : undefined
    const host = url?.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase() ?? ''
    if (!url || !/^ldaps?:$/.test(url.protocol) || !server.referrals?.includes(host)) return []
    const port = url.port === '' ? (server.tls === 'tls' ? 636 : 389) : Number(url.port)
    return [{ server: { ...server, host, port, referrals: [] }, base: decoded(url.pathname.slice(1)) }]
  })
  return referrals.slice(0, MOST_FOLLOWED)
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text) || undefined
  } catch {
    return undefined // no such text: the same base
  }
}
