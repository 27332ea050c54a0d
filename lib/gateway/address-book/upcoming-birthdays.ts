import { ageIn, dayOfYear, readBirthday } from '#lib/mail/contacts/birthday.ts'
import type { CardRow } from '#lib/mail/contacts/book.ts'
import type { ContactsOf } from './contacts-of.ts'

/** Days ahead, today included. */
export const BIRTHDAYS_AHEAD = 30

export interface UpcomingBirthday {
  readonly card: CardRow
  /** This year's or next year's day, as `2026-04-12`. */
  readonly date: string
  /** How old they become; undefined where the year is not known. */
  readonly age: number | undefined
}

/** Who has birthday in the next days, in their order; `today` is the reader's own day, as `2026-04-12`. */
export async function upcomingBirthdays({ store, who }: ContactsOf, today: string): Promise<readonly UpcomingBirthday[]> {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - 1, day + BIRTHDAYS_AHEAD - 1))
  const to = dayOfYear({ month: last.getUTCMonth() + 1, day: last.getUTCDate() })
  const cards = await store.birthdays(who, today.slice(5), to)
  return cards.flatMap((card) => {
    const birthday = readBirthday(card.birthday)
    if (!birthday) return []
    const at = dayOfYear(birthday) < today.slice(5) ? year + 1 : year
    return [{ card, date: `${at}-${dayOfYear(birthday)}`, age: ageIn(at, birthday) }]
  })
}
