import type { GatewayServers } from '#lib/config/config.ts'
import type { AccountPool } from '#lib/imap/account-pool.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { reachOf, type NetworkReach } from '#lib/mail/network/network-address.ts'
import type { ConnectionSecurity, Credentials, ServerAddress } from '#lib/mail/server-address.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import type { Sessions } from '#lib/session/sessions.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'

/** The one site of this gateway; a configuration with several gives each its own name. */
const SITE = 'default'

/** A server that a person named on the sign-in page. */
export interface NamedServer {
  readonly host: string
  readonly port: number
  readonly security: ConnectionSecurity
}

export interface SignInRequest {
  readonly credentials: Credentials
  readonly server?: NamedServer
  readonly signal: AbortSignal
}

export interface SignInSite {
  readonly servers: GatewayServers
  /** True when the gateway itself listens on loopback only; then a person may name a server there. */
  readonly onLoopback: boolean
  readonly sessions: Sessions
  readonly pool: AccountPool
}

/**
 * Signs somebody in by signing in to the IMAP server; the connection is kept for what comes next. Throws GatewayError
 * 'sign-in-refused', 'server-not-allowed', 'server-unreachable', 'server-not-imap', 'certificate-untrusted', 'server-busy'.
 */
export async function signIn(site: SignInSite, { credentials, server, signal }: SignInRequest): Promise<{ readonly signedIn: SignedIn; readonly cookie: string }> {
  const { imap, smtp } = server ? namedServers(site, server) : site.servers
  await site.pool.of({ server: imap, credentials }, signal).useAny(async () => undefined)
  return site.sessions.begin({
    account: accountKey({ site: SITE, host: imap.host, port: imap.port, user: credentials.user }),
    address: addressOf(credentials.user, server ? imap.host : site.servers.domain),
    imap,
    smtp,
    credentials,
  })
}

/** The user name is the address where it is one already. */
function addressOf(user: string, domain: string): string {
  return user.includes('@') || domain === '' ? user : `${user}@${domain}`
}

const HOST = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.?)+$/i
const ADDRESS = /^[0-9a-f:.]{2,45}$/i

/** What a person named, when the site lets them: allowed ports only, and encrypted unless it is this machine. */
function namedServers({ servers, onLoopback }: SignInSite, { host, port, security }: NamedServer): Pick<GatewayServers, 'imap' | 'smtp'> {
  const isConfigured = host.toLowerCase() === servers.imap.host.toLowerCase() && port === servers.imap.port
  if (isConfigured) return servers
  if (!servers.freeChoice) throw new GatewayError('server-not-allowed', 'no free choice')
  if (!HOST.test(host) && !ADDRESS.test(host)) throw new GatewayError('invalid', 'host')
  if (!servers.ports.includes(port)) throw new GatewayError('server-not-allowed', 'port')
  const isLoopback = host.toLowerCase() === 'localhost' || reachOf(host) === 'loopback'
  if (security === 'none' && !isLoopback) throw new GatewayError('server-not-allowed', 'in the clear')
  const allowed: readonly NetworkReach[] = onLoopback ? ['public', 'loopback'] : ['public']
  const imap: ServerAddress = { host, port, tls: security, verify: !isLoopback, allowed }
  return { imap, smtp: submissionBeside(imap) }
}

/** RFC 8314: submission with TLS from the start beside IMAP with it, else the port that upgrades. */
function submissionBeside(imap: ServerAddress): ServerAddress {
  return imap.tls === 'tls' ? { ...imap, port: 465 } : { ...imap, port: 587 }
}
