import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openBearerTokens } from '#lib/accounts/bearer-tokens.ts'
import { FailedSignIns } from '#lib/accounts/failed-sign-ins.ts'
import { clientCertificates } from '#lib/accounts/client-certificates.ts'
import type { Config, MailPorts } from '#lib/config/config.ts'
import { startDelivery, type Delivery } from '#lib/delivery/delivery.ts'
import type { InheritedSockets } from '#lib/config/handed-over.ts'
import { isAmong } from '#lib/config/sites/groups-of.ts'
import { startImapServer, type ImapServer, type ImapServerOptions } from '#lib/imap-server/server.ts'
import { ANONYMOUS, publicView } from '#lib/mail-store/sharing/public-view.ts'
import type { Log } from '#lib/log/log.ts'
import { TraceBook } from '#lib/log/trace/trace-book.ts'
import type { TraceOrder } from '#lib/log/trace/trace-order.ts'
import type { ListeningPlace } from '#lib/network/listen-on.ts'
import { RoomsAdministration } from './administer-rooms.ts'
import { listenForAdministration } from './channel/admin-socket.ts'
import type { Administration } from './administration.ts'
import { loadCertificate, type TlsMaterial } from './certificate.ts'
import { ServerCounter } from './count-server.ts'
import { startDemoDirectory } from './tasks/demo-directory.ts'
import { DEMO_CLOCK, demoUsers, loadDemo, type DemoUser } from './tasks/load-demo.ts'
import { MailFigures } from './mail-figures.ts'
import { QuotaWatch } from './quota-watch.ts'
import { openMailRooms, type MailRooms } from './mail-rooms.ts'
import { VERSION } from './version.ts'

export type MailServiceName = keyof MailPorts

/** Where one service really listens. */
export interface MailService {
  readonly host: string
  readonly port: number
  readonly tls: 'none' | 'starttls' | 'tls'
}

export interface RunningMailServer {
  readonly services: Readonly<Partial<Record<MailServiceName, MailService>>>
  /** The demonstration's, with their passwords; none otherwise. */
  readonly users: readonly DemoUser[]
  readonly administration: Administration
  /** Resolves when `shutdown` was asked for over the admin channel; ending the process is the caller's. */
  readonly shutdownAsked: Promise<void>
  /** Tells every mail program that line, now and when it signs in, until '' takes it back. */
  alert(text: string): void
  /** Takes over what of another configuration may change while it runs (withLiveMailParts); what cannot be taken stands in the log. */
  reload(config: Config): Promise<void>
  /** Tells the mail programs of one person a line each, by user name or address, now and when they sign in; in the place of all such lines that there were. */
  alertPeople(lines: readonly (readonly [user: string, text: string])[]): void
  /** Takes nothing new, lets what is under way end, within a few seconds. */
  close(): Promise<void>
}

/** How long messages that are arriving and commands that are running may take to end, in milliseconds. */
const GRACE = 4_000

/**
 * Starts the mail server on the data directory of `config`; every listener is ready when it resolves.
 * `inherited` listens already, and is taken over. Throws DataDirectoryInUse, or the error of the listener that could not be bound.
 */
export async function startMailServer(config: Config, log: Log, inherited: InheritedSockets = {}): Promise<RunningMailServer> {
  await using stack = new AsyncDisposableStack()
  const rooms = await openMailRooms(config, log, config.demo ? { now: () => DEMO_CLOCK } : {})
  stack.defer(() => rooms.close())
  // A start that fails leaves nothing behind that still writes.
  const [tls, demo] = await Promise.allSettled([loadCertificate(config), config.demo ? loadDemo(config, rooms, log) : undefined])
  if (demo.status === 'rejected') throw demo.reason
  if (tls.status === 'rejected') throw tls.reason
  const traces = new TraceBook(config.data, 'server', { begun: (order) => auditOrder(order, log) })
  stack.defer(() => traces.close())
  const servers = await startServers({ config, rooms, traces }, { tls: tls.value, inherited }, log)
  stack.defer(() => servers.close())
  const asked = Promise.withResolvers<void>()
  const counter = new ServerCounter(servers.imap, servers.delivery, { accounts: rooms.accounts, ports: Object.fromEntries(Object.entries(servers.services).map(([name, { port }]) => [name, port])) })
  const figures = new MailFigures({ imap: servers.imap, delivery: servers.delivery, stores: rooms.stores, data: config.data, content: config.mail.content })
  stack.defer(() => figures.stop())
  const quotas = new QuotaWatch(rooms, log)
  stack.defer(() => quotas.stop())
  const administration = new RoomsAdministration(rooms, config.mail.domains[0] ?? 'localhost', {
    stats: () => counter.stats(),
    resetStats: () => counter.reset(),
    figures: () => figures.families(),
    disconnect: (account) => servers.imap.disconnect(account),
    shutdown: async () => asked.resolve(),
  })
  const admin = await listenForAdministration(config.data, administration, log)
  stack.defer(() => admin.close())
  quotas.start()
  const opened = stack.move()
  log.info('mail server ready', { version: VERSION, services: Object.keys(servers.services).join(' ') })
  const users = config.demo ? demoUsers() : []
  const reload = (next: Config): Promise<void> => rooms.reload(next).catch((error: unknown) => log.error('partitions-refused', error))
  const alertPeople: RunningMailServer['alertPeople'] = (lines) => servers.imap.alertAccounts(lines.map(([user, text]) => [namesOf(user, ['localhost', ...config.mail.domains])[0] ?? user, text]))
  return { services: servers.services, users, administration, shutdownAsked: asked.promise, alert: (text) => servers.imap.alert(text), alertPeople, reload, close: () => opened.disposeAsync() }
}

