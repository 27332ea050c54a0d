import type { Log } from '#lib/log/log.ts'

/** What every kind of store can be told. */
export interface StoreOptions {
  /** Octets that an account may store; undefined for no limit. Asked before each append, copy and creation. */
  readonly quotaOf?: (account: string) => Promise<number | undefined>
  /** Messages that an account may store, likewise. */
  readonly messageQuotaOf?: (account: string) => Promise<number | undefined>
  /** Octets of one message; 'too-large' beyond. */
  readonly messageSize?: number
  /** Milliseconds since 1970; UIDVALIDITY starts from it, and it is the save date of what comes in. */
  readonly now?: () => number
  readonly log?: Log
}

/** Mailboxes of one account, and subscriptions likewise: far above what people have, and a client cannot fill the disk with names. */
export const MAILBOX_LIMIT = 50_000

/** The UIDVALIDITY after `last`: greater than every one before, whatever the clock says (RFC 9051 §2.3.1.1). */
export function nextUidValidity(last: number, now: number): number {
  const seconds = Math.floor(now / 1000)
  return seconds > last && seconds < CLOCK_LIMIT ? seconds : last + 1
}

/** The year 2097: a clock beyond it is wrong, and would leave no room for the next ones below 2^32. */
const CLOCK_LIMIT = 4_000_000_000
