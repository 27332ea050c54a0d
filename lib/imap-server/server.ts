import { createServer, type Server, type Socket } from 'node:net'
import { randomBytes } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import type { Account, AccountDirectory } from '#lib/accounts/account-directory.ts'
import type { BearerTokens } from '#lib/accounts/bearer-tokens.ts'
import type { ClientCertificates } from '#lib/accounts/client-certificates.ts'
import { FailedSignIns } from '#lib/accounts/failed-sign-ins.ts'
import type { Log } from '#lib/log/log.ts'
import type { MailStore } from '#lib/mail-store/mail-store.ts'
import { NOBODY } from './commands/sign-in/anonymous.ts'
import { listenOn, type ListeningPlace } from '#lib/network/listen-on.ts'
import { callerOf, ProxiedDoor, type Caller } from '#lib/network/proxied-door.ts'
import { Connection } from './connection.ts'
import { DEFAULT_LIMITS, type ImapLimits } from './limits.ts'
import type { ConnectionTraces, Counters, ServerContext } from './session/server-context.ts'
import { AnnotationNews } from './session/annotation-news.ts'
import { RecentLedger } from './session/recent-ledger.ts'
import { ServerAlert } from './session/server-alert.ts'

export interface ImapListener extends ListeningPlace {
  readonly tls: 'none' | 'starttls' | 'tls'
}

/** A listener as it really is; `service` is its key among the services that the site announces. */
export interface ImapAddress extends ImapListener {
  readonly service: 'imap' | 'imaps'
}

export interface ImapServerOptions {
  readonly accounts: AccountDirectory
  /** Offers sign-in by an issuer's tokens (RFC 7628). */
  readonly tokens?: BearerTokens
  /** Asks clients for a certificate, and offers sign-in by it (RFC 4422 appendix A). */
  readonly certificates?: ClientCertificates
  /** Accounts that may act for any other by PLAIN (RFC 4616 §2); undefined for none. */
  readonly serviceAccounts?: readonly string[]
  readonly storeOf: (account: Account) => Promise<MailStore>
  /** Offers sign-in without a name (RFC 4505), and says what is to be seen then. */
  readonly publicStore?: () => MailStore
  readonly listeners: readonly ImapListener[]
  /** PEM; needed by listeners with 'starttls' or 'tls'. */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer }
  /** False where a proxy on this machine speaks for others: then loopback must start TLS as everybody. True without. */
  readonly trustLoopback?: boolean
  /** Networks in CIDR form from which a connection has to begin with a header of the PROXY protocol; none without. */
  readonly trustedProxies?: readonly string[]
  /** Networks in CIDR form that may say by ID for whom they sign in; nobody without. */
  readonly trustedGateways?: readonly string[]
  /** Shared with whatever else signs people in. */
  readonly failedSignIns?: FailedSignIns
  readonly limits?: Partial<ImapLimits>
  /** Who may set quotas; nobody without. */
  readonly isAdministrator?: (account: string) => boolean
  /** Whom people may ask, as a URI such as `mailto:postmaster@example.test`. */
  readonly adminUri?: string
  readonly traces?: ConnectionTraces
  readonly log: Log
  readonly version: string
}

export interface ImapServer {
  /** Where it really listens, in the order of the listeners asked for. */
  readonly addresses: readonly ImapAddress[]
  /** Counted since the start; `open` is how many connections there are now. */
  readonly counts: Readonly<Counters> & { readonly open: number }
  /** Hangs up on every session of that account, as when it is removed or its password changed. */
  disconnect(account: string): void
  /** Tells everybody that line: who idles at once, others with their next command or when they sign in. '' takes it back. */
  alert(text: string): void
  /** Tells the clients of an account that line, when they would hear of one for everybody; in the place of all such lines that there were. */
  alertAccounts(lines: readonly (readonly [account: string, text: string])[]): void
  /** Accepts no more, says BYE to everybody between two commands, and cuts off who is left after `graceMs`. */
  close(graceMs: number): Promise<void>
}

