import { BookContents } from '#components/address-book/book-contents.tsx'
import { bookTitle } from '#components/address-book/book-title.ts'
import { bookParams, bookQuery } from '#lib/api/address-book/address-book-shapes.ts'
import { booksToWrite } from '#lib/gateway/address-book/view-card.ts'
import { listBook } from '#lib/gateway/address-book/list-book.ts'
import { groupsIn } from '#lib/gateway/address-book/groups-in.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { one, type Search } from '../../load-mail-screen.ts'
import { addressBookPage } from '../address-book-page.tsx'
import { outsideSection } from '../outside/outside-section.tsx'

interface Props {
  readonly params: Promise<{ readonly book: string }>
  readonly searchParams: Promise<Search>
}

export default async function BookPage({ params, searchParams }: Props) {
  const search = await searchParams
  const given = await params
  return addressBookPage(appUrls().addressBook(given.book), { search, current: given.book }, async (desk) => {
    const { of, books, urls, words, formats, token } = desk
    const { book: id } = bookParams(given)
    const query = bookQuery(Object.fromEntries(['q', 'letter', 'page'].flatMap((name) => (one(search[name]) === undefined ? [] : [[name, one(search[name])]]))))
    const page = await listBook(of, { book: id, ...query }, formats.compare)
    return {
      title: bookTitle(words, page.book),
      content: <BookContents {...page} letter={query.letter} question={query.question} targets={booksToWrite(books, id)} groups={await groupsIn(of, page.book)} outside={await outsideSection(desk, page.book)} urls={urls} token={token} words={words} />,
    }
  })
}
