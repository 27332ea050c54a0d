import 'server-only'
import type { AnnouncementPlace, PersonalAlertReport } from '#lib/api/admin/admin-shapes.ts'
import { AnnouncementBoard, MOST_PERSONAL_ALERTS, openAnnouncements } from '#lib/gateway/admin/announcement-board.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { EVERY_SITE, type Alert } from '#lib/mail/sites/alert.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { userNames } from '#lib/mail/sites/user-names.ts'
import { plainCookieName, readCookie, writeCookie } from '#lib/session/cookies.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { processSingleton } from '../process-singleton.ts'
import { isSecure } from '../request/public-origins.ts'
import { siteOfSession } from '../site-of-session.ts'
import { config, log } from '../wiring.ts'
import type { Administrator } from './administrator.ts'

/** What administrators have announced. */
export function announcements(): AnnouncementBoard {
  return processSingleton('announcements', () => new AnnouncementBoard(() => openAnnouncements(config().data), log()))
}

/** The cookie of what somebody has put away in this browser; no secret. */
const cookieName = (): string => plainCookieName('alert', isSecure(config()))
const COOKIE_LIFE_SECONDS = 30 * 24 * 3600
/** One for the site and one for all sites, and some that are still under way. */
const MOST_PUT_AWAY = 8

type Reader = Pick<SignedIn, 'account' | 'user' | 'imap'>

/** What somebody who is signed in has to see and has not put away. */
export async function alertsOf(session: Reader, cookies: string | null): Promise<readonly Alert[]> {
  const site = siteOfSession(config(), session)
  const away = putAway(cookies)
  return site === undefined ? [] : (await announcements().alerts(site.name, namesOf(session, site))).filter(({ id }) => !away.includes(id))
}

/** Tells of the alerts on somebody's site, now and whenever they change, but for what their browser had put away, until the returned function is called. */
export function listenForAlerts(session: Reader, cookies: string | null, tell: (alerts: readonly Alert[]) => void): () => void {
  const site = siteOfSession(config(), session)
  const away = putAway(cookies)
  return site === undefined ? () => undefined : announcements().listen(site.name, (alerts) => tell(alerts.filter(({ id }) => !away.includes(id))), namesOf(session, site))
}

/** By which names an administrator means somebody; by none whoever named a server of their own: there anybody may be called anything. */
function namesOf({ user, imap }: Reader, { servers }: SiteConfig): readonly string[] {
  return imap.allowed === undefined ? userNames(user, servers.domain) : []
}

/** The Set-Cookie that puts one more away; gone with the browser unless it is to be kept. */
export function putAwayCookie(id: string, { cookies, isKept }: { readonly cookies: string | null; readonly isKept: boolean }): string {
  return writeCookie(cookieName(), [id, ...putAway(cookies).filter((each) => each !== id)].slice(0, MOST_PUT_AWAY).join('.'), { secure: isSecure(config()), ...(isKept ? { maxAge: COOKIE_LIFE_SECONDS } : {}) })
}

/** Whether a browser has put that line away. */
export function isPutAway(id: string, cookies: string | null): boolean {
  return putAway(cookies).includes(id)
}

function putAway(cookies: string | null): readonly string[] {
  return (readCookie(cookies, cookieName()) ?? '').split('.', MOST_PUT_AWAY)
}

/** Where an administrator may announce something, and what stands there. */
export async function announcementPlaces({ sites, isOfAll }: Administrator, everySite: string): Promise<readonly AnnouncementPlace[]> {
  const places = [...(isOfAll && sites.length > 1 ? [{ name: EVERY_SITE, title: everySite, motd: '' }] : []), ...sites]
  return Promise.all(places.map(async ({ name, title, motd }) => ({ site: name, title, configured: motd, ...(await announcements().saidAt(name)) })))
}

/** What one person each is shown at the places of an administrator. */
export function personalAlerts({ sites, isOfAll }: Administrator): Promise<readonly PersonalAlertReport[]> {
  return announcements().saidToPeople([...(isOfAll ? [EVERY_SITE] : []), ...sites.map(({ name }) => name)])
}

/** Says it to one person, '' takes it back. Throws GatewayError 'conflict' when there are as many as there may be. */
export async function sayToPerson(alert: PersonalAlertReport): Promise<void> {
  if (!(await announcements().sayTo(alert))) throw new GatewayError('conflict', 'personal alerts', { refusal: { name: 'personal-alerts-many', with: { most: MOST_PERSONAL_ALERTS } } })
}

/** Whether an administrator may announce something there. */
export function mayAnnounce({ sites, isOfAll }: Administrator, place: string): boolean {
  return place === EVERY_SITE ? isOfAll : sites.some(({ name }) => name === place)
}

/** Messages of the day on a site: that of the configuration, then what administrators say. */
export async function mottosOf({ name, motd }: Pick<SiteConfig, 'name' | 'motd'>): Promise<readonly string[]> {
  return [motd, ...(await announcements().mottos(name))]
}
