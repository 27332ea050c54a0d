import type { QuotaRoot } from '#lib/mail-store/mail-store.ts'
import type { ResponseWriter } from '../protocol/response-writer.ts'
import type { ImapSession } from './imap-session.ts'

/** From so many hundredths of a limit on, people are told. */
const WARN_AT = 90

/** Tells a client once that its own mail comes near a limit (RFC 3501 §7.1, ALERT), and again when room was made and used up since. */
export async function warnOfQuota(session: ImapSession, out: ResponseWriter): Promise<void> {
  const percent = Math.max(...(await session.signedIn.store.quota()).map(fullness))
  const isNear = percent >= WARN_AT
  if (isNear && !session.hasWarnedOfQuota) await out.untagged(`NO [ALERT] ${session.say('Your mail fills # % of what it may').replace('#', String(percent))}`)
  session.hasWarnedOfQuota = isNear
}

function fullness({ storage, messages }: QuotaRoot): number {
  const of = ({ used, limit }: QuotaRoot['storage']): number => (limit === undefined ? 0 : limit === 0 ? 100 : Math.floor((used * 100) / limit))
  return Math.max(of(storage), of(messages))
}
