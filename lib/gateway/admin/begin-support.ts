import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import type { AccountPool } from '#lib/imap/account-pool.ts'
import type { Traced } from '#lib/log/trace/traced.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import { userNames } from '#lib/mail/sites/user-names.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import type { Sessions } from '#lib/session/sessions.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { addressOf } from '../sign-in.ts'

export interface SupportRequest {
  readonly administrator: SignedIn
  /** Whose mail is to be read: as they sign in. */
  readonly user: string
  /** The site of both. */
  readonly site: Pick<SiteConfig, 'name' | 'servers'>
  readonly sessions: Sessions
  readonly pool: AccountPool
  /** The address of the administrator's browser. */
  readonly client?: string
  readonly traced?: Traced
  readonly signal: AbortSignal
}

/**
 * A session in which an administrator reads somebody's mail and changes nothing, proved by their own password and the authorization identity of PLAIN
 * (RFC 4616 §2): whether they may, the mail server decides. It ends soon when nobody goes on, and is noted for that person first. Throws GatewayError 'invalid' for
 * their own mail and 'refused' where the server does not let them, else as a sign-in does.
 */
export async function beginSupport({ administrator, user, site, sessions, pool, client, traced, signal }: SupportRequest): Promise<{ readonly signedIn: SignedIn; readonly cookie: string }> {
  const { imap, smtp } = administrator
  const { domain } = site.servers
  if (userNames(administrator.user, domain).includes(user.toLowerCase())) throw new GatewayError('invalid', 'own mail')
  const credentials = { ...administrator.credentials(), actsFor: user }
  const connections = pool.of({ server: imap, credentials, readOnly: true, ...(client !== undefined && { client }), ...(traced && { traced }) }, signal)
  await connections.useAny(async () => undefined).catch((error: unknown) => {
    throw isGatewayError(error) && error.failure === 'sign-in-refused' ? new GatewayError('refused', 'support', { cause: error, refusal: { name: 'support-refused', with: { user } } }) : error
  })
  // As on a computer that others use: the browser keeps nothing of it.
  return sessions.begin({ account: accountKey({ site: site.name, host: imap.host, port: imap.port, user }), address: addressOf(user, domain), imap, smtp, credentials, onPublicComputer: true })
}
