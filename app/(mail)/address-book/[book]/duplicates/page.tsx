import { DuplicateSets } from '#components/address-book/transfer/duplicate-sets.tsx'
import { bookParams } from '#lib/api/address-book/address-book-shapes.ts'
import { duplicatesIn } from '#lib/http/address-book/duplicates.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { birthdayOf } from '#lib/mail/contacts/birthday.ts'
import { fieldsOfCard } from '#lib/mail/contacts/contact-fields.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Search } from '../../../load-mail-screen.ts'
import { addressBookPage } from '../../address-book-page.tsx'

interface Props {
  readonly params: Promise<{ readonly book: string }>
  readonly searchParams: Promise<Search>
}

/** What of a book is there twice. */
export default async function DuplicatesPage({ params, searchParams }: Props) {
  const search = await searchParams
  const given = await params
  return addressBookPage(appUrls().duplicates(given.book), { search, current: given.book }, async ({ of, urls, words, formats, token }) => {
    const { book: id } = bookParams(given)
    if ((await of.store.book(of.who, id)).right === 'read') throw new GatewayError('contacts-forbidden', 'read')
    const { book, sets, total } = await duplicatesIn(of, id)
    const shown = sets.map(({ cards, reasons }) => ({
      reasons,
      cards: cards.map((kept) => {
        const known = birthdayOf(kept.card)
        return { ...kept, shownBirthday: known ? formats.day(known) : fieldsOfCard(kept.card).texts.birthday }
      }),
    }))
    return { title: words.transfer.duplicates, content: <DuplicateSets book={book} sets={shown} total={total} urls={urls} token={token} words={words} /> }
  })
}
