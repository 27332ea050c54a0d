import { programPasswordChange } from '#lib/api/address-book/program-password-shapes.ts'
import { makeProgramPassword } from '#lib/gateway/program-passwords/make-program-password.ts'
import { json, noContent, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { programPasswords } from '#lib/http/program-passwords/open-passwords.ts'
import { showOnce } from '#lib/http/program-passwords/shown-once.ts'
import { auditAct } from '#lib/http/request/audit.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls, config, log, withModule } from '#lib/http/wiring.ts'

/** What there are; never a password. */
export const GET = withModule('contacts', withModule('program_passwords', accountRoute({}, signedIn, async ({ session }) => {
  const store = await programPasswords(config(), log())
  return json(await store.list(session.account))
})))

/** Makes one, which is told this once, or revokes one. */
export const POST = withModule('contacts', withModule('program_passwords', accountRoute({ body: programPasswordChange, formPage: () => appUrls().programPasswords() }, signedIn, async ({ request, session, body, wants, words, log: forRequest }) => {
  const store = await programPasswords(config(), log())
  if (body.intent === 'revoke') {
    const revoked = (await store.list(session.account)).find(({ id }) => id === body.id)
    await store.revoke(session.account, body.id)
    if (revoked) auditAct({ request, log: forRequest }, session, 'program-password-revoked', { password: revoked.id })
    if (wants === 'json') return noContent()
    return seeOther(appUrls().programPasswords(), revoked && (await words()).programs.revoked({ name: revoked.name }))
  }
  const made = await makeProgramPassword(store, session, { name: body.name, ownPassword: body.password })
  auditAct({ request, log: forRequest }, session, 'program-password-made', { password: made.id })
  if (wants === 'json') return json(made, 201)
  showOnce(session.id, made)
  return seeOther(appUrls().programPasswords(made.id))
})))
