import { THEME_FORM_LIMIT, themeForm } from '#lib/api/admin/theme-shapes.ts'
import { adminRoute } from '#lib/http/admin/administrator.ts'
import { json, seeOther, withQuery } from '#lib/http/answers.ts'
import { contentDisposition } from '#lib/http/content/content-disposition.ts'
import { rememberFields } from '#lib/http/failed-forms.ts'
import { auditAct } from '#lib/http/request/audit.ts'
import { judged, zipFolder } from '#lib/http/themes/editing.ts'
import { appUrls } from '#lib/http/wiring.ts'

/** A theme as it was typed: shown again on the editor's page, or its folder as a zip file. Nothing of it is kept. */
export const POST = adminRoute({ body: themeForm, bodyLimit: THEME_FORM_LIMIT, formPage: () => appUrls().themeEditor() }, async ({ request, log, session, body: { intent, typed }, wants }) => {
  const { files, problems } = await judged(typed)
  if (intent === 'export' && problems.length === 0) {
    const name = typed.name ?? ''
    auditAct({ request, log }, session, 'theme-exported', { theme: name })
    return new Response(zipFolder(name, files), {
      headers: { 'Content-Type': 'application/zip', 'Content-Disposition': contentDisposition('attachment', `${name}.zip`), 'X-Content-Type-Options': 'nosniff' },
    })
  }
  if (wants === 'json') return json({ problems }, problems.length === 0 ? 200 : 422)
  const fields = Object.fromEntries(Object.entries(typed).map(([field, value]) => [field, [value]]))
  return seeOther(withQuery(appUrls().themeEditor(), 'typed', rememberFields(fields)))
})
