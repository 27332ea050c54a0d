import type { Probe, ProbedCertificate, ProbeProblem } from '#lib/api/admin/admin-shapes.ts'
import { trustedCertificates } from '#lib/directory/trusted-certificates.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { introduce } from '#lib/network/introduce.ts'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { PROTOCOLS, type ProbedProtocol, type Protocol } from './probe-protocols.ts'

/** An administrator waits for the page; a server that needs longer is as good as gone for its people too. */
const PATIENCE_MILLISECONDS = 2_500
/** A greeting is a few lines; more is no mail server. */
const ANSWER_LIMIT = 8 * 1024
/** A certificate of a large host names hundreds. */
const MOST_NAMES = 20

class Trouble extends Error {
  readonly problem: ProbeProblem
  readonly code: string
  constructor(problem: ProbeProblem, code = '') {
    super(problem)
    this.problem = problem
    this.code = code
  }
}

export interface ProbeOptions {
  /** Milliseconds until an answer is no longer waited for. */
  readonly patience?: number
  /** Asks for what the server can do, too. */
  readonly asksOffers?: boolean
}

/** A server that may be asked. */
export type ProbedServer = Pick<ServerAddress, 'host' | 'port' | 'tls' | 'verify' | 'introduces'> & {
  /** A file of certificates in PEM by which it is trusted besides those of the system. */
  readonly certificates?: string
}

/**
 * Asks a server whether people can reach it: connection, TLS exactly as the address says, and its first words. Nobody signs in. Never
 * rejects, and answers within `patience` milliseconds.
 */
export async function probeServer(server: ProbedServer, kind: ProbedProtocol, { patience = PATIENCE_MILLISECONDS, asksOffers = false }: ProbeOptions = {}): Promise<Probe> {
  const began = performance.now()
  const elapsed = (): number => Math.round(performance.now() - began)
  const open: Socket[] = []
  const end = new AbortController()
  const timer = setTimeout(() => end.abort(), patience)
  try {
    const heard = await converse(server, PROTOCOLS[kind], { signal: end.signal, asksOffers, keep: (socket) => void open.push(socket) })
    return { reached: true, milliseconds: elapsed(), ...heard, ...certificateOf(open.at(-1)) }
  } catch (error) {
    const problem = end.signal.aborted ? 'timeout' : problemOf(error)
    return { reached: false, milliseconds: elapsed(), problem, code: codeOf(error), ...certificateOf(open.at(-1)) }
  } finally {
    clearTimeout(timer)
    // The outermost takes those below it along; destroying one below a TLS socket first ends the process (Node 24).
    open.at(-1)?.destroy()
  }
}

interface Conversing {
  readonly signal: AbortSignal
  readonly asksOffers: boolean
  /** Whatever was opened is closed by the caller. */
  readonly keep: (socket: Socket) => void
}

/** Whether TLS was negotiated, and what the server can do where that was asked for. */
interface Heard {
  readonly tls: string | undefined
  readonly offers: readonly string[]
}

async function converse(server: ProbedServer, protocol: Protocol, how: Conversing): Promise<Heard> {
  const { signal, keep, asksOffers } = how
  const trusted = server.certificates === undefined ? {} : { ca: trustedCertificates(server.certificates) }
  // Whom a certificate belongs to is judged once it is known: one that is refused can then be described.
  const options = { rejectUnauthorized: false, ...trusted, ...(isIP(server.host) === 0 ? { servername: server.host } : { host: server.host }) }
  const plain = connect({ host: server.host, port: server.port })
  keep(plain)
  await until(plain, 'connect', signal)
  introduce(plain, server.introduces, undefined)
  const first = server.tls === 'tls' ? await secured(plain, options, { signal, keep }) : plain
  requireTrust(first, server)
  const speaksFirst = protocol.asks === undefined
  if (speaksFirst) await greeted(first, protocol, signal)
  const socket = server.tls === 'starttls' ? await upgrade(first, { ...how, steps: protocol.startTls, options }) : first
  requireTrust(socket, server)
  if (!speaksFirst) await greeted(socket, protocol, signal)
  const offers = asksOffers && protocol.offers ? await offersOf(socket, protocol.offers, signal) : []
  socket.end(Buffer.from(protocol.farewell, 'latin1'))
  return { tls: 'getProtocol' in socket ? ((socket as TLSSocket).getProtocol() ?? undefined) : undefined, offers }
}

async function offersOf(socket: Socket, { says, ends, read }: NonNullable<Protocol['offers']>, signal: AbortSignal): Promise<readonly string[]> {
  socket.write(Buffer.from(says, 'latin1'))
  return read(await answerOf(socket, ends, signal))
}

