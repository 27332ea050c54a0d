import { contactFilesOf, receiveContactFile } from '#lib/http/address-book/imports.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

/** Takes a file of contacts, as a multipart form with one file; it waits for its settings then. */
export const POST = withModule('contacts', accountRoute({ formPage: () => appUrls().importContacts() }, signedIn, async ({ request, session, checkToken, wants }) => {
  const { id } = await receiveContactFile(request, await contactFilesOf(session), checkToken)
  const location = appUrls().contactImport(id)
  return wants === 'json' ? json({ id, location }, 201) : seeOther(location)
}))
