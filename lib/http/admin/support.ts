import 'server-only'
import { ALL_SEATS } from '#lib/api/seats.ts'
import { beginSupport } from '#lib/gateway/admin/begin-support.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { userNames } from '#lib/mail/sites/user-names.ts'
import type { SupportVisit } from '#lib/session/sessions.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { hasSeats } from '../seats/has-seats.ts'
import { seatedIn, seatUrls } from '../seats/seated.ts'
import { tracedUser } from '../sessions/traced-account.ts'
import { siteOfSession } from '../site-of-session.ts'
import { config, fromClient, pool, sessionCookie, sessions, siteOf } from '../wiring.ts'
import type { Administrator } from './administrator.ts'
import { isPutAway } from './announcements.ts'

/** Where somebody's mail has been opened for an administrator to read, and the cookie that opens it there. */
export interface BegunSupport {
  readonly location: string
  readonly cookie: string
  readonly site: string
}

/** Opens somebody's mail at a free seat of the administrator's browser. Throws GatewayError 'refused' where there is none, else as `beginSupport` does. */
export async function openForSupport({ session }: Administrator, user: string, request: Request): Promise<BegunSupport> {
  const site = siteOfSession(config(), session)
  const taken = (await seatedIn(request)).map(({ seat }) => seat)
  const seat = ALL_SEATS.find((each) => !taken.includes(each))
  if (!site || seat === undefined || !hasSeats(site) || !hasSeats(siteOf(request))) throw new GatewayError('refused', 'seat', { refusal: { name: 'support-no-seat' } })
  const { cookie } = await beginSupport({ administrator: session, user, site, sessions: await sessions(), pool: pool(), traced: tracedUser(config(), site.name, user), ...fromClient(), signal: request.signal })
  return { location: seatUrls(seat).mailbox('INBOX'), cookie: sessionCookie(cookie, seat), site: site.name }
}

/** Which administrators have opened the mail of whoever is signed in; none for those who named a server of their own, where there are no administrators of ours. */
export async function supportVisitsTo({ user, imap, account }: Pick<SignedIn, 'user' | 'imap' | 'account'>): Promise<readonly SupportVisit[]> {
  const site = siteOfSession(config(), { account })
  return site === undefined || imap.allowed !== undefined ? [] : (await sessions()).supportVisits(imap, userNames(user, site.servers.domain))
}

/** The same, but for what they have put away in this browser; nothing to the administrator who is there. */
export async function supportNews(session: SignedIn, cookies: string | null): Promise<readonly SupportVisit[]> {
  return session.support === undefined ? (await supportVisitsTo(session)).filter(({ id }) => !isPutAway(id, cookies)) : []
}
