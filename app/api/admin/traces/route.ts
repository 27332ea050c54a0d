import { traceForm } from '#lib/api/admin/trace-shapes.ts'
import { adminRoute } from '#lib/http/admin/administrator.ts'
import { beginTrace, traceReport, tracesSeenBy } from '#lib/http/admin/traces.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { auditAct } from '#lib/http/request/audit.ts'
import { appUrls } from '#lib/http/wiring.ts'

export const GET = adminRoute({}, async (_call, administrator) => json((await tracesSeenBy(administrator)).map((trace) => traceReport(trace))))

export const POST = adminRoute({ body: traceForm, formPage: () => appUrls().admin('traces') }, async ({ request, body: { user, minutes }, wants, words, log, session }, administrator) => {
  const { id, endsAt, user: name } = await beginTrace(administrator, user, minutes)
  auditAct({ request, log }, session, 'trace-begun', { person: name, trace: id, minutes })
  return wants === 'json' ? json({ id, endsAt }) : seeOther(appUrls().admin('traces'), (await words()).traces.begun({ user: name }))
})
