import 'server-only'
import { seatBase } from '#lib/api/seats.ts'
import { urls, type Urls } from '#lib/api/urls.ts'
import { introducing, introductionOf } from '#lib/config/sites/client-introduction.ts'
import type { Config } from '#lib/config/config.ts'
import { siteOfGroups } from '#lib/config/sites/groups-of.ts'
import type { GroupConfig, SiteConfig } from '#lib/config/sites/site-config.ts'
import { addressOf, namesOther, type NamedServer, type SignInSite } from '#lib/gateway/sign-in.ts'
import type { SignOutSite } from '#lib/gateway/sign-out.ts'
import type { HtmlSanitizer } from '#lib/gateway/sanitizing/html-job.ts'
import type { SignatureDesk } from '#lib/gateway/signatures/check-signed.ts'
import { Tickets } from '#lib/gateway/tickets.ts'
import { AccountWatches } from '#lib/gateway/watch-account.ts'
import { openAccountPool, type AccountPool } from '#lib/imap/account-pool.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import type { Log } from '#lib/log/log.ts'
import { openLog } from '#lib/log/open-log.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import type { ModuleName } from '#lib/mail/sites/modules.ts'
import { readCookie, sessionCookieName, writeCookie } from '#lib/session/cookies.ts'
import type { Sessions } from '#lib/session/sessions.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { withQuery } from './answers.ts'
import type { RouteHandler } from './call.ts'
import { tracedAccount, tracedUser } from './sessions/traced-account.ts'
import { openedSessions } from './sessions/opened-sessions.ts'
import { processSingleton } from './process-singleton.ts'
import { isOnLoopback, isSecure, publicOrigins } from './request/public-origins.ts'
import { currentClient } from './request/client-of-request.ts'
import { makeFormToken } from './request/same-origin.ts'
import { isPageOfMail, refuseBeyondSupport } from './request/support-reach.ts'
import { SITE_HEADER, siteCookie } from './request/site-of-request.ts'
import { administeredSites, groupsOfSession, siteOfSession } from './site-of-session.ts'
import { currentSeat } from './seats/seat-of-request.ts'
import { VISIT_HEADER } from './visit.ts'

export type { SignedIn }

/** The configuration in force: a reload replaces it, so it is asked each time. */
export function config(): Config {
  return processSingleton<Config>('config', () => {
    throw new Error('The web process was started without its configuration')
  })
}

export function log(): Log {
  return processSingleton('log', () => openLog(config().log, 'web'))
}

/** What stands before every path of this request's seat: the base path, and the seat's own prefix. */
export function appBase(): string {
  return seatBase(config().http.basePath, currentSeat())
}

/** Every URL of this site, under its base path and for the seat of this request. */
export function appUrls(): Urls {
  return urls(appBase())
}

/** Every URL of the site itself, whose seat ever asks. */
export function rootUrls(): Urls {
  return urls(config().http.basePath)
}

/** The IMAP connections of everybody who is signed in. */
export function pool(): AccountPool {
  return processSingleton('pool', () => openAccountPool(config().limits.connectionsPerAccount))
}

export function sessions(): Promise<Sessions> {
  return openedSessions(config)
}

/** The account's connections for one request; without a signal, for as long as a page is rendered. */
export function connectionsOf(session: SignedIn, signal: AbortSignal = new AbortController().signal): AccountConnections {
  const traced = tracedAccount(config(), session.account)
  return pool().of({ server: imapOf(session), credentials: session.credentials(), ...(session.support !== undefined && { readOnly: true }), ...fromClient(), ...(traced && { traced }) }, signal)
}

/** Where somebody's mail is, told of them as their site says now, which may not be what it said when they signed in. */
function imapOf(session: SignedIn): ServerAddress {
  const { imap } = session
  const own = siteOfSession(config(), session)?.servers.imap
  if (own === undefined || imap.allowed !== undefined || own.host !== imap.host || own.port !== imap.port) return imap
  return introducing(imap, introductionOf(own))
}

