import { passwordChange } from '#lib/api/session-shapes.ts'
import { changePassword } from '#lib/gateway/password/change-password.ts'
import { noContent, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { passwordSite } from '#lib/http/password/password-site.ts'
import { auditAct } from '#lib/http/request/audit.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls, sentCookie, withModule } from '#lib/http/wiring.ts'

/** Changes the password of the account; whoever did so stays signed in, and nobody else. */
export const POST = withModule('password', accountRoute({ body: passwordChange, formPage: () => appUrls().password() }, signedIn, async ({ request, session, connections, body, log, wants, words }) => {
  const site = await passwordSite(session, connections)
  const ended = await changePassword(site, { session, cookie: sentCookie(request) }, { present: body.password, next: body.new_password, again: body.new_password_again })
  auditAct({ request, log }, session, 'password-changed', { sessions: ended })
  if (wants === 'json') return noContent()
  return seeOther(appUrls().password(), (await words()).password.changed)
}))
