import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { identityOfAccount } from '#lib/session/account-identity.ts'
import type { ProvenAccount } from '../dav/proven-accounts.ts'
import { addressOf } from '../sign-in.ts'

/**
 * Who an account is that a password for programs opens, where `user` is their name or address and the site still lets them be there;
 * else undefined. Their mail server is not asked.
 */
export function accountBehind(account: string, site: Pick<SiteConfig, 'name' | 'servers'>, user: string): ProvenAccount | undefined {
  const identity = identityOfAccount(account)
  if (!identity || identity.site !== site.name) return undefined
  const { imap, domain, freeChoice } = site.servers
  const isSites = identity.host === imap.host.toLowerCase() && identity.port === imap.port
  // Whoever named a server of their own is nobody whom the site's lists name.
  if (!isSites && !freeChoice) return undefined
  const address = addressOf(identity.user, isSites ? domain : identity.host)
  if (![identity.user, address].some((name) => name.toLowerCase() === user.toLowerCase())) return undefined
  return { account, user: identity.user, address, imap: isSites ? imap : { host: identity.host, port: identity.port, tls: 'tls', verify: true, allowed: [] } }
}