/** For whom a connection is opened, where that is known. */
export function fromClient(): { readonly client?: string } {
  const client = currentClient()
  return client === undefined ? {} : { client }
}

/** What the HTML of messages may load. */
export function tickets(): Tickets {
  return processSingleton('tickets', () => new Tickets())
}

/** Where the HTML of messages is made safe; undefined where this process has no threads for it. */
export function htmlSanitizer(): HtmlSanitizer | undefined {
  return processSingleton<{ readonly run?: HtmlSanitizer }>('html-pool', () => ({})).run
}

/** Where signatures are checked and keys read; undefined where this process has no threads for it. */
export function signatureDesk(): SignatureDesk | undefined {
  return processSingleton<{ readonly run?: SignatureDesk }>('signature-pool', () => ({})).run
}

/** Who listens for changes in whose mailboxes. */
export function watches(): AccountWatches {
  return processSingleton('watches', () => new AccountWatches(log()))
}

/** Who is signed in on this page's request; undefined when nobody is. */
export async function currentSession(): Promise<SignedIn | undefined> {
  const own = await headers()
  const known = signedInPages.get(own) ?? findCurrent()
  signedInPages.set(own, known)
  return known
}

/** The framework gives every part of one page the same headers: who asks for it is found once. */
const signedInPages = new WeakMap<object, Promise<SignedIn | undefined>>()

async function findCurrent(): Promise<SignedIn | undefined> {
  const jar = await cookies()
  return (await sessions()).find(jar.get(sessionCookieName(isSecure(config()), currentSeat()))?.value)
}

/** Like `currentSession`, but sends whoever is not signed in to the sign-in page, which comes back to `path`, and whoever reads somebody’s mail to help back to that mail. */
export async function requireSession(path: string): Promise<SignedIn> {
  const session = await currentSession()
  // The framework puts the base path in front by itself.
  if (!session) redirect(signInPath(path).slice(config().http.basePath.length))
  if (session.support !== undefined && !isPageOfMail(path.slice(appBase().length))) redirect(appUrls().mailbox('INBOX').slice(config().http.basePath.length))
  return session
}

/** The hidden `token` of a form on this page; `session` where the page knows it already. */
export async function formToken(session?: Pick<SignedIn, 'id'>): Promise<string> {
  const { id } = session ?? (await currentSession()) ?? {}
  if (id !== undefined) return makeFormToken(id)
  const name = (await headers()).get(VISIT_HEADER)
  return makeFormToken(name ?? '')
}

/** Who a request's cookie says is signed in, at the seat that it is for. */
export async function sessionOf(request: Request): Promise<SignedIn | undefined> {
  return (await sessions()).find(sentCookie(request))
}

/** The same for a route that is open to everybody and writes for whoever is signed in. Throws GatewayError 'refused' for an administrator who reads their mail to help. */
export async function writingSessionOf(request: Request): Promise<SignedIn | undefined> {
  const session = await sessionOf(request)
  if (session) refuseBeyondSupport(session, request)
  return session
}

/** The value of a request's session cookie, at the seat that it is for. */
export function sentCookie(request: Request): string | undefined {
  return readCookie(request.headers.get('cookie'), sessionCookieName(isSecure(config()), currentSeat()))
}

/** Whether that session goes on: it may have been ended on another device. */
export async function isSignedIn({ id }: SignedIn): Promise<boolean> {
  return (await sessions()).isOpen(id)
}

/** The Set-Cookie of a session that has begun at this request's seat, or at another one. */
export function sessionCookie(value: string, seat = currentSeat()): string {
  const secure = isSecure(config())
  return writeCookie(sessionCookieName(secure, seat), value, { secure })
}

/** The Set-Cookie that takes it back, or that of another seat. */
export function endedSessionCookie(seat = currentSeat()): string {
  const secure = isSecure(config())
  return writeCookie(sessionCookieName(secure, seat), '', { secure, maxAge: 0 })
}

