import { bookTitle } from '#components/address-book/book-title.ts'
import { namedPerson, suggestQuery } from '#lib/api/address-book/address-book-shapes.ts'
import { addContact } from '#lib/gateway/address-book/add-contact.ts'
import { suggestContacts } from '#lib/gateway/address-book/suggest-contacts.ts'
import { contactsOf } from '#lib/http/address-book/contacts.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

/** Whom the words typed so far may mean. */
export const GET = withModule('contacts', accountRoute({ query: suggestQuery }, signedIn, async ({ session, query, words }) => {
  const said = await words()
  return json({ ...(await suggestContacts(await contactsOf(session), query.q, (book) => bookTitle(said, book))), failures: [] })
}))

/** Makes a contact of somebody whom a message names. */
export const POST = withModule('contacts', accountRoute({ body: namedPerson, formPage: () => appUrls().addressBooks() }, signedIn, async ({ session, body, wants, returnPath, words }) => {
  const { card, isNew } = await addContact(await contactsOf(session), body)
  const location = appUrls().contact(card.book, card.id)
  if (wants === 'json') return json({ location, name: card.name, isNew }, isNew ? 201 : 200)
  const { contacts } = await words()
  return seeOther(returnPath ?? location, (isNew ? contacts.added : contacts.known)({ name: card.name }))
}))
