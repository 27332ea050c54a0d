import 'server-only'
import type { FilterDesk } from '#lib/gateway/filters/with-filters.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { tracedAccount } from '../sessions/traced-account.ts'
import { filterServerOf } from '../site-of-session.ts'
import { config } from '../wiring.ts'

/** Whether a server keeps filters for this account. */
export function hasFilters(session: Pick<SignedIn, 'account' | 'imap'>): boolean {
  return filterServerOf(config(), session) !== undefined
}

/** Somebody's filters for one request. Throws GatewayError 'no-such-part' where nobody keeps any. */
export function filterDesk(session: Pick<SignedIn, 'account' | 'imap' | 'credentials'>, signal: AbortSignal = new AbortController().signal): FilterDesk {
  const server = filterServerOf(config(), session)
  if (server === undefined) throw new GatewayError('no-such-part', 'filters server')
  const traced = tracedAccount(config(), session.account)
  return { server, credentials: session.credentials(), signal, ...(traced && { traced }) }
}
