import 'server-only'
import type { BookReader } from '#lib/gateway/address-book/contacts-of.ts'
import { BackgroundRuns } from '#lib/gateway/outside-books/background-runs.ts'
import { KeptPasswords } from '#lib/gateway/outside-books/kept-passwords.ts'
import { openOutsideBookStore } from '#lib/gateway/outside-books/open-outside-books.ts'
import type { OutsideKit } from '#lib/gateway/outside-books/outside-kit.ts'
import type { OutsideRules } from '#lib/gateway/outside-books/outside-reach.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { openOnce } from '../open-once.ts'
import { processSingleton } from '../process-singleton.ts'
import { isOnLoopback } from '../request/public-origins.ts'
import { siteOfSession } from '../site-of-session.ts'
import { config, log } from '../wiring.ts'
import { addressBooks, readerOf } from './address-books.ts'

/** The address books on other servers of somebody who is signed in. */
export interface OutsideOf {
  readonly kit: OutsideKit
  readonly runs: BackgroundRuns
  readonly who: BookReader
}

/** Throws GatewayError 'contacts-unavailable', and 'no-such-contact' where their site has none. */
export async function outsideOf(session: SignedIn): Promise<OutsideOf> {
  if (!rulesOf(session.account)) throw new GatewayError('no-such-contact', 'outside books')
  return { kit: await outsideKit(), runs: outsideRuns(), who: readerOf(session) }
}

/** The runs of this process, for everybody. */
export function outsideRuns(): BackgroundRuns {
  return processSingleton('outside-runs', () => new BackgroundRuns(outsideKit))
}

/** Somebody opens their address book: what is old is synchronised behind their back. */
export function synchroniseOld({ account }: Pick<SignedIn, 'account'>): void {
  if (rulesOf(account)) outsideRuns().opened(account).catch((error: unknown) => log().error('outside-book', error))
}

/** What the site of an account allows now. */
export function rulesOf(account: string): OutsideRules | undefined {
  const site = siteOfSession(config(), { account })
  return site?.modules.outside_books ? { hosts: site.outsideHosts, onLoopback: isOnLoopback(config()) } : undefined
}

async function outsideKit(): Promise<OutsideKit> {
  const outside = await openOnce('outside-books', openOutsideBookStore, config(), log())
  const passwords = await processSingleton('outside-passwords', () => KeptPasswords.open(config().data))
  return { store: await addressBooks(), outside, passwords, rulesOf, log: log(), now: Date.now }
}