/** Starts an IMAP4rev1 server (RFC 3501) on every listener, or on none: then it throws what the port said. */
export async function startImapServer(options: ImapServerOptions): Promise<ImapServer> {
  const open = new Set<Connection>()
  const sockets = new Set<Socket>()
  const disconnect = (account: string, but?: string): void => {
    for (const connection of open) if (connection.account === account && connection.id !== but) connection.hangUp('Please sign in again')
  }
  const context: ServerContext = {
    accounts: options.accounts,
    ...(options.tokens && { tokens: options.tokens }),
    ...(options.certificates && { certificates: options.certificates }),
    serviceAccounts: options.serviceAccounts ?? [],
    storeOf: options.storeOf,
    ...(options.publicStore && { publicStore: options.publicStore }),
    ledger: new RecentLedger(),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    version: options.version,
    isAdministrator: (account) => account !== NOBODY.name && (options.isAdministrator?.(account) ?? false),
    trustLoopback: options.trustLoopback ?? true,
    trustedGateways: options.trustedGateways ?? [],
    failedSignIns: options.failedSignIns ?? new FailedSignIns(),
    counters: { connections: 0, logins: 0, failedLogins: 0, commands: 0, octetsIn: 0, octetsOut: 0, byCommand: new Map() },
    signedIn: new Map(),
    disconnectOthers: disconnect,
    alert: new ServerAlert(),
    annotations: new AnnotationNews(),
    ...(options.traces && { traces: options.traces }),
    adminUri: options.adminUri,
  }
  // RFC 9051 §11.1, RFC 8996: nothing older than TLS 1.2.
  // Without a name for its sessions OpenSSL resumes none that had a client's certificate, and breaks off.
  const secureContext = options.tls && createSecureContext({ minVersion: 'TLSv1.2', ...options.tls, ...(options.certificates && { ca: options.certificates.authorities }), sessionIdContext: 'postern-imap' })
  if (!secureContext && options.listeners.some(({ tls }) => tls !== 'none')) throw new Error('TLS needs a key and a certificate')
  const door = new ProxiedDoor(options.trustedProxies ?? [], options.log)
  const servers: Server[] = []
  const addresses: ImapAddress[] = []
  try {
    for (const listener of options.listeners) {
      const accept = acceptor({ context, open, sockets, door, listener, log: options.log, secureContext })
      const server = createServer({ allowHalfOpen: true }, accept)
      servers.push(server)
      const { tls } = listener
      addresses.push({ tls, service: tls === 'tls' ? 'imaps' : 'imap', ...(await listenOn(server, listener)) })
    }
  } catch (error) {
    for (const server of servers) server.close()
    throw error
  }
  return {
    addresses,
    get counts() {
      return { ...sum(context.counters, open), open: open.size }
    },
    disconnect: (account) => disconnect(account),
    alert(text) {
      context.alert.set(text)
      for (const connection of open) connection.tellAlert()
    },
    alertAccounts(lines) {
      context.alert.setOwn(lines)
      for (const connection of open) connection.tellAlert()
    },
    close(graceMs) {
      door.close()
      return closeAll({ servers, open, sockets }, graceMs)
    },
  }
}

interface Acceptance {
  readonly context: ServerContext
  /** Those that are served. */
  readonly open: Set<Connection>
  /** Those that are there, the ones that have been said goodbye to among them. */
  readonly sockets: Set<Socket>
  readonly door: ProxiedDoor
  readonly listener: ImapListener
  readonly log: Log
  readonly secureContext: SecureContext | undefined
}

function acceptor({ context, open, sockets, door, listener, log, secureContext }: Acceptance): (socket: Socket) => void {
  const accept = (socket: Socket, caller: Caller): void => {
    const id = randomBytes(6).toString('base64url')
    const remote = { session: id, remote: caller.address, ...(caller.proxy === undefined ? {} : { proxy: caller.proxy }) }
    const connection = new Connection(socket, { id, server: context, caller, tls: listener.tls, secureContext, log: log.with(remote) })
    context.counters.connections++
    if (open.size >= context.limits.connections) return connection.refuse()
    open.add(connection)
    void connection.serve().finally(() => {
      open.delete(connection)
      context.counters.octetsIn += connection.octetsIn
      context.counters.octetsOut += connection.octetsOut
    })
  }
  return (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    if (door.waiting >= context.limits.connections) return void socket.destroy()
    // Who needs no header is greeted at once.
    if (!door.expects(socket)) return accept(socket, callerOf(socket))
    void door.enter(socket).then((caller) => caller && accept(socket, caller))
  }
}

function sum(counted: Counters, open: ReadonlySet<Connection>): Counters {
  const all = { ...counted }
  for (const connection of open) {
    all.octetsIn += connection.octetsIn
    all.octetsOut += connection.octetsOut
  }
  return all
}

interface Running extends Pick<Acceptance, 'open' | 'sockets'> {
  readonly servers: readonly Server[]
}

async function closeAll({ servers, open, sockets }: Running, graceMs: number): Promise<void> {
  const closed = servers.map((server) => new Promise<void>((resolve) => void server.close(() => resolve())))
  for (const connection of open) connection.drain()
  const cutOff = setTimeout(() => {
    for (const socket of sockets) socket.destroy()
  }, graceMs)
  await Promise.all(closed)
  clearTimeout(cutOff)
}
