import { type Card, preferred, textOf } from './card.ts'
import { parsePartialDate } from './partial-date.ts'

/** A day of the year, and the year where it is known. */
export interface Birthday {
  readonly year?: number
  readonly month: number
  readonly day: number
}

/** The birthday of a card; undefined where it has none, or one without a day. */
export function birthdayOf(card: Card): Birthday | undefined {
  return readBirthday(textOf(preferred(card, 'bday')))
}

/** A birthday as cards have it; undefined for what names no day of the year. */
export function readBirthday(text: string): Birthday | undefined {
  const { year, month, day } = parsePartialDate(text) ?? {}
  if (month === undefined || day === undefined) return undefined
  return { month, day, ...(year === undefined || WITHOUT_YEAR.has(year) ? {} : { year }) }
}

/** What programs write whose fields cannot leave the year out. */
const WITHOUT_YEAR = new Set([1604])

/** `1985-04-12`, or `--04-12` without its year. */
export function writeBirthday({ year, month, day }: Birthday): string {
  return `${year === undefined ? '-' : String(year).padStart(4, '0')}-${dayOfYear({ month, day })}`
}

/** `04-12`: sorts through the year. */
export function dayOfYear({ month, day }: Pick<Birthday, 'month' | 'day'>): string {
  return `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** How old somebody becomes on that birthday; undefined where the year is not known. */
export function ageIn(year: number, { year: born }: Birthday): number | undefined {
  return born === undefined || born > year ? undefined : year - born
}
