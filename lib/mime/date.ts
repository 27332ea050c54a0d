import { decodeEncodedWords } from './encoded-words.ts'

/** A Date header read. */
export interface ParsedDate {
  /** Milliseconds since 1970. */
  readonly time: number
  /** The day as it was written, `YYYY-MM-DD` without its zone. */
  readonly day: string
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** RFC 5322 §4.3: obsolete zones, and what else is written and means one thing only, in minutes; single letters and unknown names mean nothing and count as UTC. */
const ZONES: Readonly<Record<string, number>> = {
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  AKST: -540,
  AKDT: -480,
  HST: -600,
  AST: -240,
  ADT: -180,
  NST: -210,
  NDT: -150,
  BST: 60,
  WEST: 60,
  CET: 60,
  MET: 60,
  CEST: 120,
  MEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  JST: 540,
  KST: 540,
  HKT: 480,
  SGT: 480,
  AWST: 480,
  ACST: 570,
  ACDT: 630,
  AEST: 600,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
}

const TIME = /(\d{1,2})\s*[:.]\s*(\d{1,2})(?:\s*[:.]\s*(\d{1,2})(?:[.,]\d+)?)?\s*([ap]m)?/i
const DAY_MONTH_YEAR = /(\d{1,2})(?:st|nd|rd|th)?[-\s./]+([a-z]{3,9})\.?[-\s.,/]+(\d{2,4})/i
const MONTH_DAY_YEAR = /([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(?:.*?\s)?(\d{4})/i
/** As it is written where months have numbers and dots between. */
const DOTTED_DAY = /(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)/
const ISO_DAY = /(\d{4})-(\d{1,2})-(\d{1,2})/

/**
 * Reads a date of RFC 5322 §3.3 with its obsolete forms, and what real mail holds instead: missing weekday or seconds, two-digit
 * years, ctime, ISO 8601. Undefined when there is no day in it or no such day.
 */
export function parseDate(text: string): ParsedDate | undefined {
  // A date is short; more is somebody's experiment.
  const plain = decodeEncodedWords(text.slice(0, 200)).replace(/\([^()]*\)/g, ' ')
  const day = readDay(plain)
  if (!day) return undefined
  const clock = readClock(plain.replace(DOTTED_DAY, ' '))
  if (!clock) return undefined
  const time = Date.UTC(day.year, day.month, day.day, clock.hours, clock.minutes, clock.seconds) - clock.offset * 60_000
  const written = new Date(Date.UTC(day.year, day.month, day.day))
  if (written.getUTCMonth() !== day.month || Number.isNaN(time)) return undefined
  return { time, day: written.toISOString().slice(0, 10) }
}

interface Day {
  readonly year: number
  /** 0 to 11. */
  readonly month: number
  readonly day: number
}

function readDay(text: string): Day | undefined {
  const iso = ISO_DAY.exec(text)
  if (iso) return checkedDay(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]))
  const dotted = DOTTED_DAY.exec(text)
  if (dotted) return checkedDay(Number(dotted[3]), Number(dotted[2]) - 1, Number(dotted[1]))
  const usual = DAY_MONTH_YEAR.exec(text)
  const day = usual && checkedDay(fullYear(usual[3] ?? ''), monthOf(usual[2]), Number(usual[1]))
  if (day) return day
  // ctime, `Mon Jan  2 15:04:05 2006`, with or without a weekday.
  const ctime = MONTH_DAY_YEAR.exec(text.replace(/^\s*[a-z]{3,9},?\s+(?=[a-z])/i, ''))
  return ctime ? checkedDay(Number(ctime[3]), monthOf(ctime[1]), Number(ctime[2])) : undefined
}

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase())
}

function checkedDay(year: number, month: number, day: number): Day | undefined {
  return month >= 0 && month <= 11 && day >= 1 && day <= 31 && year >= 1900 && year <= 9999 ? { year, month, day } : undefined
}

/** RFC 5322 §4.3: two digits below 50 are of this century, other two and three digits count from 1900. */
function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length >= 4) return year
  return digits.length === 2 && year < 50 ? 2000 + year : 1900 + year
}

/** The time of day with its zone's offset in minutes; midnight UTC where none is written. */
function readClock(text: string): { hours: number; minutes: number; seconds: number; offset: number } | undefined {
  const match = TIME.exec(text)
  if (!match) return { hours: 0, minutes: 0, seconds: 0, offset: 0 }
  const half = match[4]?.toLowerCase()
  const written = Number(match[1])
  const hours = half === undefined ? written : (written % 12) + (half === 'pm' ? 12 : 0)
  const [minutes, seconds] = [Number(match[2]), Number(match[3] ?? 0)]
  // 60 is a leap second.
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined
  return { hours, minutes, seconds, offset: readZone(text.slice(match.index + match[0].length)) }
}

function readZone(text: string): number {
  const numeric = /^\s*(?:(?:GMT|UTC?)\s*)?([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)/i.exec(text)
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0)
    return numeric[1] === '-' ? -minutes : minutes
  }
  const name = /^\s*([a-z]{1,5})\b/i.exec(text)?.[1] ?? ''
  return ZONES[name.toUpperCase()] ?? 0
}
