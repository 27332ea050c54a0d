import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { SMTPServer } from 'smtp-server'
import type { AccountDirectory } from '#lib/accounts/account-directory.ts'
import { FailedSignIns } from '#lib/accounts/failed-sign-ins.ts'
import type { Log } from '#lib/log/log.ts'
import type { MailStore } from '#lib/mail-store/mail-store.ts'
import { listenOn } from '#lib/network/listen-on.ts'
import { ProxiedDoor } from '#lib/network/proxied-door.ts'
import type { DeliveryContext, DeliveryCounts } from './delivery-context.ts'
import { createSmtpServer, type DeliveryListener, type DeliveryService, type TlsMaterial } from './listener.ts'
import { SpoolRoom } from './message/spool.ts'
import { LocalDomains } from './recipient.ts'
import { createRelay } from './relay.ts'

export interface DeliveryOptions {
  readonly accounts: AccountDirectory
  /** The account's own store, without what others share with it. */
  storeOf(account: string): Promise<MailStore>
  readonly listeners: readonly DeliveryListener[]
  readonly tls: TlsMaterial
  /** The first one names the server; `localhost` is always local as well. */
  readonly domains: readonly string[]
  /** Where messages wait while they arrive; made when missing, emptied at the start. */
  readonly spoolDirectory: string
  readonly hostname?: string
  /** `smtp://` or `smtps://`; without it and without `outsideAccount`, recipients elsewhere are refused. */
  readonly smarthost?: string | undefined
  /** In the demonstration: the account whose INBOX receives what is addressed elsewhere. */
  readonly outsideAccount?: string | undefined
  /** In the demonstration: bounce+550@, tempfail@, slow+10s@. */
  readonly magicRecipients?: boolean
  /** Octets. */
  readonly maxMessageSize: number
  /** Shared with whatever else signs people in. */
  readonly failedSignIns?: FailedSignIns
  /** Networks in CIDR form from which a connection has to begin with a header of the PROXY protocol; none without. */
  readonly proxies?: readonly string[]
  /** Networks in CIDR form from which many people sign in who are not to pay for one another. */
  readonly gateways?: readonly string[]
  /** Accounts that may act for any other by PLAIN (RFC 4616 §2); undefined for none. */
  readonly serviceAccounts?: readonly string[]
  readonly log: Log
}

export interface ListeningService {
  readonly service: DeliveryService
  readonly host: string
  readonly port: number
  readonly tls: 'starttls' | 'tls'
}

/** SMTP-in, LMTP and submission, as they listen. */
export interface Delivery {
  readonly listening: readonly ListeningService[]
  readonly counts: Readonly<DeliveryCounts>
  /** Takes no more connections, lets messages that are arriving end for up to `grace` milliseconds, then hangs up. */
  close(grace: number): Promise<void>
}

/** Starts every listener; none listens when one cannot. Throws the first one's error. */
export async function startDelivery(options: DeliveryOptions): Promise<Delivery> {
  await emptySpool(options.spoolDirectory)
  const context = contextOf(options)
  const busy = new Set<object>()
  const servers: SMTPServer[] = []
  try {
    const listening: ListeningService[] = []
    for (const listener of options.listeners) {
      const server = createSmtpServer(listener, options.tls, context, busy)
      servers.push(server)
      listening.push(await listen(server, listener))
    }
    return { listening, counts: context.counts, close: (grace) => {
      context.door.close()
      return closeAll(servers, busy, grace)
    } }
  } catch (error) {
    await closeAll(servers, busy, 0)
    throw error
  }
}

// Spooled messages have no names but for an instant; a kill in that instant leaves one behind, which nobody was told is accepted.
async function emptySpool(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  for (const name of await readdir(directory)) await rm(join(directory, name), { force: true })
}

function contextOf(options: DeliveryOptions): DeliveryContext {
  const domains = new LocalDomains(options.domains)
  const hostname = options.hostname ?? domains.primary
  return {
    accounts: options.accounts,
    storeOf: (account) => options.storeOf(account),
    domains,
    hostname,
    spoolDirectory: options.spoolDirectory,
    spoolRoom: new SpoolRoom(),
    maxMessageSize: options.maxMessageSize,
    relay: options.smarthost === undefined ? undefined : createRelay(options.smarthost, hostname),
    outsideAccount: options.outsideAccount,
    magicRecipients: options.magicRecipients ?? false,
    counts: { connections: 0, delivered: 0, submitted: 0, signedIn: 0, refused: 0, byService: new Map(options.listeners.map(({ service }) => [service, 0])) },
    failedSignIns: options.failedSignIns ?? new FailedSignIns(),
    gateways: options.gateways ?? [],
    serviceAccounts: options.serviceAccounts ?? [],
    door: new ProxiedDoor(options.proxies ?? [], options.log),
    log: options.log,
  }
}

async function listen(server: SMTPServer, listener: DeliveryListener): Promise<ListeningService> {
  const { service } = listener
  return { service, ...(await listenOn(server.server, listener)), tls: service === 'submissions' ? 'tls' : 'starttls' }
}

async function closeAll(servers: readonly SMTPServer[], busy: ReadonlySet<object>, grace: number): Promise<void> {
  const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())))
  const end = Date.now() + grace
  while (busy.size > 0 && Date.now() < end) await delay(20)
  for (const server of servers) {
    for (const connection of server.connections) {
      connection.send(421, '4.3.2 The server is shutting down')
      connection.close()
    }
  }
  // A client that does not hang up by itself is cut off by smtp-server after 5 s; nobody needs to wait for that.
  await Promise.race([Promise.all(closed), delay(200, undefined, { ref: false })])
}
