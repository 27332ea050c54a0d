import 'server-only'
import { booksToWrite } from '#lib/gateway/address-book/view-card.ts'
import type { Book } from '#lib/mail/contacts/book.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { contactsWhereThereAre } from './people-sources.ts'

/** The address books to which somebody can add people, by id and title; none where there are none, or where they cannot be read. */
export async function targetBooks(session: SignedIn, titleOf: (book: Book) => string): Promise<readonly { readonly id: string; readonly title: string }[]> {
  try {
    const contacts = await contactsWhereThereAre(session)
    const books = contacts ? await contacts.store.books(contacts.who) : []
    return booksToWrite(books, '').map((book) => ({ id: book.id, title: titleOf(book) }))
  } catch (error) {
    if (isGatewayError(error)) return []
    throw error
  }
}