/** Throws 'certificate' where the certificate has to be good and is not (RFC 5280 §6, RFC 6125). */
function requireTrust(socket: Socket, { verify }: ProbedServer): void {
  if (!verify || !('authorized' in socket)) return
  const { authorized, authorizationError } = socket as TLSSocket
  // Node's types say Error, what it sets is the code.
  if (!authorized) throw new Trouble('certificate', String(authorizationError ?? ''))
}

/** The certificate that the server showed, if it showed one. */
function certificateOf(socket: Socket | undefined): { readonly certificate?: ProbedCertificate } {
  const shown = socket && 'getPeerX509Certificate' in socket ? (socket as TLSSocket).getPeerX509Certificate() : undefined
  if (!shown) return {}
  const names = [...(shown.subjectAltName ?? '').matchAll(/(?:DNS|IP Address):([^,\s]+)/g)].map(([, name = '']) => name)
  return { certificate: { names: names.slice(0, MOST_NAMES), validFrom: new Date(shown.validFrom).toISOString(), validTo: new Date(shown.validTo).toISOString() } }
}

/** Hears what the server says first, where it is asked for it after that. */
async function greeted(socket: Socket, { asks, complete, greeting, turnedAway }: Protocol, signal: AbortSignal): Promise<void> {
  if (asks !== undefined) socket.write(Buffer.from(asks, 'latin1'))
  const heard = await answerOf(socket, complete, signal)
  if (!greeting.test(heard)) throw new Trouble(turnedAway.test(heard) ? 'turned-away' : 'not-understood')
}

interface Upgrading extends Conversing {
  readonly steps: Protocol['startTls']
  readonly options: { readonly rejectUnauthorized: boolean; readonly ca?: string[]; readonly servername?: string; readonly host?: string }
}

async function upgrade(plain: Socket, { steps, options, signal, keep }: Upgrading): Promise<TLSSocket> {
  for (const { says, ends, is } of steps) {
    plain.write(Buffer.from(says, 'latin1'))
    if (!is.test(await answerOf(plain, ends, signal))) throw new Trouble('no-starttls')
  }
  return secured(plain, options, { signal, keep })
}

async function secured(plain: Socket, options: Upgrading['options'], { signal, keep }: Pick<Conversing, 'signal' | 'keep'>): Promise<TLSSocket> {
  const socket = connectTls({ ...options, socket: plain })
  keep(socket)
  await until(socket, 'secureConnect', signal)
  return socket
}

/** Resolves at that event of the socket; rejects with its error, at its end, and with the signal. */
function until(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
  return settled(socket, signal, (resolve) => {
    const done = (): void => resolve()
    socket.once(event, done)
    return () => socket.off(event, done)
  })
}

/** What the server says until that pattern is in it. */
function answerOf(socket: Socket, complete: RegExp, signal: AbortSignal): Promise<string> {
  return settled(socket, signal, (resolve, reject) => {
    let text = ''
    const hear = (chunk: Buffer): void => {
      text += chunk.toString('latin1')
      if (complete.test(text)) resolve(text)
      else if (text.length > ANSWER_LIMIT) reject(new Trouble('not-understood'))
    }
    socket.on('data', hear)
    return () => socket.off('data', hear)
  })
}

function settled<T>(socket: Socket, signal: AbortSignal, listen: (resolve: (value: T) => void, reject: (error: Error) => void) => () => unknown): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const fail = (error: Error): void => finish(() => reject(error))
    const ended = (): void => fail(new Trouble('closed'))
    const abandoned = (): void => fail(new Trouble('timeout'))
    const stop = listen((value) => finish(() => resolve(value)), fail)
    const finish = (settle: () => void): void => {
      stop()
      socket.off('error', fail).off('close', ended)
      signal.removeEventListener('abort', abandoned)
      // What a socket still says when it is destroyed concerns nobody.
      socket.on('error', () => undefined)
      settle()
    }
    socket.on('error', fail).on('close', ended)
    signal.addEventListener('abort', abandoned, { once: true })
    if (signal.aborted) abandoned()
  })
}

const REFUSED = /^ECONNREFUSED$/
const UNKNOWN = /^(?:ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/
const TLS = /^(?:ERR_SSL|EPROTO|ERR_TLS)/
const CLOSED = /^(?:ECONNRESET|EPIPE)$/

function problemOf(error: unknown): ProbeProblem {
  if (error instanceof Trouble) return error.problem
  const code = codeOf(error)
  const found = ([[REFUSED, 'refused'], [UNKNOWN, 'unknown-host'], [CERTIFICATE, 'certificate'], [TLS, 'tls'], [CLOSED, 'closed']] as const).find(([pattern]) => pattern.test(code))
  return found?.[1] ?? 'unreachable'
}

function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown }).code
  return typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : ''
}
