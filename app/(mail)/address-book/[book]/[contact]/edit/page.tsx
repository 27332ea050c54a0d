import { CardDetails } from '#components/address-book/card-details.tsx'
import { ContactForm, PhotoForm } from '#components/address-book/contact-form.tsx'
import { ConflictingCard } from '#components/address-book/conflicting-card.tsx'
import { contactFieldsOf, contactParams } from '#lib/api/address-book/address-book-shapes.ts'
import { PHOTO_OCTETS } from '#lib/gateway/address-book/contact-photo.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { fieldsOfCard } from '#lib/mail/contacts/contact-fields.ts'
import { mergedFields, textsBefore } from '#lib/mail/contacts/merge-fields.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Search } from '../../../../load-mail-screen.ts'
import { addressBookPage } from '../../../address-book-page.tsx'

interface Props {
  readonly params: Promise<{ readonly book: string; readonly contact: string }>
  readonly searchParams: Promise<Search>
}

/** The form of a contact; after a conflict what is there now beside what was typed. */
export default async function EditContactPage({ params, searchParams }: Props) {
  const search = await searchParams
  const given = await params
  return addressBookPage(appUrls().editContact(given.book, given.contact), { search, current: given.book }, async ({ of, urls, words, token, failed }) => {
    const place = contactParams(given)
    const book = await of.store.book(of.who, place.book)
    if (book.right === 'read') throw new GatewayError('contacts-forbidden', 'read')
    const { card, etag, name, hasPhoto } = await of.store.card(of.who, place)
    const now = fieldsOfCard(card)
    const typed = failed?.fields.given === undefined ? undefined : contactFieldsOf(failed.fields)
    const isConflict = failed?.failure === 'conflict'
    const fields = typed && isConflict ? mergedFields(typed, textsBefore(failed.fields.before?.[0]), now) : (typed ?? now)
    const here = urls.editContact(place.book, place.id)
    return {
      title: name,
      content: (
        <>
          <h1>{name}</h1>
          {typed && isConflict && <ConflictingCard words={words}><CardDetails card={card} birthday={now.texts.birthday} urls={urls} words={words} /></ConflictingCard>}
          <ContactForm fields={fields} before={now.texts} action={urls.api.contact(place.book, place.id)} etag={etag} here={here} cancel={urls.contact(place.book, place.id)} token={token} words={words} />
          <PhotoForm action={urls.api.contactPhoto(place.book, place.id)} hasPhoto={hasPhoto} kilobytes={PHOTO_OCTETS / 1024} here={here} token={token} words={words} />
        </>
      ),
    }
  })
}
