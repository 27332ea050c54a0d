import type { ServerResponse } from 'node:http'
import { resolve } from 'node:path'
import { urls } from '#lib/api/urls.ts'
import type { Config } from '#lib/config/config.ts'
import type { InheritedSockets } from '#lib/config/handed-over.ts'
import type { Log } from '#lib/log/log.ts'
import { HtmlPool } from '#lib/gateway/sanitizing/html-pool.ts'
import { SpellingDesk } from '#lib/gateway/spelling/spelling-desk.ts'
import { SignaturePool } from '#lib/gateway/signatures/signature-pool.ts'
import type { PreparedBook } from '#lib/mail/contacts/prepared-book.ts'
import { createReadiness } from './serving/health.ts'
import { Metrics, type CountedElsewhere } from './metrics/metrics.ts'
import { traceBook } from './sessions/traced-account.ts'
import { openedSessions } from './sessions/opened-sessions.ts'
import { processSingleton, setProcessSingleton } from './process-singleton.ts'
import { publicOrigins } from './request/public-origins.ts'
import { createFront, type Handler } from './serving/front.ts'
import { askInside } from './serving/inside-call.ts'
import { createListeners, drain, listen, type Listener } from './serving/listeners.ts'
import { listeningOrigin } from './serving/public-origin.ts'

export interface WebService {
  readonly host: string
  readonly port: number
  readonly tls: 'none' | 'tls'
}

export interface RunningWeb {
  /** What people type: the public origin, or where we listen. */
  readonly origin: string
  readonly services: { readonly http?: WebService; readonly https?: WebService }
  /** Takes a configuration in which only what may change while it runs is another. */
  reload(config: Config): void
  /** Refuses new work, finishes what is under way within `graceMs` (10 s), then stops. Twice is once. */
  close(graceMs?: number): Promise<void>
}

export interface WebOptions {
  readonly dev?: boolean
  /** Address books that people of the default site have from the beginning. */
  readonly preparedBooks?: readonly PreparedBook[]
  /** Sockets that listen already, one for each scheme, in the place of the addresses of the configuration. */
  readonly inherited?: InheritedSockets
  /** The numbers of the mail server in the box, which whoever starts both knows how to ask for. */
  readonly mailServer?: NonNullable<CountedElsewhere['mailServer']>
}

const ROOT = resolve(import.meta.dirname, '../..')
const GRACE_MS = 10_000
/** What compiled routes made; here it is only ever met by its name in the process. */
const POOL = Symbol.for('postern.pool')
const OUTBOX = Symbol.for('postern.outbox')
const REMINDERS = Symbol.for('postern.reminders')
type Home = { [POOL]?: { closeAll(): void }; [OUTBOX]?: Promise<{ stop(): Promise<void>; countWaiting(): Promise<number> }>; [REMINDERS]?: Promise<{ stop(): Promise<void> }> }

/**
 * Starts the web process: our own HTTP and HTTPS servers in front of the framework. Throws an Error with a sentence
 * when a port is taken or the configuration leaves nothing to listen on.
 */
