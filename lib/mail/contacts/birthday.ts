import { type Card, preferred, textOf } from './card.ts'

/** A day of the year, and the year where it is known. */
export interface Birthday {
  readonly year?: number
  readonly month: number
  readonly day: number
}

/** `1985-04-12`, `19850412`, `--04-12`, `--0412` and the same with a time behind (RFC 6350 §4.3.4, RFC 2426 §3.1.5). */
const WRITTEN = /^(?:(\d{4})|-)-?(\d{2})-?(\d{2})(?:[T ].*)?$/

/** The birthday of a card; undefined where it has none, or one without a day. */
export function birthdayOf(card: Card): Birthday | undefined {
  return readBirthday(textOf(preferred(card, 'bday')))
}

export function readBirthday(text: string): Birthday | undefined {
  const found = WRITTEN.exec(text.trim())
  if (!found) return undefined
  const [year, month, day] = [found[1] === undefined ? undefined : Number(found[1]), Number(found[2]), Number(found[3])]
  // A leap year where none is named: the twenty-ninth of February is somebody's birthday.
  const date = new Date(Date.UTC(year ?? 2000, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
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
