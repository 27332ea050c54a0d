import { setTimeout as wait } from 'node:timers/promises'
import { FatalProtocolError, Refusal } from '../../protocol/problems.ts'
import type { ImapSession } from '../../session/imap-session.ts'

/** Whether nobody listens who is not on this machine. */
export const canSayPasswords = ({ leg }: ImapSession): boolean => leg.encrypted || leg.loopback

/** Refuses a proof that was wrong: each costs more time than the one before, and some end the connection. */
export async function refuseProof(session: ImapSession, refusal: string): Promise<never> {
  const { limits, counters, failedSignIns } = session.server
  session.failedLogins++
  counters.failedLogins++
  if (!session.speaksForMany) failedSignIns.failed(session.client)
  session.log.warn('imap.login-failed', { attempt: session.failedLogins })
  await wait(limits.loginDelay * 2 ** Math.min(session.failedLogins - 1, 4))
  if (session.failedLogins >= limits.failedLogins) throw new FatalProtocolError('Too many failed logins')
  throw new Refusal(refusal, 'AUTHENTICATIONFAILED')
}

/** Refuses whoever comes from where too many proofs were wrong, before anything is proved. */
export function refuseBarred({ server, client, speaksForMany, log }: ImapSession): void {
  if (speaksForMany || !server.failedSignIns.isBarred(client)) return
  log.warn('imap.login-barred')
  throw new Refusal('Too many failed logins', 'LIMIT')
}
