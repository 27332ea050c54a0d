import type { AddressInfo, Socket } from 'node:net'
import ldap from 'ldapjs'
import type { Log } from '#lib/log/log.ts'
import { matchesFilter, type PublishedValues } from './match-filter.ts'

/** An entry that is published: its distinguished name, and its attributes as they are spelled. */
export interface PublishedEntry {
  readonly dn: string
  readonly attributes: Readonly<Record<string, readonly (string | Uint8Array)[]>>
}

export interface DirectoryServerOptions {
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  /** Below which everything stands. */
  readonly base: string
  /** What is published at the moment, asked at each search. */
  readonly entries: () => Promise<readonly PublishedEntry[]>
  /** Whether that entry's password is that one. */
  readonly verify: (dn: string, password: string) => Promise<boolean>
  readonly log: Log
}

export interface DirectoryServer {
  readonly port: number
  close(): Promise<void>
}

/** What of the library's requests and answers is used here; its published types are those of an older one. */
interface BindRequest {
  readonly dn: { toString(): string }
  readonly credentials: string
}
interface SearchRequest {
  readonly dn: { toString(): string }
  readonly scope: string | number
  readonly sizeLimit: number
  readonly filter: ldap.Filter
  readonly attributes: readonly string[]
}
interface Answer {
  /** Those that are let through, with capitals as they are asked for; none lets all through. */
  attributes: readonly string[]
  send(entry: { readonly dn: string; readonly attributes: Readonly<Record<string, readonly (string | Buffer)[]>> }): void
  end(): void
}
type Next = (error?: unknown) => void

/** Entries of one search unless it asks for fewer. */
const MOST_FOUND = 500
const MOST_CONNECTIONS = 200
/** A connection on which nothing comes for so long is closed. */
const IDLE_MILLISECONDS = 120_000

/**
 * A directory to look people up in (LDAPv3, RFC 4511), read-only: simple bind as an entry or as nobody, and searches with every kind of
 * filter. For the demonstration and for tests; a site has its own. Rejects when the address is taken.
 */
export async function startDirectoryServer({ host, port, base, entries, verify, log }: DirectoryServerOptions): Promise<DirectoryServer> {
  const server = ldap.createServer()
  const sockets = new Set<Socket>()
  const listener = (server as unknown as { readonly server: import('node:net').Server }).server
  listener.maxConnections = MOST_CONNECTIONS
  listener.on('connection', (socket) => {
    sockets.add(socket)
    socket.setTimeout(IDLE_MILLISECONDS, () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('error', (error: Error) => log.error('directory-failed', error))
  server.bind('', async (request: BindRequest, response: Answer, next: Next) => {
    const [name, password] = [request.dn.toString(), request.credentials]
    // A name without a password proves nothing (RFC 4513 §5.1.2), and is no bind as that name.
    if (name !== '' && (password === '' || !(await verify(name, password).catch(() => false)))) return next(new ldap.InvalidCredentialsError())
    response.end()
    return next()
  })
  server.search('', async (request: SearchRequest, response: Answer, next: Next) => {
    try {
      response.attributes = []
      const found = (await entries()).filter((entry) => isInScope(entry.dn, request.dn.toString() || base, String(request.scope)))
      const limit = Math.min(request.sizeLimit > 0 ? request.sizeLimit : MOST_FOUND, MOST_FOUND)
      let sent = 0
      for (const entry of found) {
        const fits = matchesFilter(request.filter, valuesOf(entry))
        if (fits === undefined) return next(new ldap.UnwillingToPerformError('a filter that is too large, or of a kind that is not known here'))
        if (!fits) continue
        if (sent++ === limit) return next(new ldap.SizeLimitExceededError())
        response.send({ dn: entry.dn, attributes: asked(entry.attributes, request.attributes) })
      }
      response.end()
      return next()
    } catch (error) {
      log.error('directory-failed', error)
      return next(new ldap.UnavailableError())
    }
  })
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  return {
    port: (listener.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

const plainDn = (dn: string): string => dn.toLowerCase().replaceAll(/\s*([,=])\s*/g, '$1')

function isInScope(dn: string, base: string, scope: string): boolean {
  const [one, below] = [plainDn(dn), plainDn(base)]
  if (scope === 'base' || scope === '0') return one === below
  if (!one.endsWith(`,${below}`)) return scope !== 'one' && scope !== '1' && one === below
  return (scope !== 'one' && scope !== '1') || !one.slice(0, -below.length - 1).includes(',')
}

const folded = new WeakMap<PublishedEntry, PublishedValues>()

function valuesOf(entry: PublishedEntry): PublishedValues {
  const known = folded.get(entry) ?? new Map(Object.entries(entry.attributes).map(([name, values]) => [name.toLowerCase(), values.filter((value) => typeof value === 'string')]))
  folded.set(entry, known)
  return known
}

/** Those that are asked for, however they are spelled; all of them where none is named. */
function asked(attributes: PublishedEntry['attributes'], names: readonly string[]): Record<string, (string | Buffer)[]> {
  const wanted = new Set(names.map((name) => name.toLowerCase()))
  const shown = Object.entries(attributes).filter(([name]) => wanted.size === 0 || wanted.has('*') || wanted.has(name.toLowerCase()))
  return Object.fromEntries(shown.map(([name, values]) => [name, values.map((value) => (typeof value === 'string' ? value : Buffer.from(value)))]))
}
