/*
 * Dates, times, numbers and sizes for people. The order of a date comes from the catalogue, names of months and days from
 * Intl. Digits are the western ones in every language, as in addresses and in what a message says itself.
 */
import type { LanguageTag } from './languages.ts'
import type { Words } from './words.ts'

/** What a date is shown against: the reader's zone and the present, ISO 8601. */
export interface Clock {
  /** An IANA name such as `Europe/Vienna`. */
  readonly zone: string
  readonly now: string
  /** Twelve with what the language calls the halves of a day; else twenty-four. */
  readonly hours?: '24' | '12'
  /** `iso`: 2026-03-04 (ISO 8601) wherever a day is named. */
  readonly day?: 'language' | 'iso'
}

/** Writes dates for one reader; made once for a page, since finding out about a zone is what costs. */
export interface DateWriter {
  /** Short, for a row: `10:24` today, `4 Mar` this year, `4 Mar 2019` before; '' for what is no date. */
  short(iso: string): string
  /** In full, for a message: `Tuesday, 4 March 2025, 10:24`; '' for what is no date. */
  long(iso: string): string
}

/** How one language writes and sorts. */
export interface Formats {
  /** Octets in the unit that reads best: `512 B`, `14 KB`, `3.2 MB`. */
  size(octets: number): string
  /** A count with thousands apart: `10,000`. */
  count(value: number): string
  dates(clock: Clock): DateWriter
  /** The time of day where this runs, from milliseconds since 1970: `10:24`. */
  time(moment: number): string
  /** A day of the year, with the year where there is one: `12 April 1985`. */
  day(date: { readonly year?: number; readonly month: number; readonly day: number }): string
  /** Orders names as a reader looks for them. */
  compare(a: string, b: string): number
}

export function formatsOf(language: LanguageTag, words: Words): Formats {
  const locale = localeOf(language)
  const counts = new Intl.NumberFormat(locale)
  const collator = new Intl.Collator(locale, { numeric: true })
  return {
    size: sizeWriter(locale, words),
    count: (value) => counts.format(value),
    dates: (clock) => dateWriter(locale, words, clock),
    time: (moment) => words.formats.time(partsOf(formatter(locale, undefined, 'short'), new Date(moment).toISOString()) ?? { hour: '', minute: '' }),
    day: (date) => dayOfYear(locale, words, date),
    compare: (a, b) => collator.compare(a, b),
  }
}

/** What Intl is asked for. */
export function localeOf(language: LanguageTag): string {
  return `${language === 'en-XA' ? 'en' : language}-u-ca-gregory-nu-latn`
}

/** For a text that others read too: English there is written as most of the world writes it. */
export function writtenLocale(language: LanguageTag): string {
  return localeOf(language).replace(/^en-/, 'en-GB-')
}

/** The zone as it is, or UTC where the machine does not know it. */
export function knownZone(zone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

function dateWriter(locale: string, { formats }: Words, { zone, now, hours, day: style }: Clock): DateWriter {
  const brief = formatter(locale, zone, 'short')
  const today = partsOf(brief, now)
  const timeOf = (iso: string, parts: DateParts): string => (hours === '12' ? halfDays(locale, zone).format(new Date(iso)) : formats.time(parts))
  return {
    short(iso) {
      const parts = partsOf(brief, iso)
      if (!parts) return ''
      const { year, month, day } = parts
      if (year === today?.year && month === today.month && day === today.day) return timeOf(iso, parts)
      if (style === 'iso') return isoDay(iso, zone)
      return year === today?.year ? formats.dayThisYear({ day, month }) : formats.day({ day, month, year })
    },
    long(iso) {
      const parts = partsOf(formatter(locale, zone, 'long'), iso)
      if (!parts) return ''
      const time = timeOf(iso, parts)
      return style === 'iso' ? `${isoDay(iso, zone)} ${time}` : formats.moment({ ...parts, time })
    },
  }
}

function dayOfYear(locale: string, { formats }: Words, { year, month, day }: Parameters<Formats['day']>[0]): string {
  const date = new Date(Date.UTC(2000, month - 1, day))
  date.setUTCFullYear(year ?? 2000)
  const parts = partsOf(formatter(locale, 'UTC', 'long'), date.toISOString())
  if (!parts) return ''
  return year === undefined ? formats.dayThisYear(parts) : formats.day(parts)
}

/** The day that it is in a zone, as `2026-04-12`; in the server's own where none is named. */
export function dayIn(zone: string, now: Date): string {
  return isoDay(now.toISOString(), knownZone(zone === '' ? undefined : zone))
}

/** Swedish writes days as ISO 8601 does. */
function isoDay(iso: string, zone: string): string {
  return kept(`iso ${zone}`, () => new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })).format(new Date(iso))
}

function halfDays(locale: string, zone: string): Intl.DateTimeFormat {
  return kept(`${locale} h12 ${zone}`, () => new Intl.DateTimeFormat(locale, { timeZone: zone, hour: 'numeric', minute: '2-digit', hourCycle: 'h12' }))
}

function sizeWriter(locale: string, { formats }: Words): (octets: number) => string {
  const [whole, tenths] = [new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }), new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })]
  const units = [formats.kilobytes, formats.megabytes, formats.gigabytes, formats.terabytes] as const
  return (octets) => {
    if (octets < 1000) return formats.bytes({ value: whole.format(octets) })
    let value = octets / 1000
    let unit = 0
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1000
      unit += 1
    }
    return (units[unit] ?? formats.terabytes)({ value: (value < 9.95 && unit > 0 ? tenths : whole).format(value) })
  }
}

type DateParts = Readonly<Record<'year' | 'month' | 'day' | 'weekday' | 'hour' | 'minute', string>>

function partsOf(format: Intl.DateTimeFormat, iso: string): DateParts | undefined {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return undefined
  const parts = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]))
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? ''
  return { year: part('year'), month: part('month'), day: part('day'), weekday: part('weekday'), hour: part('hour'), minute: part('minute') }
}

/** Making one takes longer than all the dates of a page; there are as many as zones that people live in, for each language. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(locale: string, zone: string | undefined, length: 'short' | 'long'): Intl.DateTimeFormat {
  return kept(`${locale} ${length} ${zone ?? ''}`, () => new Intl.DateTimeFormat(locale, { timeZone: zone, year: 'numeric', month: length, day: 'numeric', weekday: length, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }))
}

function kept(name: string, make: () => Intl.DateTimeFormat): Intl.DateTimeFormat {
  const known = formatters.get(name)
  if (known) return known
  const made = make()
  formatters.set(name, made)
  return made
}
