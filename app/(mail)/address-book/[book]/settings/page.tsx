import { BookSettings } from '#components/address-book/book-settings.tsx'
import { bookTitle } from '#components/address-book/book-title.ts'
import { bookParams } from '#lib/api/address-book/address-book-shapes.ts'
import { appUrls } from '#lib/http/wiring.ts'
import type { Search } from '../../../load-mail-screen.ts'
import { addressBookPage } from '../../address-book-page.tsx'

interface Props {
  readonly params: Promise<{ readonly book: string }>
  readonly searchParams: Promise<Search>
}

export default async function BookSettingsPage({ params, searchParams }: Props) {
  const search = await searchParams
  const given = await params
  return addressBookPage(appUrls().addressBookSettings(given.book), { search, current: given.book }, async ({ of, urls, words, token, failed }) => {
    const { book: id } = bookParams(given)
    const grants = await of.store.grants(of.who, id)
    const book = await of.store.book(of.who, id)
    return { title: bookTitle(words, book), content: <BookSettings book={book} grants={grants} typed={failed?.fields} urls={urls} token={token} words={words} /> }
  })
}
