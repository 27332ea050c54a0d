import { newBook } from '#lib/api/address-book/address-book-shapes.ts'
import { contactsOf } from '#lib/http/address-book/contacts.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

export const GET = withModule('contacts', accountRoute({}, signedIn, async ({ session }) => {
  const { store, who } = await contactsOf(session)
  return json(await store.books(who))
}))

export const POST = withModule('contacts', accountRoute({ body: newBook, formPage: () => appUrls().addressBooks() }, signedIn, async ({ session, body, wants, words }) => {
  const { store, who } = await contactsOf(session)
  const book = await store.createBook(who, body.title)
  return wants === 'json' ? json(book, 201) : seeOther(appUrls().addressBook(book.id), (await words()).contacts.bookCreated({ title: book.title }))
}))
