/** A date of which parts may be missing, as BDAY and ANNIVERSARY have it; a year alone and a day without a year are both one. */
export interface PartialDate {
  readonly year?: number
  /** 1 to 12. */
  readonly month?: number
  /** 1 to 31. */
  readonly day?: number
}

/** RFC 6350 §4.3.1 and §4.3.4, and with the hyphens of vCard 3 and of people. */
const FORMS = [
  /^(?<year>\d{4})-?(?<month>\d\d)-?(?<day>\d\d)(?:[T ].*)?$/,
  /^(?<year>\d{4})(?:-(?<month>\d\d))?$/,
  /^--(?<month>\d\d)(?:-?(?<day>\d\d))?(?:T.*)?$/,
  /^---(?<day>\d\d)(?:T.*)?$/,
]

/** Reads all forms of a date-and-or-time; undefined for a time alone, a text, and a day that no calendar has. */
export function parsePartialDate(value: string): PartialDate | undefined {
  for (const form of FORMS) {
    const { year, month, day } = form.exec(value.trim())?.groups ?? {}
    if (year === undefined && month === undefined && day === undefined) continue
    const date = { ...(year !== undefined && { year: Number(year) }), ...(month !== undefined && { month: Number(month) }), ...(day !== undefined && { day: Number(day) }) }
    return isPossible(date) ? date : undefined
  }
  return undefined
}

/** The shortest RFC 6350 form of it; '' for a date without any part, and for a year and a day without a month. */
export function writePartialDate({ year, month, day }: PartialDate): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const four = year === undefined ? '--' : String(year).padStart(4, '0')
  if (month !== undefined) return day === undefined ? (year === undefined ? `--${two(month)}` : `${four}-${two(month)}`) : `${four}${two(month)}${two(day)}`
  if (day !== undefined) return year === undefined ? `---${two(day)}` : ''
  return year === undefined ? '' : four
}

function isPossible({ year = 2000, month = 1, day = 1 }: PartialDate): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  // Day 0 of the next month is the last of this one; years below 100 would count from 1900.
  const last = new Date(0)
  last.setUTCFullYear(year, month, 0)
  return day <= last.getUTCDate()
}
