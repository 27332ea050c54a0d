import { bookParams, bookQuery, CONTACT_FORM_LIMIT, contactsPost } from '#lib/api/address-book/address-book-shapes.ts'
import { actOnContacts } from '#lib/gateway/address-book/act-on-contacts.ts'
import { listBook } from '#lib/gateway/address-book/list-book.ts'
import { createContact, createGroup } from '#lib/gateway/address-book/save-contact.ts'
import { contactsOf } from '#lib/http/address-book/contacts.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'
import { pageFormats } from '#lib/http/wording/reader-language.ts'

export const GET = withModule('contacts', accountRoute({ params: bookParams, query: bookQuery }, signedIn, async ({ session, params, query }) =>
  json(await listBook(await contactsOf(session), { ...params, ...query }, (await pageFormats()).compare)),
))

/** Makes a contact or a group, or does something with those that are chosen. */
export const POST = withModule('contacts', accountRoute({ params: bookParams, body: contactsPost, bodyLimit: CONTACT_FORM_LIMIT, formPage: () => appUrls().addressBooks() }, signedIn, async ({ session, params, body, wants, returnPath, words }) => {
  const of = await contactsOf(session)
  const { contacts } = await words()
  const { intent, fields } = body
  if (intent === 'create' || intent === 'create-group') {
    const { id, name } = intent === 'create' ? await createContact(of, params.book, fields) : await createGroup(of, params.book, fields.texts.name)
    const location = appUrls().contact(params.book, id)
    return wants === 'json' ? json({ id, location }, 201) : seeOther(location, contacts.created({ name }))
  }
  const count = await actOnContacts(of, { ...body, ...params, intent, isConfirmed: body.isConfirmed || wants === 'json' })
  return wants === 'json' ? json({ count }) : seeOther(returnPath ?? appUrls().addressBook(params.book), contacts.done[intent]({ count }))
}))
