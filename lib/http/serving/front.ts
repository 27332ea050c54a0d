import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { seatBase, takeSeat } from '#lib/api/seats.ts'
import type { Config } from '#lib/config/config.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import type { Log } from '#lib/log/log.ts'
import { withPageAnswer, type PageAnswer } from '../page-status.ts'
import { contentSecurityPolicy, securityHeaders } from './security-headers.ts'
import { isSecure } from '../request/public-origins.ts'
import { withClient } from '../request/client-of-request.ts'
import { readForwarded } from '../request/forwarded.ts'
import { remoteAddress } from '../request/remote-address.ts'
import { SITE_HEADER, siteOfRequest } from '../request/site-of-request.ts'
import { hasSeats } from '../seats/has-seats.ts'
import { withSeat } from '../seats/seat-of-request.ts'
import { davQuestion, serveDav } from '../dav/serve-dav.ts'
import { answerProgram, programQuestion } from '../phone/program-addresses.ts'
import { visit, VISIT_HEADER } from '../visit.ts'
import { answerWellKnown } from '../well-known/answer-well-known.ts'
import { finishAnswer } from './answer-headers.ts'
import { answerHealth, type HealthQuestion, type HealthSite } from './answer-health.ts'
import { isForeignLoad } from './foreign-load.ts'
import { isLoopback, isOurHost } from './public-origin.ts'
import { decodableAddress } from './request-address.ts'
import { dropForgedHeaders } from './request-headers.ts'
import { sendWhole } from './send-whole.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export interface FrontOptions extends HealthSite {
  readonly config: Config
  readonly log: Log
  readonly development: boolean
  /** The framework. */
  readonly next: Handler
}

/** How long a socket may be silent while its request is still arriving, and while its answer is being taken. */
const REQUEST_SILENCE_MS = 60_000
const ANSWER_SILENCE_MS = 300_000

/** What stands between the socket and the framework: the rules that every request and every answer obeys. */
export function createFront(options: FrontOptions): Handler {
  const { config, log } = options
  const base = config.http.basePath
  const situation = { loopbackOnly: isLoopback(config.http.host), publicOrigin: config.http.publicOrigin, behindProxy: config.http.behindProxy, siteHosts: config.sites.flatMap(({ hosts }) => hosts) }
  const secure = isSecure(config)

  return async (request, response) => {
    const { forwardedFor, forwardedProto } = readForwarded(request.headers, config.http.forwarded)
    const way = { isEncrypted: 'encrypted' in request.socket, peer: request.socket.remoteAddress ?? '', forwardedProto }
    dropForgedHeaders(request.headers)
    const https = way.isEncrypted || config.http.publicOrigin?.startsWith('https:') === true
    const page: PageAnswer = {}
    const requestId = randomUUID()
    const asksForDocument = wantsDocument(request)
    const question = programQuestion(request.url ?? '/')
    const books = davQuestion(request.url ?? '/', base)
    const isForPrograms = question !== undefined || books !== undefined
    const remote = remoteAddress(way.peer, forwardedFor, config.http.trustedProxies)
    const site = siteOfRequest(config.sites, { host: request.headers.host, address: remote, cookies: books === undefined ? request.headers.cookie : undefined, secure })
    const security = { nonce: randomBytes(18).toString('base64'), https, development: options.development, frameAncestors: site.security.frameAncestors }
    const { seat, address } = hasSeats(site) ? takeSeat(request.url ?? '/', base) : { seat: 0, address: request.url ?? '/' }
    request.url = address
    if (request.method === 'GET' && (asksForDocument || address.startsWith(`${base}/api/`))) sendWhole(request, response)
    if (options.isDraining()) response.setHeader('connection', 'close')
    finishAnswer(response, { headers: securityHeaders(security), page, requestId, home: `${seatBase(base, seat)}/`, wantsDocument: asksForDocument })
    limitSilence(request, response)
    options.metrics.requests.follow(ownPath(address, base), response)

    if (!isForPrograms && (await answeredHere({ request, response, remote }, { ...options, site }))) return
    if (!isOurHost(request.headers.host, situation)) return plain(response, 421, 'This name does not belong to this server. Open the address that the server printed when it started.')
    if (!isForPrograms && isForeignLoad(request, { path: ownPath(address, base), mayBeFramed: site.security.frameAncestors.length > 0 })) return plain(response, 403, 'Pages of other sites load nothing from here.')
    request.url = decodableAddress(address, base)
    request.headers['content-security-policy'] = contentSecurityPolicy(security)
    request.headers['x-postern-remote-address'] = remote
    request.headers[SITE_HEADER] = site.name
    request.headers['x-postern-request-id'] = requestId
    if (!isForPrograms && !request.url.startsWith(`${base}/_next/`)) startVisit(request, response, secure)
    try {
      if (question !== undefined) return await answerProgram(question, { request, response, config, site })
      if (books !== undefined) return await serveDav(books, { request, response, config, site, remote, way, log: log.with({ requestId }) })
      await withClient(remote, () => withSeat(seat, () => withPageAnswer(page, () => options.next(request, response))))
    } catch (error) {
      log.error('web-request-failed', error, { requestId, method: request.method })
      if (response.headersSent) response.destroy()
      else plain(response, 500, 'Something went wrong')
    }
  }
}

