import type { AccountPool } from '#lib/imap/account-pool.ts'
import type { Log } from '#lib/log/log.ts'
import type { Sessions } from '#lib/session/sessions.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'

export interface SignOutSite {
  readonly sessions: Sessions
  readonly pool: AccountPool
  readonly log: Log
  /** What is done while the account's connections are still there: open compositions are saved. */
  readonly beforehand: (session: SignedIn) => Promise<void>
  /** What dies with the session: tickets. */
  readonly afterwards: (session: SignedIn) => void
}

/**
 * Ends the session: first what was being written is saved, then connections are closed and the session's row is deleted. A
 * failure to save does not keep anybody signed in; what was typed stays in the gateway's own storage.
 */
export async function signOut(site: SignOutSite, session: SignedIn): Promise<void> {
  try {
    await site.beforehand(session)
  } catch (error) {
    site.log.error('saving before sign-out failed', error)
  }
  site.afterwards(session)
  await site.sessions.end(session.id)
  site.pool.closeAccount({ server: session.imap, credentials: session.credentials(), ...(session.support !== undefined && { readOnly: true }) })
}
