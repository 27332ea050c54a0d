import { supportForm } from '#lib/api/admin/admin-shapes.ts'
import { adminRoute } from '#lib/http/admin/administrator.ts'
import { openForSupport } from '#lib/http/admin/support.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { auditAct } from '#lib/http/request/audit.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'

export const POST = adminRoute({ body: supportForm, formPage: () => appUrls().admin('people') }, async ({ request, body: { user }, wants, log, session }, administrator) => {
  const begun = await openForSupport(administrator, user, request).catch((error: unknown) => {
    if (isGatewayError(error)) auditAct({ request, log }, session, 'support-refused', { person: user })
    throw error
  })
  auditAct({ request, log }, session, 'support-begun', { person: user, ofSite: begun.site })
  const answer = wants === 'json' ? json({ location: begun.location }) : seeOther(begun.location)
  answer.headers.append('Set-Cookie', begun.cookie)
  return answer
})