interface Parts {
  readonly config: Config
  readonly rooms: MailRooms
  readonly traces: TraceBook
}

/** What the pages of administrators ask for stands in their own log; the command line has none. */
function auditOrder({ by, user }: TraceOrder, log: Log): void {
  if (by === '') log.audit('command', { call: 'trace', account: user, mailbox: undefined, identifier: undefined, rights: undefined })
}

/** The account's own name, and its addresses in our domains. */
function namesOf(name: string, domains: readonly string[]): readonly string[] {
  const lower = name.toLowerCase()
  const [account = ''] = lower.split('@')
  return lower.includes('@') && !domains.some((domain) => lower.endsWith(`@${domain}`)) ? [lower] : [account, ...domains.map((domain) => `${account}@${domain}`)]
}

interface Given {
  readonly tls: TlsMaterial
  /** Sockets that listen already, in the place of the addresses of the configuration. */
  readonly inherited: InheritedSockets
}

interface Servers {
  readonly imap: ImapServer
  readonly delivery: Delivery
  readonly services: RunningMailServer['services']
  close(): Promise<void>
}

async function startServers({ config, rooms, traces }: Parts, { tls, inherited }: Given, log: Log): Promise<Servers> {
  const failedSignIns = new FailedSignIns()
  const imap = await startImapServer({
    accounts: rooms.accounts,
    ...(await openProofs(config.mail)),
    storeOf: (account) => rooms.view(account.name),
    ...(config.mail.anonymous && (await isAnonymousFree(rooms, log)) && { publicStore: () => publicView({ grants: rooms.accounts, storeOf: (owner) => rooms.stores.of(owner) }) }),
    listeners: bindings(config, inherited, ['imap', 'imaps']).map(({ service, ...place }) => ({ ...place, tls: service === 'imaps' ? 'tls' : 'starttls' })),
    tls: { key: tls.key, cert: tls.certificate },
    limits: { messageSize: config.limits.messageSize, messagesPerCommand: config.mail.limits.command ?? Infinity, savedPerCommand: config.mail.limits.save ?? Infinity },
    trustedProxies: config.mail.trustedProxies,
    trustedGateways: config.mail.trustedGateways,
    serviceAccounts: config.mail.serviceAccounts,
    failedSignIns,
    adminUri: `mailto:postmaster@${config.mail.domains[0]}`,
    isAdministrator: (name) => isAmong(config.sites[0]?.admins ?? [], { user: name, address: `${name}@${config.mail.domains[0]}` }),
    traces: { begin: (introduction) => traces.begin(introduction), namesOf: (name) => namesOf(name, config.mail.domains) },
    log,
    version: VERSION,
  })
  try {
    const delivery = await startMailDelivery(config, rooms, { tls, inherited, failedSignIns }, log)
    const directory = await startDemoDirectory(config, rooms.accounts, log)
    const services = Object.fromEntries([...imap.addresses, ...delivery.listening, ...(directory ? [directory] : [])].map((one) => [one.service, { host: one.host, port: one.port, tls: one.tls }]))
    return { imap, delivery, services, close: async () => void (await Promise.all([imap.close(GRACE), delivery.close(GRACE), directory?.close()])) }
  } catch (error) {
    await imap.close(0)
    throw error
  }
}

/** False where somebody of an earlier version has the name: what is shared with this account is not for everybody. */
async function isAnonymousFree({ accounts }: MailRooms, log: Log): Promise<boolean> {
  const isFree = (await accounts.find(ANONYMOUS)) === undefined
  if (!isFree) log.warn('anonymous-is-an-account', { hint: 'auth.anonymous does nothing while there is an account of that name' })
  return isFree
}

/** Ways to sign in besides passwords, as far as they are configured. */
async function openProofs({ oauth, clientCertificates: certificates, domains }: Config['mail']): Promise<Pick<ImapServerOptions, 'tokens' | 'certificates'>> {
  const ours = ['localhost', ...domains]
  return {
    ...(oauth && { tokens: await openBearerTokens({ ...oauth, domains: ours }) }),
    ...(certificates && { certificates: clientCertificates({ ...certificates, authorities: await readFile(certificates.authorities, 'utf8'), domains: ours }) }),
  }
}

function startMailDelivery(config: Config, rooms: MailRooms, { tls, inherited, failedSignIns }: Given & { readonly failedSignIns: FailedSignIns }, log: Log): Promise<Delivery> {
  return startDelivery({
    accounts: rooms.accounts,
    storeOf: (account) => rooms.stores.of(account),
    listeners: bindings(config, inherited, ['smtp', 'lmtp', 'submission', 'submissions']),
    tls,
    domains: config.mail.domains,
    spoolDirectory: join(config.data, 'spool'),
    smarthost: config.mail.smarthost,
    outsideAccount: config.mail.outsideAccount,
    magicRecipients: config.demo,
    maxMessageSize: config.limits.messageSize,
    failedSignIns,
    proxies: config.mail.trustedProxies,
    gateways: config.mail.trustedGateways,
    serviceAccounts: config.mail.serviceAccounts,
    log,
  })
}

function bindings<S extends MailServiceName & keyof InheritedSockets>(config: Config, inherited: InheritedSockets, services: readonly S[]): readonly (ListeningPlace & { readonly service: S })[] {
  const { host, ports } = config.mail
  return services.flatMap((service): readonly (ListeningPlace & { readonly service: S })[] => {
    const port = ports[service]
    return inherited[service]?.map((fd) => ({ service, host, port: 0, fd })) ?? (port === undefined ? [] : [{ service, host, port }])
  })
}
