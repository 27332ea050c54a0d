import { CONTACT_FORM_LIMIT, contactParams, contactPost } from '#lib/api/address-book/address-book-shapes.ts'
import { changeMembers } from '#lib/gateway/address-book/change-members.ts'
import { changeContact } from '#lib/gateway/address-book/save-contact.ts'
import { viewCard } from '#lib/gateway/address-book/view-card.ts'
import { contactsOf } from '#lib/http/address-book/contacts.ts'
import { json, noContent, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

export const GET = withModule('contacts', accountRoute({ params: contactParams }, signedIn, async ({ session, params }) => json(await viewCard(await contactsOf(session), params))))

/** Saves, deletes, moves or copies a contact, or changes the members of a group. */
export const POST = withModule('contacts', accountRoute({ params: contactParams, body: contactPost, bodyLimit: CONTACT_FORM_LIMIT, formPage: () => appUrls().addressBooks() }, signedIn, async ({ session, params, body, wants, words }) => {
  const of = await contactsOf(session)
  const { contacts } = await words()
  const { intent, target, expected = '' } = body
  const saved = ({ book, id, etag }: { book: string; id: string; etag: string }, notice: string): Response =>
    wants === 'json' ? json({ book, id, etag }) : seeOther(appUrls().contact(book, id), notice)
  if (intent === 'save') return saved(await changeContact(of, { ...params, expected }, body.fields), contacts.saved)
  if (intent === 'members') return saved(await changeMembers(of, params, { typed: body.add, remove: body.remove }), contacts.membersChanged)
  if (intent === 'delete') {
    if (wants === 'page' && !body.isConfirmed) throw new GatewayError('invalid', 'not confirmed', { refusal: { name: 'contact-not-confirmed' } })
    await of.store.remove(of.who, params, body.expected)
    return wants === 'json' ? noContent() : seeOther(appUrls().addressBook(params.book), contacts.done.delete({ count: 1 }))
  }
  if (target === '') throw new GatewayError('invalid', 'no book', { refusal: { name: 'no-contact-target' } })
  return saved(await of.store[intent](of.who, params, target), contacts.done[intent]({ count: 1 }))
}))
