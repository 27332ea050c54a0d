import { contactParams } from '#lib/api/address-book/address-book-shapes.ts'
import { changePhoto, PHOTO_OCTETS, readPhoto } from '#lib/gateway/address-book/contact-photo.ts'
import { contactsOf } from '#lib/http/address-book/contacts.ts'
import { readPhotoForm } from '#lib/http/address-book/read-photo-form.ts'
import { noContent, seeOther } from '#lib/http/answers.ts'
import { partHeaders } from '#lib/http/content/part-headers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

export const GET = withModule('contacts', accountRoute({ params: contactParams }, signedIn, async ({ session, params }) => {
  const { mediaType, bytes } = await readPhoto(await contactsOf(session), params)
  return new Response(bytes, { headers: partHeaders({ disposition: 'inline', mediaType, name: 'photo', size: bytes.length }) })
}))

/** Another photo, as a multipart form with one file; without a file the photo is taken away. */
export const POST = withModule('contacts', accountRoute({ params: contactParams, formPage: () => appUrls().addressBooks() }, signedIn, async ({ request, session, params, checkToken, wants, words }) => {
  const of = await contactsOf(session)
  await of.store.card(of.who, params) // before an upload is taken
  const content = await readPhotoForm(request, PHOTO_OCTETS, ({ token }) => checkToken(token?.[0]))
  await changePhoto(of, params, content)
  return wants === 'json' ? noContent() : seeOther(appUrls().contact(params.book, params.id), (await words()).contacts.saved)
}))
