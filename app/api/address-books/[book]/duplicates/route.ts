import { bookParams } from '#lib/api/address-book/address-book-shapes.ts'
import { duplicatesPost } from '#lib/api/address-book/transfer-shapes.ts'
import { joinDuplicates, keepApart } from '#lib/gateway/address-book/duplicates/join-duplicates.ts'
import { contactsOf } from '#lib/http/address-book/contacts.ts'
import { json, noContent, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

/** Makes one contact of several, or remembers that they are not the same. */
export const POST = withModule('contacts', accountRoute({ params: bookParams, body: duplicatesPost, formPage: () => appUrls().addressBooks() }, signedIn, async ({ session, params, body, wants, words }) => {
  const of = await contactsOf(session)
  const here = appUrls().duplicates(params.book)
  if (body.intent === 'apart') {
    await keepApart(of, { ...body, ...params })
    return wants === 'json' ? noContent() : seeOther(here, (await words()).transfer.keptApart)
  }
  const { id, name, etag } = await joinDuplicates(of, { ...body, ...params })
  return wants === 'json' ? json({ id, etag }) : seeOther(here, (await words()).transfer.joined({ name }))
}))
