import { readLocalTime, writeLocalTime } from '../writing/local-time.ts'

/** Times that a button has; `at` is one of the person's own. */
export const SNOOZE_CHOICES = ['today', 'tomorrow', 'week'] as const
export type SnoozeChoice = (typeof SNOOZE_CHOICES)[number]

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** When a day begins for whoever has put something off to it. */
const MORNING = '08:00'
/** "Later today" is so much later, rounded up to the next quarter of an hour. */
const LATER = 3 * HOUR
const QUARTER = HOUR / 4

/** The moment of that choice by the clocks of a zone (an IANA name), in milliseconds since 1970: three hours later, tomorrow morning, or the morning of next Monday. */
export function snoozeTime(choice: SnoozeChoice, now: number, zone: string): number {
  if (choice === 'today') return Math.ceil((now + LATER) / QUARTER) * QUARTER
  const today = Date.parse(`${writeLocalTime(now, zone).slice(0, 10)}T00:00:00Z`)
  // Monday is 1.
  const days = choice === 'tomorrow' ? 1 : ((8 - new Date(today).getUTCDay()) % 7) || 7
  const day = new Date(today + days * DAY).toISOString().slice(0, 10)
  return readLocalTime(`${day}T${MORNING}`, zone) ?? now + days * DAY
}
