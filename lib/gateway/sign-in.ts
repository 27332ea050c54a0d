import type { GatewayServers } from '#lib/config/sites/site-config.ts'
import type { AccountPool } from '#lib/imap/account-pool.ts'
import type { Traced } from '#lib/log/trace/traced.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { reachOf, type NetworkReach } from '#lib/mail/network/network-address.ts'
import type { ConnectionSecurity, Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import type { Sessions } from '#lib/session/sessions.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'

/** A server that a person named on the sign-in page. */
export interface NamedServer {
  readonly host: string
  readonly port: number
  readonly security: ConnectionSecurity
}

export interface SignInRequest {
  readonly credentials: Credentials
  readonly server?: NamedServer
  /** The person says that others use this computer too. */
  readonly onPublicComputer?: boolean
  /** The address of the browser. */
  readonly client?: string
  readonly signal: AbortSignal
}

export interface SignInSite {
  /** Part of the account's identity: the same user on two sites is two people. */
  readonly name: string
  readonly servers: GatewayServers
  /** Every browser of this site is one that others use too. */
  readonly isPublicTerminal: boolean
  /** True when the gateway itself listens on loopback only; then a person may name a server there. */
  readonly onLoopback: boolean
  readonly sessions: Sessions
  readonly pool: AccountPool
  /** Writes down what is said to servers for whoever signs in, where somebody asked for it. */
  readonly tracedFor?: (user: string) => Traced
}

/**
 * Signs somebody in by signing in to the IMAP server; the connection is kept for what comes next. Throws GatewayError
 * 'sign-in-refused', 'server-not-allowed', 'server-unreachable', 'server-not-imap', 'certificate-untrusted', 'server-busy'.
 */
export async function signIn(site: SignInSite, { credentials, server, onPublicComputer = false, client, signal }: SignInRequest): Promise<{ readonly signedIn: SignedIn; readonly cookie: string }> {
  const named = server && namesOther(site.servers, server) ? namedServers(site, server) : undefined
  const { imap, smtp } = named ?? site.servers
  const traced = site.tracedFor?.(credentials.user)
  const connections = site.pool.of({ server: imap, credentials, ...(client === undefined ? {} : { client }), ...(traced && { traced }) }, signal)
  await connections.useAny(async () => undefined)
  // What comes next lists the mailboxes and shows this one: a server that has it open already need not open it for each (Dovecot would, twice).
  await connections.use('INBOX', async () => undefined).catch(() => signal.throwIfAborted())
  return site.sessions.begin({
    account: accountKey({ site: site.name, host: imap.host, port: imap.port, user: credentials.user }),
    address: addressOf(credentials.user, named ? imap.host : site.servers.domain),
    imap,
    smtp,
    credentials,
    onPublicComputer: onPublicComputer || site.isPublicTerminal,
  })
}

/**
 * Whether somebody wants another server than the site's own. Where people have no choice nobody does: the form has no such
 * field there, and a forged one says nothing.
 */
export function namesOther({ imap, freeChoice }: GatewayServers, { host, port }: NamedServer): boolean {
  return freeChoice && (host.toLowerCase() !== imap.host.toLowerCase() || port !== imap.port)
}

/** The user name is the address where it is one already. */
export function addressOf(user: string, domain: string): string {
  return user.includes('@') || domain === '' ? user : `${user}@${domain}`
}

const HOST = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.?)+$/i
const ADDRESS = /^[0-9a-f:.]{2,45}$/i

/** Where a site lets people choose a server. */
export interface ServerChoice {
  readonly ports: readonly number[]
  /** True when the gateway itself listens on loopback only; then a person may name a server there. */
  readonly onLoopback: boolean
}

/** What a person named: allowed ports only, and encrypted unless it is this machine. Throws GatewayError 'invalid' and 'server-not-allowed'. */
export function chosenServer({ ports, onLoopback }: ServerChoice, { host, port, security }: NamedServer): ServerAddress {
  if (!HOST.test(host) && !ADDRESS.test(host)) throw new GatewayError('invalid', 'host')
  if (!ports.includes(port)) throw new GatewayError('server-not-allowed', 'port')
  const isLoopback = host.toLowerCase() === 'localhost' || reachOf(host) === 'loopback'
  if (security === 'none' && !isLoopback) throw new GatewayError('server-not-allowed', 'in the clear')
  const allowed: readonly NetworkReach[] = onLoopback ? ['public', 'loopback'] : ['public']
  return { host, port, tls: security, verify: !isLoopback, allowed }
}

function namedServers({ servers, onLoopback }: SignInSite, named: NamedServer): Pick<GatewayServers, 'imap' | 'smtp'> {
  const imap = chosenServer({ ports: servers.ports, onLoopback }, named)
  return { imap, smtp: submissionBeside(imap) }
}

/** RFC 8314: submission with TLS from the start beside IMAP with it, else the port that upgrades. */
function submissionBeside(imap: ServerAddress): ServerAddress {
  return imap.tls === 'tls' ? { ...imap, port: 465 } : { ...imap, port: 587 }
}