export async function startWeb(config: Config, log: Log, { dev = false, preparedBooks = [], inherited = {}, mailServer }: WebOptions = {}): Promise<RunningWeb> {
  // Compiled pages and routes find the configuration here; it must be in place before the framework loads.
  setProcessSingleton('config', config)
  setProcessSingleton('log', log)
  setProcessSingleton('root', ROOT)
  setProcessSingleton('prepared-books', preparedBooks)
  // It looks for what is to be traced before anybody speaks to a server.
  const traces = traceBook(config)
  // Made here, where Node runs the files themselves: the framework would not find the thread's.
  const htmlPool = new HtmlPool()
  setProcessSingleton('html-pool', htmlPool)
  const spelling = new SpellingDesk(log, config.dictionaries)
  setProcessSingleton('spelling', { desk: spelling })
  const signaturePool = new SignaturePool()
  setProcessSingleton('signature-pool', signaturePool)
  let draining = false
  // The servers exist before what answers on them: the framework wants to know one of them.
  const front: { handle?: Handler } = {}
  const streams = new Set<ServerResponse>()
  const made = await createListeners(config, (request, response) => {
    streams.add(response)
    response.once('close', () => streams.delete(response))
    void front.handle?.(request, response)
  })
  const next = await loadNext(dev, made[0]?.server)
  const metrics = new Metrics()
  const counted = { sessions: countSessions, outboxWaiting: countOutbox, ...(mailServer && { mailServer }) }
  const answerWith = (current: Config): void => {
    const readiness = createReadiness({ server: current.servers.imap, readStorage: countSessions })
    front.handle = createFront({ config: current, log, development: dev, readiness, isDraining: () => draining, metrics, counted, next: next.handle })
  }
  answerWith(config)

  const listeners: Listener[] = []
  try {
    for (const each of made) listeners.push(await listen(each, config.http.host, inherited[each.scheme]?.[0]))
  } catch (error) {
    await Promise.all(listeners.map(({ server }) => drain(server, 0)))
    throw error
  }
  const portOf = (scheme: string): number | undefined => listeners.find((listener) => listener.scheme === scheme)?.port
  const announceOrigins = (current: Config): void => setProcessSingleton('origins', publicOrigins(current, portOf('http'), portOf('https')))
  announceOrigins(config)
  await openWhatWaits(next.handle, config, log)
  const origin = config.http.publicOrigin ?? originOf(listeners)
  log.info('web-listening', { origin })

  let closing: Promise<void> | undefined
  const close = async (graceMs: number): Promise<void> => {
    draining = true
    // An event stream never ends by itself; its browser reconnects to the next process.
    for (const response of streams) if (String(response.getHeader('content-type')).startsWith('text/event-stream')) response.destroy()
    await Promise.all(listeners.map(({ server }) => drain(server, graceMs)))
    const home = globalThis as Home
    await home[OUTBOX]?.then((outbox) => outbox.stop())
    await home[REMINDERS]?.then((reminders) => reminders.stop())
    home[POOL]?.closeAll()
    await traces.close()
    await Promise.all([htmlPool.close(), signaturePool.close(), spelling.close()])
    metrics.stop()
    await next.close()
    log.info('web-stopped')
  }
  const reload = (current: Config): void => {
    setProcessSingleton('config', current)
    announceOrigins(current)
    answerWith(current)
  }
  return { origin, services: describe(listeners), reload, close: (graceMs = GRACE_MS) => (closing ??= close(graceMs)) }
}

/** What waits is kept by compiled code, which runs only when it is asked. Where it cannot be opened, people can still be served. */
async function openWhatWaits(framework: Handler, { http }: Config, log: Log): Promise<void> {
  try {
    const status = await askInside(framework, urls(http.basePath).api.waiting())
    if (status !== 204) throw new Error(`the framework answered ${status}`)
  } catch (error) {
    log.error('waiting-not-opened', error)
  }
}

async function countSessions(): Promise<number> {
  const inForce = (): Config => processSingleton('config', () => {
    throw new Error('The web process was started without its configuration')
  })
  return (await openedSessions(inForce)).count()
}

async function countOutbox(): Promise<number> {
  const outbox = await (globalThis as Home)[OUTBOX]
  if (!outbox) throw new Error('the outbox is not open yet')
  return outbox.countWaiting()
}

async function loadNext(dev: boolean, httpServer: import('node:http').Server | undefined) {
  const { default: exported } = await import('next')
  const { createServer } = await import('node:http')
  // CommonJS seen from a module: the factory stands one level deeper under Node.
  const factory = ((exported as unknown as { default?: typeof exported }).default ?? exported) as typeof exported
  // The framework hangs its own `upgrade` listener on this server. Web sockets exist in development only.
  const upgrades = dev && httpServer ? httpServer : createServer()
  const app = factory({ dev, dir: ROOT, httpServer: upgrades, customServer: true })
  await app.prepare()
  return { handle: app.getRequestHandler() as Handler, close: () => app.close() }
}

function originOf(listeners: readonly Listener[]): string {
  const best = listeners.find(({ scheme }) => scheme === 'https') ?? listeners[0]
  if (!best) throw new Error('nothing listens')
  return listeningOrigin(best.scheme, best.host, best.port)
}

function describe(listeners: readonly Listener[]): RunningWeb['services'] {
  const entry = ({ scheme, host, port }: Listener) => [scheme, { host, port, tls: scheme === 'https' ? 'tls' : 'none' }] as const
  return Object.fromEntries(listeners.map(entry))
}
