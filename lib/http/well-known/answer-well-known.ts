import type { IncomingMessage, ServerResponse } from 'node:http'
import { urls } from '#lib/api/urls.ts'
import type { Config } from '#lib/config/config.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { MTA_STS_POLICY, mtaStsPolicyOf } from './mta-sts.ts'
import { SECURITY_TEXT, writeSecurityText } from './security-text.ts'

export interface WellKnownQuestion {
  /** Below the root of the host: these addresses know no base path. */
  readonly path: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly config: Config
  /** The one that the request belongs to. */
  readonly site: SiteConfig
}

/** What is said: a text, the way to somewhere else, or that there is nothing. */
type Said = { readonly text: string } | { readonly status: 301 | 303; readonly location: string } | undefined

const ADDRESSES: Readonly<Record<string, (question: WellKnownQuestion) => Said>> = {
  // Nothing here is for those who make lists of pages (RFC 9309).
  '/robots.txt': () => ({ text: 'User-agent: *\nDisallow: /\n' }),
  // Where programs that keep passwords send people (a W3C well-known address).
  '/.well-known/change-password': ({ config, site }) => (site.modules.password ? { status: 303, location: urls(config.http.basePath).password() } : undefined),
  // RFC 6764 §5: where calendars are, on another server.
  '/.well-known/caldav': ({ site }) => (site.clients.caldav === undefined ? undefined : { status: 301, location: site.clients.caldav }),
  [SECURITY_TEXT]: ({ config, site, request }) => textOf(writeSecurityText(config, site, { host: request.headers.host, now: new Date() })),
  [MTA_STS_POLICY]: ({ config, request }) => textOf(mtaStsPolicyOf(config, request.headers.host)),
}

/** Answers what every host has at the same address; false for everything else. Nobody needs to sign in, and no name is asked after. */
export function answerWellKnown(question: WellKnownQuestion): boolean {
  const { path, request, response } = question
  const find = Object.hasOwn(ADDRESSES, path) ? ADDRESSES[path] : undefined
  if (find === undefined) return false
  const said = find(question)
  if (said === undefined) send(question, 404, 'There is nothing here.\n')
  else if ('location' in said) response.writeHead(said.status, { location: said.location }).end()
  else if (request.method === 'GET' || request.method === 'HEAD') send(question, 200, said.text)
  else {
    response.setHeader('allow', 'GET, HEAD')
    send(question, 405, 'This address can only be read.\n')
  }
  return true
}

const textOf = (text: string | undefined): Said => (text === undefined ? undefined : { text })

function send({ request, response }: WellKnownQuestion, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(body) }).end(request.method === 'HEAD' ? undefined : body)
}
