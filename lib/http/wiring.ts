import 'server-only'
import { urls, type Urls } from '#lib/api/urls.ts'
import type { Config } from '#lib/config/config.ts'
import type { SignInSite } from '#lib/gateway/sign-in.ts'
import type { SignOutSite } from '#lib/gateway/sign-out.ts'
import { Tickets } from '#lib/gateway/tickets.ts'
import { AccountWatches } from '#lib/gateway/watch-account.ts'
import { openAccountPool, type AccountPool } from '#lib/imap/account-pool.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { createLog, type Log } from '#lib/log/log.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { readCookie, sessionCookieName, writeCookie } from '#lib/session/cookies.ts'
import { Sessions } from '#lib/session/sessions.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { withQuery } from './answers.ts'
import type { Entrance } from './call.ts'
import { processSingleton } from './process-singleton.ts'
import { isOnLoopback, isSecure, publicOrigins } from './request/public-origins.ts'
import { makeFormToken } from './request/same-origin.ts'
import { visit, VISIT_HEADER } from './visit.ts'

/** The configuration that the web process was started with. */
export function config(): Config {
  return processSingleton<Config>('config', () => {
    throw new Error('The web process was started without its configuration')
  })
}

export function log(): Log {
  return processSingleton('log', () => createLog(config().log.level))
}

/** Every URL of this site, under its base path. */
export function appUrls(): Urls {
  return urls(config().http.basePath)
}

/** The IMAP connections of everybody who is signed in. */
export function pool(): AccountPool {
  return processSingleton('pool', () => openAccountPool(config().limits.connectionsPerAccount))
}

export function sessions(): Promise<Sessions> {
  const { data, session } = config()
  return processSingleton('sessions', () =>
    Sessions.open(data, { idleMilliseconds: session.idleMinutes * 60_000, totalMilliseconds: session.totalMinutes * 60_000 }),
  )
}

/** The account's connections for one request; without a signal, for as long as a page is rendered. */
export function connectionsOf(session: SignedIn, signal: AbortSignal = new AbortController().signal): AccountConnections {
  return pool().of({ server: session.imap, credentials: session.credentials() }, signal)
}

/** What the HTML of messages may load. */
export function tickets(): Tickets {
  return processSingleton('tickets', () => new Tickets())
}

/** Who listens for changes in whose mailboxes. */
export function watches(): AccountWatches {
  return processSingleton('watches', () => new AccountWatches(log()))
}

/** Who is signed in on this page's request; undefined when nobody is. */
export async function currentSession(): Promise<SignedIn | undefined> {
  const jar = await cookies()
  return (await sessions()).find(jar.get(sessionCookieName(isSecure(config())))?.value)
}

/** Like `currentSession`, but sends whoever is not signed in to the sign-in page, which comes back to `path`. */
export async function requireSession(path: string): Promise<SignedIn> {
  const session = await currentSession()
  // The framework puts the base path in front by itself.
  return session ?? redirect(signInPath(path).slice(config().http.basePath.length))
}

/** The hidden `token` of a form on this page; `session` where the page knows it already. */
export async function formToken(session?: Pick<SignedIn, 'id'>): Promise<string> {
  const { id } = session ?? (await currentSession()) ?? {}
  if (id !== undefined) return makeFormToken(id)
  const name = (await headers()).get(VISIT_HEADER)
  return makeFormToken(name ?? '')
}

/** What routes need to know who is asking: pass it to `accountRoute` and `publicRoute`. */
export const signedIn: Entrance = {
  signIn: async (request) => {
    const session = await sessionOf(request)
    if (!session) throw new GatewayError('not-signed-in')
    return { session, connections: connectionsOf(session, request.signal) }
  },
  visitSecret: (request) => request.headers.get(VISIT_HEADER) ?? visit(request.headers.get('cookie'), isSecure(config())).id,
  origins: () => processSingleton('origins', () => publicOrigins(config())),
  log,
  signInPath,
  home: () => appUrls().home(),
}

/** Who a request's cookie says is signed in. */
export async function sessionOf(request: Request): Promise<SignedIn | undefined> {
  return (await sessions()).find(readCookie(request.headers.get('cookie'), sessionCookieName(isSecure(config()))))
}

/** Whether that session goes on: it may have been ended on another device. */
export async function isSignedIn({ id }: SignedIn): Promise<boolean> {
  return (await sessions()).isOpen(id)
}

/** The Set-Cookie of a session that has begun. */
export function sessionCookie(value: string): string {
  const secure = isSecure(config())
  return writeCookie(sessionCookieName(secure), value, { secure })
}

/** The Set-Cookie that takes it back. */
export function endedSessionCookie(): string {
  const secure = isSecure(config())
  return writeCookie(sessionCookieName(secure), '', { secure, maxAge: 0 })
}

export async function signInSite(): Promise<SignInSite> {
  return { servers: config().servers, onLoopback: isOnLoopback(config()), sessions: await sessions(), pool: pool() }
}

/** What a sign-out needs, but for what is done before it. */
export async function signOutSite(forRequest: Log): Promise<Omit<SignOutSite, 'beforehand'>> {
  return {
    sessions: await sessions(),
    pool: pool(),
    log: forRequest,
    afterwards: ({ id }) => tickets().revoke(id),
  }
}

/** The URL before a ticket, in full: the origin under which this request came to us, when it is one of ours. */
export function contentUrl(request: URL): string {
  const origins = signedIn.origins()
  const origin = origins.includes(request.origin) ? request.origin : (origins[0] ?? request.origin)
  return origin + appUrls().mailContent('')
}

function signInPath(next: string | undefined, failedForm?: string): string {
  const withNext = next === undefined ? appUrls().signIn() : withQuery(appUrls().signIn(), 'next', next)
  return failedForm === undefined ? withNext : withQuery(withNext, 'failed', failedForm)
}

