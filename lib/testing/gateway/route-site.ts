import './next-modules.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Config } from '#lib/config/config.ts'
import { loadConfig } from '#lib/config/load.ts'
import { withServers } from '#lib/config/servers-in-the-box.ts'
import { SpellingDesk } from '#lib/gateway/spelling/spelling-desk.ts'
import { setProcessSingleton } from '#lib/http/process-singleton.ts'
import { makeFormToken } from '#lib/http/request/same-origin.ts'
import { createLog } from '#lib/log/log.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'
import { whileAnswering } from '../fakes/next-headers.ts'
import type { ServerUnderTest } from './site.ts'

export const ORIGIN = 'http://127.0.0.1:3000'
/** The front of the application names the visit; here there is one. */
export const VISIT = 'v'.repeat(22)

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>
type RouteModule = Readonly<Partial<Record<'GET' | 'POST', Handler>>>

/** The routes of the application, by their pattern. */
const ROUTES: readonly (readonly [pattern: RegExp, load: () => Promise<RouteModule>])[] = [
  [/^\/api\/session$/, () => import('../../../app/api/session/route.ts')],
  [/^\/api\/session\/end$/, () => import('../../../app/api/session/end/route.ts')],
  [/^\/api\/mailboxes$/, () => import('../../../app/api/mailboxes/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/rename$/, () => import('../../../app/api/mailboxes/[mailbox]/rename/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/delete$/, () => import('../../../app/api/mailboxes/[mailbox]/delete/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/messages$/, () => import('../../../app/api/mailboxes/[mailbox]/messages/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/messages\/(?<message>[^/]+)$/, () => import('../../../app/api/mailboxes/[mailbox]/messages/[message]/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/messages\/(?<message>[^/]+)\/source$/, () => import('../../../app/api/mailboxes/[mailbox]/messages/[message]/source/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/messages\/(?<message>[^/]+)\/parts\/(?<part>[^/]+)$/, () => import('../../../app/api/mailboxes/[mailbox]/messages/[message]/parts/[part]/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/messages\/(?<message>[^/]+)\/attachments$/, () => import('../../../app/api/mailboxes/[mailbox]/messages/[message]/attachments/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/messages\/(?<message>[^/]+)\/parts\/(?<part>[^/]+)\/files\/(?<file>[^/]+)$/, () => import('../../../app/api/mailboxes/[mailbox]/messages/[message]/parts/[part]/files/[file]/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/messages\/(?<message>[^/]+)\/html\/(?<part>[^/]+)$/, () => import('../../../app/api/mailboxes/[mailbox]/messages/[message]/html/[part]/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/print$/, () => import('../../../app/api/mailboxes/[mailbox]/print/route.ts')],
  [/^\/api\/shares$/, () => import('../../../app/api/shares/route.ts')],
  [/^\/api\/shares\/(?<share>[^/]+)$/, () => import('../../../app/api/shares/[share]/route.ts')],
  [/^\/api\/message-files$/, () => import('../../../app/api/message-files/route.ts')],
  [/^\/web-manifest$/, () => import('../../../app/web-manifest/route.ts')],
  [/^\/offline$/, () => import('../../../app/offline/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/messages\/(?<message>[^/]+)\/remote-senders$/, () => import('../../../app/api/mailboxes/[mailbox]/messages/[message]/remote-senders/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/messages\/(?<message>[^/]+)\/unsubscribe$/, () => import('../../../app/api/mailboxes/[mailbox]/messages/[message]/unsubscribe/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/snooze$/, () => import('../../../app/api/mailboxes/[mailbox]/snooze/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/messages\/(?<message>[^/]+)\/reminder$/, () => import('../../../app/api/mailboxes/[mailbox]/messages/[message]/reminder/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/messages\/(?<message>[^/]+)\/receipt$/, () => import('../../../app/api/mailboxes/[mailbox]/messages/[message]/receipt/route.ts')],
  [/^\/api\/mailboxes\/(?<mailbox>[^/]+)\/messages\/(?<message>[^/]+)\/parts\/(?<part>[^/]+)\/invitation$/, () => import('../../../app/api/mailboxes/[mailbox]/messages/[message]/parts/[part]/invitation/route.ts')],
  [/^\/api\/compositions$/, () => import('../../../app/api/compositions/route.ts')],
  [/^\/api\/compositions\/(?<composition>[^/]+)$/, () => import('../../../app/api/compositions/[composition]/route.ts')],
  [/^\/api\/compositions\/(?<composition>[^/]+)\/uploads$/, () => import('../../../app/api/compositions/[composition]/uploads/route.ts')],
  [/^\/api\/compositions\/(?<composition>[^/]+)\/uploads\/(?<upload>[^/]+)$/, () => import('../../../app/api/compositions/[composition]/uploads/[upload]/route.ts')],
  [/^\/api\/spelling$/, () => import('../../../app/api/spelling/route.ts')],
  [/^\/api\/spelling\/words$/, () => import('../../../app/api/spelling/words/route.ts')],
  [/^\/api\/compositions\/(?<composition>[^/]+)\/pictures\/(?<picture>[^/]+)$/, () => import('../../../app/api/compositions/[composition]/pictures/[picture]/route.ts')],
  [/^\/api\/compositions\/(?<composition>[^/]+)\/quotation$/, () => import('../../../app/api/compositions/[composition]/quotation/route.ts')],
  [/^\/api\/address-books$/, () => import('../../../app/api/address-books/route.ts')],
  [/^\/api\/address-books\/(?<book>[^/]+)$/, () => import('../../../app/api/address-books/[book]/route.ts')],
  [/^\/api\/address-books\/(?<book>[^/]+)\/contacts$/, () => import('../../../app/api/address-books/[book]/contacts/route.ts')],
  [/^\/api\/address-books\/(?<book>[^/]+)\/contacts\/(?<contact>[^/]+)$/, () => import('../../../app/api/address-books/[book]/contacts/[contact]/route.ts')],
  [/^\/api\/contacts$/, () => import('../../../app/api/contacts/route.ts')],
  [/^\/api\/filters$/, () => import('../../../app/api/filters/route.ts')],
  [/^\/api\/filters\/script$/, () => import('../../../app/api/filters/script/route.ts')],
  [/^\/api\/filters\/import$/, () => import('../../../app/api/filters/import/route.ts')],
  [/^\/api\/password$/, () => import('../../../app/api/password/route.ts')],
  [/^\/api\/keys$/, () => import('../../../app/api/keys/route.ts')],
  [/^\/api\/keys\/file$/, () => import('../../../app/api/keys/file/route.ts')],
  [/^\/api\/fetches$/, () => import('../../../app/api/fetches/route.ts')],
  [/^\/api\/phone$/, () => import('../../../app/api/phone/route.ts')],
  [/^\/api\/preferences$/, () => import('../../../app/api/preferences/route.ts')],
  [/^\/api\/preferences\/file$/, () => import('../../../app/api/preferences/file/route.ts')],
  [/^\/api\/file-links$/, () => import('../../../app/api/file-links/route.ts')],
  [/^\/linked-files\/(?<token>[^/]+)$/, () => import('../../../app/linked-files/[token]/route.ts')],
  [/^\/api\/program-passwords$/, () => import('../../../app/api/program-passwords/route.ts')],
  [/^\/api\/themes$/, () => import('../../../app/api/themes/route.ts')],
  [/^\/api\/admin\/support$/, () => import('../../../app/api/admin/support/route.ts')],
  [/^\/api\/admin\/people\/sign-out$/, () => import('../../../app/api/admin/people/sign-out/route.ts')],
  [/^\/api\/admin\/announcements$/, () => import('../../../app/api/admin/announcements/route.ts')],
  [/^\/api\/admin\/traces$/, () => import('../../../app/api/admin/traces/route.ts')],
  [/^\/api\/admin\/traces\/(?<trace>[^/]+)$/, () => import('../../../app/api/admin/traces/[trace]/route.ts')],
  [/^\/api\/alert$/, () => import('../../../app/api/alert/route.ts')],
  [/^\/api\/waiting$/, () => import('../../../app/api/waiting/route.ts')],
  [/^\/api\/events$/, () => import('../../../app/api/events/route.ts')],
  [/^\/site\/(?<path>[^/]+)$/, () => import('../../../app/site/[path]/route.ts')],
  [/^\/pdf-viewer\/(?<version>[^/]+)\/(?<file>[^/]+)$/, () => import('../../../app/pdf-viewer/[version]/[file]/route.ts')],
  [/^\/decrypted-viewer$/, () => import('../../../app/decrypted-viewer/route.ts')],
  [/^\/mail-content\/(?<ticket>[^/]+)$/, () => import('../../../app/mail-content/[ticket]/route.ts')],
]

export interface Asked {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  /** A form; its `token` is put in unless it is there already. */
  readonly form?: Readonly<Record<string, string | readonly string[]>>
  readonly json?: unknown
  /** A form with files; its fields stand before them, and it has no token but its own. */
  readonly upload?: FormData
  /** A body as it is. */
  readonly octets?: string
  readonly signal?: AbortSignal
}

/** What the application answers, by the handler of that route. Throws where there is none. */
export async function answerRoute(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const found = ROUTES.map(([pattern, load]) => ({ match: pattern.exec(pathname), load })).find(({ match }) => match)
  if (!found?.match) throw new Error(`no route: ${pathname}`)
  const handler = (await found.load())[request.method as keyof RouteModule]
  if (!handler) throw new Error(`no ${request.method} of ${pathname}`)
  const segments = Object.entries(found.match.groups ?? {}).map(([name, segment]) => [name, decodeURIComponent(segment)] as const)
  return whileAnswering(request.headers, () => handler(request, { params: Promise.resolve(Object.fromEntries(segments)) }))
}

/** A browser in front of the route handlers: keeps its cookie and sends what browsers send. */
export class RouteBrowser {
  cookie = ''
  /** What a browser says of itself; a text browser says nothing. */
  says: Readonly<Record<string, string>> = { Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' }

  async ask(url: string, { method, headers = {}, form, json, upload, octets, signal }: Asked = {}): Promise<Response> {
    const verb = method ?? (form || upload || json !== undefined ? 'POST' : 'GET')
    const isJson = json !== undefined
    const request = new Request(new URL(url, ORIGIN), {
      method: verb,
      headers: {
        'x-postern-visit': VISIT,
        ...(this.cookie === '' ? {} : { Cookie: this.cookie }),
        ...(verb === 'POST' ? this.says : {}),
        ...(isJson ? { 'Content-Type': 'application/json', 'X-Postern': '1' } : {}),
        ...(form ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
        ...headers,
      },
      ...(form ? { body: encodeForm({ token: makeFormToken(VISIT), ...form }) } : isJson ? { body: JSON.stringify(json) } : upload ? { body: upload } : octets !== undefined ? { body: octets } : {}),
      ...(signal ? { signal } : {}),
    })
    const response = await answerRoute(request)
    for (const set of response.headers.getSetCookie()) this.cookie = set.split(';', 1)[0] ?? ''
    return response
  }

  /** What the server makes of a page that this browser asks for. */
  async visit<T>(load: () => Promise<T>): Promise<T> {
    return whileAnswering(new Headers({ 'x-postern-visit': VISIT, Cookie: this.cookie }), load)
  }

  async signIn({ user, password }: Credentials): Promise<Response> {
    return this.ask('/api/session', { form: { user, password } })
  }
}

function encodeForm(form: Readonly<Record<string, string | readonly string[]>>): URLSearchParams {
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(form)) for (const each of [value].flat()) fields.append(name, each)
  return fields
}

/** What the process is while it has the configuration of a gateway. */
export interface ConfiguredGateway {
  /** What it logs, one JSON object a line. */
  readonly logged: readonly string[]
  /** Closes its connections and sessions, and removes its data; whatever else somebody opened is theirs to close before. */
  end(): Promise<void>
}

/** Gives the process the configuration of a gateway in front of that server. */
export async function configureGateway(server: ServerUnderTest, change: (config: Config) => Config = (config) => config): Promise<ConfiguredGateway> {
  const data = await mkdtemp(path.join(tmpdir(), 'postern-routes-'))
  const loaded = loadConfig({ data, env: {} })
  const logged: string[] = []
  setProcessSingleton('config', change(withServers(loaded, (servers) => ({ ...servers, imap: server.address }))))
  const log = createLog('debug', (line) => void logged.push(line))
  setProcessSingleton('log', log)
  const spelling = new SpellingDesk(log, undefined)
  setProcessSingleton('spelling', { desk: spelling })
  const end = async (): Promise<void> => {
    const { pool, sessions } = await import('#lib/http/wiring.ts')
    pool().closeAll()
    await (await sessions()).close()
    await spelling.close()
    await rm(data, { recursive: true, force: true })
  }
  return { logged, end }
}
