import 'server-only'
import { ALL_SEATS } from '#lib/api/seats.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { isAt, keptAs, placeOf, type KeptAccount, type OwnServer, type ReachedPlace } from '#lib/mail/sites/kept-account.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import type { AccountsHere } from '#lib/mail/sites/accounts-here.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { withQuery } from '../answers.ts'
import { preferences } from '../preferences/preferences-of.ts'
import { appUrls, currentSite, siteToEnter } from '../wiring.ts'
import { hasSeats } from './has-seats.ts'
import { currentSeat } from './seat-of-request.ts'
import { seatedHere, seatUrls, type Seated } from './seated.ts'

/** What the account menu of this page offers to whoever is signed in; undefined where there is one seat only. */
export async function accountsHere(session: SignedIn): Promise<AccountsHere | undefined> {
  const site = await currentSite(session)
  if (!hasSeats(site) || !hasSeats(await siteToEnter())) return undefined
  const seated = await seatedHere()
  // Who shares the computer signs in to one account at a time.
  const free = session.onPublicComputer ? undefined : ALL_SEATS.find((seat) => seated.every((each) => each.seat !== seat))
  const { values, effective } = await preferences(session)
  const kept = values.accounts.map((account, at) => ({ account, at })).filter(({ account }) => canReach(account, site) && !seated.some((each) => isAt(account, placeOfSession(each.session), ownOf(site))))
  const addUrl = free === undefined ? undefined : seatUrls(free).signIn()
  return {
    signedIn: signedInHere(seated),
    kept: addUrl === undefined ? [] : kept.map(({ account, at }) => ({ title: account.title || account.user, url: withQuery(addUrl, 'account', `${currentSeat()}.${at}`) })),
    addUrl,
    keepUrl: site.modules.settings && !effective.accounts.hidden ? appUrls().settings('accounts') : undefined,
  }
}

/** Links to the mail of everybody who is signed in in this browser. */
export function signedInHere(seated: readonly Seated[]): AccountsHere['signedIn'] {
  return seated.map(({ seat, session }) => ({ address: session.address, url: seatUrls(seat).home(), isCurrent: seat === currentSeat() }))
}

/** The address that pages name because this browser has other accounts, too; undefined where it has not. */
export async function whoseOf({ address }: Pick<SignedIn, 'address'>): Promise<string | undefined> {
  return (await seatedHere()).length > 1 ? address : undefined
}

/** Accounts that are signed in in this browser and that this person could keep. */
export async function accountsToKeep(session: SignedIn): Promise<readonly KeptAccount[]> {
  const own = ownOf(await currentSite(session))
  const { accounts } = (await preferences(session)).values
  return (await seatedHere())
    .filter(({ seat }) => seat !== currentSeat())
    .map((each) => ({ place: placeOfSession(each.session), title: each.session.address }))
    .filter(({ place }) => !accounts.some((account) => isAt(account, place, own)))
    .map(({ place, title }) => keptAs(title, place, own))
}

/**
 * The account that a link of the menu leads to, `SEAT.NUMBER`, host, port and security all named or none: read from what the person at that seat keeps, so that no link from
 * elsewhere names a server to which a password would go.
 */
export async function accountToEnter(name: string | undefined): Promise<KeptAccount | undefined> {
  const [, seat, number] = /^(\d)\.(\d{1,2})$/.exec(name ?? '') ?? []
  const keeper = seat === undefined ? undefined : (await seatedHere()).find((each) => each.seat === Number(seat))?.session
  const account = keeper && (await preferences(keeper)).values.accounts[Number(number)]
  const site = await siteToEnter()
  return account && canReach(account, site) ? keptAs(account.title, placeOf(account, ownOf(site)), ownOf(site)) : undefined
}

/** Where people have no choice of server, only the site's own can be meant. */
function canReach(account: KeptAccount, site: SiteConfig): boolean {
  const { servers } = site
  const { host, port } = placeOf(account, ownOf(site))
  return servers.freeChoice || (host === servers.imap.host.toLowerCase() && port === servers.imap.port)
}

function placeOfSession({ user, imap }: SignedIn): ReachedPlace {
  return { user, ...reached(imap) }
}

const ownOf = ({ servers }: SiteConfig): OwnServer => reached(servers.imap)
const reached = ({ host, port, tls }: ServerAddress): OwnServer => ({ host, port, security: tls })