/** The site of this page: of whoever is signed in, else the one that the request belongs to. */
export async function currentSite(session?: Pick<SignedIn, 'account'>): Promise<SiteConfig> {
  const found = session ?? (await currentSession())
  return (found && siteOfSession(config(), found)) ?? siteToEnter()
}

/** The site that this page's request belongs to, whoever is signed in: the one that a sign-in leads to. */
export async function siteToEnter(): Promise<SiteConfig> {
  return siteNamed((await headers()).get(SITE_HEADER))
}

/** The site that a request belongs to, whoever is signed in. */
export function siteOf(request: Request): SiteConfig {
  return siteNamed(request.headers.get(SITE_HEADER))
}

/** The groups of somebody who is signed in. */
export function groupsOf(session: Pick<SignedIn, 'account' | 'user' | 'address' | 'imap'>): readonly GroupConfig[] {
  return groupsOfSession(config(), session)
}

/** Whether somebody may open the administrator's page: named by the site that they signed in to, with its own server. */
export function isAdmin(session: Pick<SignedIn, 'account' | 'user' | 'address' | 'imap' | 'support'>): boolean {
  return administeredSites(config(), session).length > 0
}

/** Whether the site of this page has that module; a page without it is no page. */
export async function hasModule(module: ModuleName): Promise<boolean> {
  return (await currentSite()).modules[module]
}

/** The route where the site of whoever asks has that module, or one of those; elsewhere there is no such route. */
export function withModule(module: ModuleName | readonly ModuleName[], handler: RouteHandler): RouteHandler {
  return async (request, context) => {
    const session = await sessionOf(request)
    const site = (session && siteOfSession(config(), session)) ?? siteOf(request)
    return [module].flat().some((each) => site.modules[each]) ? handler(request, context) : new Response('There is nothing here.\n', { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
  }
}

function siteNamed(name: string | null): SiteConfig {
  const { sites } = config()
  return sites.find((site) => site.name === name) ?? sites[0]
}

/** The Set-Cookie that chooses the site of that path; undefined when there is none. */
export function chooseSite(path: string): string | undefined {
  const { sites } = config()
  const site = sites.find((each) => each.path === path)
  return site && siteCookie(site, site === sites[0], isSecure(config()))
}

/** Where somebody of that name signs in: the site of the request, or, unless they name a server, the one that a group of theirs leads to. */
export async function signInSite(request: Request, user: string, server?: NamedServer): Promise<SignInSite> {
  const { sites, groups } = config()
  const here = siteOf(request)
  const isNamed = server !== undefined && namesOther(here.servers, server)
  const site = isNamed ? here : siteOfGroups(sites, groups, { user, address: addressOf(user, here.servers.domain) }, here)
  return { name: site.name, servers: site.servers, isPublicTerminal: [here, site].some(({ session }) => session.publicComputer === 'always'), onLoopback: isOnLoopback(config()), sessions: await sessions(), pool: pool(), tracedFor: (name) => tracedUser(config(), site.name, name) }
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

/** The origins under which browsers reach this site. */
export function ourOrigins(): readonly string[] {
  return processSingleton('origins', () => publicOrigins(config()))
}

/** The URL before a ticket, in full: the origin under which this request came to us, when it is one of ours. */
export function contentUrl(request: Pick<Request, 'headers' | 'url'>): string {
  return requestOrigin(request) + appUrls().mailContent('')
}

/** Which of our origins the browser asked. */
export function requestOrigin({ headers, url }: Pick<Request, 'headers' | 'url'>): string {
  const origins = ourOrigins()
  return origins.find((each) => new URL(each).host === headers.get('host')) ?? origins[0] ?? new URL(url).origin
}

/** The sign-in page that comes back to that path. */
export function signInPath(next: string | undefined, failedForm?: string): string {
  const withNext = next === undefined ? appUrls().signIn() : withQuery(appUrls().signIn(), 'next', next)
  return failedForm === undefined ? withNext : withQuery(withNext, 'failed', failedForm)
}

