import { ContactSearch } from '#components/address-book/book-nav.tsx'
import { Birthdays, BooksOverview } from '#components/address-book/books-overview.tsx'
import { BIRTHDAYS_AHEAD, upcomingBirthdays } from '#lib/gateway/address-book/upcoming-birthdays.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { appUrls, hasModule } from '#lib/http/wiring.ts'
import { readBirthday } from '#lib/mail/contacts/birthday.ts'
import { dayIn } from '#lib/i18n/formats.ts'
import type { Search } from '../load-mail-screen.ts'
import { addressBookPage } from './address-book-page.tsx'

export default async function AddressBooksPage({ searchParams }: { readonly searchParams: Promise<Search> }) {
  const search = await searchParams
  return addressBookPage(appUrls().addressBooks(), { search }, async ({ of, books, session, urls, words, formats, token }) => {
    const title = words.contacts.title
    const { values } = await preferences(session)
    const birthdays = (await upcomingBirthdays(of, dayIn(values.time_zone, new Date()))).map(({ card, date, age }) => {
      const { month = 1, day = 1 } = readBirthday(date) ?? {}
      return { card, age, day: formats.day({ month, day }) }
    })
    return { title, content: <><h1>{title}</h1><ContactSearch urls={urls} words={words} /><Birthdays birthdays={birthdays} days={BIRTHDAYS_AHEAD} urls={urls} words={words} /><BooksOverview books={books} hasOutside={await hasModule('outside_books')} urls={urls} token={token} words={words} /></> }
  })
}
