/*
 * Dates, times and sizes for people. The server and the browser carry different editions of the locale data, and the
 * page that one made must equal what the other makes; so only numbers and names come from Intl, the order is ours.
 */

/** What a date is shown against: the reader's zone and the present, ISO 8601. */
export interface Clock {
  /** An IANA name such as `Europe/Vienna`. */
  readonly zone: string
  readonly now: string
}

const LOCALE = 'en-US'

interface DateParts {
  readonly year: string
  readonly month: string
  readonly day: string
  readonly weekday: string
  readonly time: string
}

/** Writes dates for one reader; made once for a page, since finding out about a zone is what costs. */
export interface DateWriter {
  /** Short, for a row: `10:24` today, `4 Mar` this year, `4 Mar 2019` before; '' for what is no date. */
  short(iso: string): string
  /** In full, for a message: `Tuesday, 4 March 2025, 10:24`; '' for what is no date. */
  long(iso: string): string
}

export function dateWriter({ zone, now }: Clock): DateWriter {
  const brief = formatter(zone, 'short')
  const today = partsOf(brief, now)
  return {
    short(iso) {
      const parts = partsOf(brief, iso)
      if (!parts) return ''
      if (parts.year !== today?.year) return `${parts.day} ${parts.month} ${parts.year}`
      return parts.month === today.month && parts.day === today.day ? parts.time : `${parts.day} ${parts.month}`
    },
    long(iso) {
      const parts = partsOf(formatter(zone, 'long'), iso)
      return parts ? `${parts.weekday}, ${parts.day} ${parts.month} ${parts.year}, ${parts.time}` : ''
    },
  }
}

/** Octets in the unit that reads best: `512 B`, `14 KB`, `3.2 MB`. */
export function size(octets: number): string {
  if (octets < 1000) return `${octets} B`
  const units = ['KB', 'MB', 'GB', 'TB'] as const
  let value = octets / 1000
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 9.95 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

const counts = new Intl.NumberFormat(LOCALE)

/** A count with thousands apart: `10,000`. */
export function count(value: number): string {
  return counts.format(value)
}

/** The zone as it is, or UTC where the machine does not know it. */
export function knownZone(zone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat(LOCALE, { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

function partsOf(format: Intl.DateTimeFormat, iso: string): DateParts | undefined {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return undefined
  const parts = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]))
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? ''
  return { year: part('year'), month: part('month'), day: part('day'), weekday: part('weekday'), time: `${part('hour')}:${part('minute')}` }
}

/** Making one takes longer than all the dates of a page; there are as many as zones that people live in. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: string, length: 'short' | 'long'): Intl.DateTimeFormat {
  const name = `${length} ${zone}`
  const known = formatters.get(name)
  if (known) return known
  const made = new Intl.DateTimeFormat(LOCALE, { timeZone: zone, year: 'numeric', month: length, day: 'numeric', weekday: length, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  formatters.set(name, made)
  return made
}
