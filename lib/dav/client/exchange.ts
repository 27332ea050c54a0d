import { lookup } from 'node:dns/promises'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { guardedLookup, type ResolveAll } from '#lib/mail/network/guarded-lookup.ts'
import { reachOf, type NetworkReach } from '#lib/mail/network/network-address.ts'
import { DavProblem } from '../dav-problem.ts'

/** Another server, and who asks it. */
export interface DavAccount {
  readonly user: string
  readonly password: string
}

/** Where a client may connect to. In the clear only on this machine, where that is allowed at all. */
export interface DavReach {
  readonly allowed: readonly NetworkReach[]
  /** Ports; every one where left out. */
  readonly ports?: readonly number[]
  readonly resolve: ResolveAll
}

export const PUBLIC_REACH: DavReach = { allowed: ['public'], resolve: (host) => lookup(host, { all: true }) }

export interface DavRequest {
  readonly method: string
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface DavResponse {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
  /** Where the answer came from, after redirects. */
  readonly url: URL
}

/** Octets of one answer: a list of 50,000 cards has 15 MB. */
const MOST_OCTETS = 24 * 1024 * 1024
const MILLISECONDS = 30_000
const REDIRECTS = 5

/**
 * One request with its answer, as UTF-8; redirects are followed on the same host and encryption alone, since the password goes along.
 * Throws DavProblem for everything that is no answer, and for a redirect elsewhere ('moved', with its origin).
 */
export async function exchange(request: DavRequest, account: DavAccount, reach: DavReach, signal: AbortSignal): Promise<DavResponse> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(MILLISECONDS)])
  let { url } = request
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    const answer = await send({ ...request, url }, account, reach, limited).catch((error: unknown) => explain(error, signal))
    const target = redirectOf(answer, url)
    refuseBusy(answer)
    if (target === undefined) return { status: answer.statusCode ?? 0, headers: answer.headers, text: await textOf(answer).catch((error: unknown) => explain(error, signal)), url }
    answer.destroy()
    if (target.origin !== url.origin) throw new DavProblem('moved', target.origin)
    url = target
  }
  throw new DavProblem('failed', 'redirects without end')
}

/** A server that has too much to do says when to come back (RFC 9110 §10.2.3), in seconds or by its clock. */
function refuseBusy(answer: IncomingMessage): void {
  if (answer.statusCode !== 429 && answer.statusCode !== 503) return
  answer.destroy()
  const said = answer.headers['retry-after'] ?? ''
  const seconds = /^\d{1,9}$/.test(said) ? Number(said) : Math.ceil((Date.parse(said) - Date.now()) / 1000)
  throw new DavProblem('busy', `status ${answer.statusCode}`, { retryAfter: Number.isNaN(seconds) ? undefined : Math.max(0, seconds) })
}

function send({ method, url, headers, body }: DavRequest, { user, password }: DavAccount, { allowed, ports, resolve }: DavReach, signal: AbortSignal): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isHere = host === 'localhost' || (isIP(host) !== 0 && reachOf(host) === 'loopback')
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) throw new DavProblem('not-allowed', 'in the clear')
  if (isIP(host) !== 0 && !allowed.includes(reachOf(host))) throw new DavProblem('not-allowed', 'address')
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  if (ports && !ports.includes(port)) throw new DavProblem('not-allowed', 'port')
  const content = body === undefined ? undefined : Buffer.from(body)
  const start = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolved, rejected) => {
    const options = {
      method,
      agent: false,
      signal,
      lookup: guardedLookup(resolve, allowed),
      maxHeaderSize: 32 * 1024,
      headers: { 'user-agent': 'Postern', 'accept-encoding': 'identity', authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`, ...(content ? { 'content-length': content.length } : {}), ...headers },
    }
    start(url, options as object, resolved).once('error', rejected).end(content)
  })
}

function redirectOf({ statusCode, headers: { location } }: IncomingMessage, from: URL): URL | undefined {
  return statusCode !== undefined && [301, 302, 303, 307, 308].includes(statusCode) && location !== undefined ? (URL.parse(location, from) ?? undefined) : undefined
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST_OCTETS) throw new DavProblem('too-large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const CERTIFICATE = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/

function explain(error: unknown, signal: AbortSignal): never {
  signal.throwIfAborted()
  if (error instanceof DavProblem) throw error
  if (isGatewayError(error)) throw new DavProblem('not-allowed', error.detail, { cause: error })
  const { code = '', name = '' } = error as NodeJS.ErrnoException
  if (name === 'TimeoutError' || name === 'AbortError') throw new DavProblem('too-slow', '', { cause: error })
  throw new DavProblem(CERTIFICATE.test(code) ? 'untrusted' : 'unreachable', code, { cause: error })
}
