import { bookTitle } from '#components/address-book/book-title.ts'
import { bookParams } from '#lib/api/address-book/address-book-shapes.ts'
import { exportPost, exportQuery } from '#lib/api/address-book/transfer-shapes.ts'
import { writeContacts } from '#lib/gateway/address-book/transfer/write-contacts.ts'
import { contactFile } from '#lib/http/address-book/contact-file.ts'
import { contactsOf } from '#lib/http/address-book/contacts.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

/** A whole book as a file. */
export const GET = withModule('contacts', accountRoute({ params: bookParams, query: exportQuery, formPage: () => appUrls().addressBooks() }, signedIn, async ({ session, params, query, words }) => {
  const of = await contactsOf(session)
  const book = await of.store.book(of.who, params.book)
  return contactFile(await writeContacts(of, query.format, { books: [book.id] }), bookTitle(await words(), book))
}))

/** The contacts of a book that are chosen. */
export const POST = withModule('contacts', accountRoute({ params: bookParams, body: exportPost, formPage: () => appUrls().addressBooks() }, signedIn, async ({ session, params, body, words }) => {
  const of = await contactsOf(session)
  const book = await of.store.book(of.who, params.book)
  return contactFile(await writeContacts(of, body.format, { books: [book.id], chosen: body.contact }), bookTitle(await words(), book))
}))
