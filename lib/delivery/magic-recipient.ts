import { setTimeout as delay } from 'node:timers/promises'
import { splitAddress } from './recipient.ts'
import { SmtpReply } from './reply.ts'

/** Longest wait that `slow+N` can ask for, in seconds. */
const LONGEST = 60

/**
 * The demonstration's recipients by which every error screen is reached by hand: `bounce+550@` is refused with that code,
 * `tempfail@` for now, `slow+10s@` is accepted after so many seconds. Throws SmtpReply.
 */
export async function actOnMagicRecipient(address: string): Promise<void> {
  const local = splitAddress(address).local.toLowerCase()
  const bounce = /^bounce\+([45][0-9]{2})$/.exec(local)
  if (bounce) {
    const code = Number(bounce[1])
    throw new SmtpReply(code, `${code < 500 ? '4' : '5'}.2.0 This recipient always refuses, as a demonstration`)
  }
  if (local === 'bounce') throw new SmtpReply(550, '5.1.1 This recipient always refuses, as a demonstration')
  if (local === 'tempfail') throw new SmtpReply(451, '4.2.0 This recipient is never ready, as a demonstration')
  const slow = /^slow\+([0-9]{1,3})s$/.exec(local)
  if (slow) await delay(Math.min(Number(slow[1]), LONGEST) * 1000, undefined, { ref: false })
}

/** True for an address with one of the meanings above; it then counts as outside whatever its domain. */
export function isMagicRecipient(address: string): boolean {
  return /^(bounce(\+[45][0-9]{2})?|tempfail|slow\+[0-9]{1,3}s)$/i.test(splitAddress(address).local)
}
