import type { ReactNode } from 'react'
import styles from '#components/address-book/address-book.module.css'
import { OutsideState } from '#components/address-book/outside/outside-state.tsx'
import { viewOutsideBook } from '#lib/gateway/outside-books/view-outside.ts'
import { outsideOf } from '#lib/http/address-book/outside.ts'
import { hasModule } from '#lib/http/wiring.ts'
import type { Book } from '#lib/mail/contacts/book.ts'
import { attempt, valueOf } from '../../load-mail-screen.ts'
import type { BookDesk } from '../address-book-page.tsx'
import { stateWriter } from './shown-state.ts'

/** What the page of a book says of the one on another server that it is like; nothing where it is like none. */
export async function outsideSection(desk: BookDesk, book: Book): Promise<ReactNode> {
  if (!(await hasModule('outside_books')) || book.kind !== 'further') return null
  const { session, urls, token, words } = desk
  const state = valueOf(await attempt(async () => {
    const { kit, runs, who } = await outsideOf(session)
    return viewOutsideBook(kit, runs, who, book.id)
  }))
  // The book is there, whatever is known of the other one.
  if (!state) return null
  const kept = words.outside.kept({ host: state.host })
  const shown = (await stateWriter(desk))(state)
  return (
    <section className={styles.card} aria-label={kept}>
      <h2>{book.isOwn ? <a href={urls.outsideServer(state.server)}>{kept}</a> : kept}</h2>
      <OutsideState state={shown} isOwn={book.isOwn} here={urls.addressBook(book.id)} urls={urls} token={token} words={words} />
    </section>
  )
}
