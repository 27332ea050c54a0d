import type { DateWriter, Formats } from '#lib/i18n/formats.ts'
import type { CalendarTime, Invitation } from '#lib/mail/reading/invitations/invitation.ts'

interface Writers {
  readonly dates: Pick<DateWriter, 'long'>
  readonly day: Formats['day']
}

/** When it begins and ends, in words; '' where it does not say so, or where the end says nothing more. */
export function calendarTimes({ start, end }: Pick<Invitation, 'start' | 'end'>, writers: Writers): { readonly start: string; readonly end: string } {
  const begins = start ? written(start, writers) : ''
  // RFC 5545 §3.6.1: the day on which it ends is the one before.
  const ends = end ? written('day' in end ? { day: dayBefore(end.day) } : end, writers) : ''
  return { start: begins, end: ends === begins ? '' : ends }
}

function written(time: CalendarTime, { dates, day }: Writers): string {
  if ('instant' in time) return dates.long(time.instant)
  if ('clock' in time) return `${time.clock.replace('T', ' ').slice(0, 16)}${time.zone === '' ? '' : ` (${time.zone})`}`
  const [year = 0, month = 1, dayOfMonth = 1] = time.day.split('-').map(Number)
  return day({ year, month, day: dayOfMonth })
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
}
