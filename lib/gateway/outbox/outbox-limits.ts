const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** How far ahead a message may be sent, in milliseconds. */
export const LATEST_SENDING = 366 * 24 * 3_600_000
/** Attempts go on for so long at most after the time at which it was to leave, whatever is configured. */
const ATTEMPTS_LAST_MOST = 7 * 24 * 3_600_000
/** Nothing is in the outbox longer. */
export const OUTBOX_LIFE = LATEST_SENDING + ATTEMPTS_LAST_MOST

const PAUSES = [1, 5, 15, 30].map((minutes) => minutes * MINUTE)

/** Milliseconds until the next attempt after so many: 1, 5, 15 and 30 minutes, then an hour each. */
export function pauseAfter(attempts: number): number {
  return PAUSES[attempts - 1] ?? HOUR
}
