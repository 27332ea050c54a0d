import type { ReactNode } from 'react'
import { CardDetails } from '#components/address-book/card-details.tsx'
import { ConflictChoice } from '#components/address-book/outside/conflict-choice.tsx'
import type { CardView } from '#lib/gateway/address-book/view-card.ts'
import { conflictOf } from '#lib/gateway/outside-books/settle-conflict.ts'
import { outsideOf } from '#lib/http/address-book/outside.ts'
import { hasModule } from '#lib/http/wiring.ts'
import { birthdayOf } from '#lib/mail/contacts/birthday.ts'
import { mayWrite } from '#lib/mail/contacts/book.ts'
import { preferred, textOf } from '#lib/mail/contacts/card.ts'
import { fieldsOfCard } from '#lib/mail/contacts/contact-fields.ts'
import { attempt, valueOf } from '../../load-mail-screen.ts'
import type { BookDesk } from '../address-book-page.tsx'

/** What is to be chosen for a contact that was changed here and on another server; nothing where nothing is. */
export async function conflictSection({ session, urls, token, words, formats }: BookDesk, { book, row, birthday }: { readonly book: CardView['book']; readonly row: CardView['card']; readonly birthday: string }): Promise<ReactNode> {
  if (!(await hasModule('outside_books')) || book.kind !== 'further') return null
  const conflict = valueOf(await attempt(async () => conflictOf((await outsideOf(session)).kit, row)))
  if (!conflict) return null
  const { theirs, seen } = conflict
  const known = theirs && birthdayOf(theirs)
  const there = theirs && (
    <>
      <p><strong><bdi>{textOf(preferred(theirs, 'fn'))}</bdi></strong></p>
      <CardDetails card={theirs} birthday={known ? formats.day(known) : fieldsOfCard(theirs).texts.birthday} urls={urls} words={words} />
    </>
  )
  const here = <><p><strong><bdi>{row.name}</bdi></strong></p><CardDetails card={row.card} birthday={birthday} urls={urls} words={words} /></>
  return <ConflictChoice book={book.id} contact={row.id} seen={seen} isWritable={mayWrite(book)} here={here} there={there} urls={urls} token={token} words={words} />
}
