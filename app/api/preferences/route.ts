import { preferencePost } from '#lib/api/preference-shapes.ts'
import { changePreferences, onlyChanged, readPreferences } from '#lib/gateway/preferences/preferences.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { preferencesOf } from '#lib/http/preferences/preferences-of.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls, signedIn } from '#lib/http/wiring.ts'
import { words } from '#lib/i18n/words.ts'

export const GET = accountRoute({}, signedIn, async ({ session }) => {
  const { effective, versions } = await readPreferences(await preferencesOf(session))
  return json({ preferences: effective, versions })
})

export const POST = accountRoute({ body: preferencePost, formPage: () => appUrls().settings() }, signedIn, async ({ session, body, wants, returnPath }) => {
  const of = await preferencesOf(session)
  const asked = body.isForm ? onlyChanged(body.changes, (await readPreferences(of)).effective) : body.changes
  const { effective, versions } = await changePreferences(of, asked)
  const isReset = asked.length === 1 && asked[0]?.value === undefined
  return wants === 'json' ? json({ preferences: effective, versions }) : seeOther(returnPath ?? appUrls().settings(), isReset ? words.settings.resetDone : words.settings.saved)
})
