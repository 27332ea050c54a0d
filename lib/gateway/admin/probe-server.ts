import type { Probe, ProbeProblem, ServerHealth } from '#lib/api/admin-shapes.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'

/** An administrator waits for the page; a server that needs longer is as good as gone for its people too. */
const PATIENCE_MILLISECONDS = 2_500
/** A greeting is a few lines; more is no mail server. */
const ANSWER_LIMIT = 8 * 1024

export type MailProtocol = ServerHealth['kind']

/** How one protocol greets, and how TLS is asked for in it (RFC 3501 §6.2.1, RFC 3207 §4, RFC 5804 §2.2). */
interface Protocol {
  readonly greeting: RegExp
  /** What a greeting of several lines ends with; a line unless said. */
  readonly greetingEnds?: RegExp
  readonly turnedAway: RegExp
  /** Said in turn before TLS, each with what the answer has to be. */
  readonly startTls: readonly { readonly says: string; readonly ends: RegExp; readonly is: RegExp }[]
  readonly farewell: string
}

const PROTOCOLS: Readonly<Record<MailProtocol, Protocol>> = {
  imap: {
    greeting: /^\* (?:OK|PREAUTH)\b/i,
    turnedAway: /^\* BYE\b/i,
    startTls: [{ says: 'p1 STARTTLS\r\n', ends: /^p1 .*\r\n/m, is: /^p1 OK\b/im }],
    farewell: 'p2 LOGOUT\r\n',
  },
  smtp: {
    greeting: /^220[ -]/,
    turnedAway: /^[45]\d\d/,
    startTls: [
      { says: 'EHLO postern.invalid\r\n', ends: /^\d{3} .*\r\n/m, is: /^250[ -]STARTTLS\b/im },
      { says: 'STARTTLS\r\n', ends: /^\d{3} .*\r\n/m, is: /^220 /m },
    ],
    farewell: 'QUIT\r\n',
  },
  sieve: {
    // It greets with all that it can do; another protocol is known by its first line.
    greeting: /^"IMPLEMENTATION"[^]*^OK\b/im,
    greetingEnds: /^(?!").*\r\n/m,
    turnedAway: /^BYE\b/i,
    startTls: [{ says: 'STARTTLS\r\n', ends: /^.*\r\n/m, is: /^OK\b/i }],
    farewell: 'LOGOUT\r\n',
  },
}

class Trouble extends Error {
  readonly problem: ProbeProblem
  constructor(problem: ProbeProblem) {
    super(problem)
    this.problem = problem
  }
}

/**
 * Asks a server whether people can reach it: connection, greeting, and TLS exactly as the address says. Nobody signs in. Never
 * rejects, and answers within `patience` milliseconds.
 */
export async function probeServer(server: ServerAddress, kind: MailProtocol, patience: number = PATIENCE_MILLISECONDS): Promise<Probe> {
  const began = performance.now()
  const elapsed = (): number => Math.round(performance.now() - began)
  const open: Socket[] = []
  const end = new AbortController()
  const timer = setTimeout(() => end.abort(), patience)
  try {
    const tls = await converse(server, PROTOCOLS[kind], { signal: end.signal, keep: (socket) => void open.push(socket) })
    return { reached: true, milliseconds: elapsed(), tls }
  } catch (error) {
    const problem = end.signal.aborted ? 'timeout' : problemOf(error)
    return { reached: false, milliseconds: elapsed(), problem, code: codeOf(error) }
  } finally {
    clearTimeout(timer)
    // The outermost takes those below it along; destroying one below a TLS socket first ends the process (Node 24).
    open.at(-1)?.destroy()
  }
}

interface Conversing {
  readonly signal: AbortSignal
  /** Whatever was opened is closed by the caller. */
  readonly keep: (socket: Socket) => void
}

async function converse(server: ServerAddress, { greeting, greetingEnds = /\r\n/, turnedAway, startTls, farewell }: Protocol, { signal, keep }: Conversing): Promise<string | undefined> {
  const options = { rejectUnauthorized: server.verify, ...(isIP(server.host) === 0 ? { servername: server.host } : {}) }
  const first = server.tls === 'tls' ? connectTls({ ...options, host: server.host, port: server.port }) : connect({ host: server.host, port: server.port })
  keep(first)
  await until(first, server.tls === 'tls' ? 'secureConnect' : 'connect', signal)
  const greeted = await answerOf(first, greetingEnds, signal)
  if (!greeting.test(greeted)) throw new Trouble(turnedAway.test(greeted) ? 'turned-away' : 'not-understood')
  const socket = server.tls === 'starttls' ? await upgrade(first, { steps: startTls, options, signal, keep }) : first
  socket.end(farewell)
  return 'getProtocol' in socket ? ((socket as TLSSocket).getProtocol() ?? undefined) : undefined
}

interface Upgrading extends Conversing {
  readonly steps: Protocol['startTls']
  readonly options: { readonly rejectUnauthorized: boolean; readonly servername?: string }
}

async function upgrade(plain: Socket, { steps, options, signal, keep }: Upgrading): Promise<TLSSocket> {
  for (const { says, ends, is } of steps) {
    plain.write(says)
    if (!is.test(await answerOf(plain, ends, signal))) throw new Trouble('no-starttls')
  }
  const secured = connectTls({ ...options, socket: plain })
  keep(secured)
  await until(secured, 'secureConnect', signal)
  return secured
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
