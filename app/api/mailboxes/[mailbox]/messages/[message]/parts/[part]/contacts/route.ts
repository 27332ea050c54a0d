import { nothing, partParams } from '#lib/api/mail-shapes.ts'
import { importPart } from '#lib/gateway/address-book/transfer/import-part.ts'
import { contactFilesOf, importDesk, PATIENCE } from '#lib/http/address-book/imports.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

/** Imports the cards of an attachment into the personal book; whom it has already is left as they are. */
export const POST = withModule('contacts', accountRoute({ params: partParams, body: nothing }, signedIn, async ({ session, connections, params, wants }) => {
  const { id } = await importPart(connections, importDesk(), await contactFilesOf(session), params)
  await importDesk().settled(id, PATIENCE)
  const location = appUrls().contactImport(id)
  return wants === 'json' ? json({ id, location }, 201) : seeOther(location)
}))