/** Well-known addresses, health, the way to the base path, and what pages never answer. */
async function answeredHere({ request, response, remote }: Pick<HealthQuestion, 'request' | 'response' | 'remote'>, options: FrontOptions & { readonly site: SiteConfig }): Promise<boolean> {
  const base = options.config.http.basePath
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  const own = ownPath(path, base)
  if (answerWellKnown({ path, request, response, config: options.config, site: options.site })) return true
  if (await answerHealth({ path: own, request, response, remote, rules: options.config.metrics }, options)) return true
  if (base !== '' && (path === '/' || path === base)) {
    response.writeHead(307, { location: `${base}/` }).end()
    return true
  }
  // Only route handlers take anything but reading; a page would hand a post to the framework's own deserialiser.
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (!reads && !options.development && !own.startsWith('/api/')) {
    response.setHeader('allow', 'GET, HEAD')
    return said(plain(response, 405, 'This page can only be read.'))
  }
  return false
}

/** The path below the base path, without the query. */
function ownPath(address: string, base: string): string {
  const path = address.split('?', 1)[0] ?? '/'
  return path.startsWith(`${base}/`) ? path.slice(base.length) : path
}

const said = (_: void): true => true

function startVisit(request: IncomingMessage, response: ServerResponse, secure: boolean): void {
  const { id, setCookie } = visit(request.headers.cookie, secure)
  request.headers[VISIT_HEADER] = id
  if (setCookie !== undefined) response.appendHeader('set-cookie', setCookie)
}

function plain(response: ServerResponse, status: number, sentence: string): void {
  const body = `${sentence}\n`
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(body) }).end(body)
}

/** True for a navigation; scripts, styles, pictures and the framework's own fetches get the bare status. */
function wantsDocument({ headers }: IncomingMessage): boolean {
  if (headers.rsc !== undefined || headers['x-postern'] !== undefined) return false
  const destination = headers['sec-fetch-dest']
  return destination === undefined ? (headers.accept ?? '').includes('text/html') : destination === 'document'
}

/** Ends a connection that says nothing: a request that stops half-way, an answer that nobody takes. */
function limitSilence(request: IncomingMessage, response: ServerResponse): void {
  // A request whose body was refused loses its socket before its end is told.
  const { socket } = request
  request.setTimeout(REQUEST_SILENCE_MS)
  request.once('end', () => socket.setTimeout(ANSWER_SILENCE_MS))
  response.once('close', () => socket.setTimeout(0))
}
