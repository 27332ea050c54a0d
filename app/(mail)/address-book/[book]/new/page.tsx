import { ContactForm } from '#components/address-book/contact-form.tsx'
import { NewGroupForm } from '#components/address-book/new-group-form.tsx'
import { bookParams, contactFieldsOf } from '#lib/api/address-book/address-book-shapes.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { fieldsOfCard, NO_CARD } from '#lib/mail/contacts/contact-fields.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { one, type Search } from '../../../load-mail-screen.ts'
import { addressBookPage } from '../../address-book-page.tsx'

interface Props {
  readonly params: Promise<{ readonly book: string }>
  readonly searchParams: Promise<Search>
}

/** The form of a new contact, or of a new group. */
export default async function NewContactPage({ params, searchParams }: Props) {
  const search = await searchParams
  const given = await params
  const kind = one(search.kind) === 'group' ? 'group' : undefined
  const here = appUrls().newContact(given.book, kind)
  return addressBookPage(here, { search, current: given.book }, async ({ of, urls, words, token, failed }) => {
    const { id, right } = await of.store.book(of.who, bookParams(given).book)
    if (right === 'read') throw new GatewayError('contacts-forbidden', right)
    const title = kind === 'group' ? words.contacts.newGroup : words.contacts.newContact
    const fields = failed ? contactFieldsOf(failed.fields) : fieldsOfCard(NO_CARD)
    const form = { action: urls.api.contacts(id), here, cancel: urls.addressBook(id), token, words }
    return { title, content: <><h1>{title}</h1>{kind === 'group' ? <NewGroupForm {...form} name={fields.texts.name} /> : <ContactForm {...form} fields={fields} etag={undefined} />}</> }
  })
}
