import { importParams, importPost } from '#lib/api/address-book/transfer-shapes.ts'
import { isTable } from '#lib/gateway/address-book/transfer/contact-files.ts'
import { contactFilesOf, importDesk, PATIENCE } from '#lib/http/address-book/imports.ts'
import { json, noContent, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

/** How far an import is; waits a little for one that runs. */
export const GET = withModule('contacts', accountRoute({ params: importParams }, signedIn, async ({ session, params }) => {
  const { store, who } = await contactFilesOf(session)
  await store.import(who, params.id)
  await importDesk().settled(params.id, 1000)
  const { id, state, counts } = await store.import(who, params.id)
  return json({ id, state, counts })
}))

/** Changes the settings of an import, begins it, discards its file, or takes it back. */
export const POST = withModule('contacts', accountRoute({ params: importParams, body: importPost, formPage: () => appUrls().importContacts() }, signedIn, async ({ session, params: { id }, body, wants }) => {
  const files = await contactFilesOf(session)
  const { store, who, spool } = files
  const here = appUrls().contactImport(id)
  if (body.intent === 'discard') {
    const { file } = await store.import(who, id)
    await store.dropImport(who, id)
    await spool.remove([file])
    return wants === 'json' ? noContent() : seeOther(appUrls().importContacts())
  }
  if ('format' in body) {
    const { intent, column, mapped, ...settings } = body
    await store.changeImport(who, id, { ...settings, mapping: column.length > 0 && isTable(settings.format) ? column : undefined })
    // Columns that were mapped in another charset may be others: they are looked at first.
    const isSeen = column.length === 0 || mapped === settings.charset
    if (intent === 'import' && isSeen) await importDesk().begin(files, id)
  } else await importDesk().takeBack(files, id)
  await importDesk().settled(id, PATIENCE)
  const { state, counts } = await store.import(who, id)
  return wants === 'json' ? json({ id, state, counts, location: here }) : seeOther(here)
}))
