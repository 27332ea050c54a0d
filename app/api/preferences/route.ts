import { preferencePost } from '#lib/api/preference-shapes.ts'
import { changePreferences, onlyChanged, readPreferences } from '#lib/gateway/preferences/preferences.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { preferencesOf } from '#lib/http/preferences/preferences-of.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

export const GET = withModule('settings', accountRoute({}, signedIn, async ({ session }) => {
  const { effective, versions, isAvailable } = await readPreferences(await preferencesOf(session))
  return json({ preferences: effective, versions, isAvailable })
}))

export const POST = withModule('settings', accountRoute({ body: preferencePost, formPage: () => appUrls().settings() }, signedIn, async ({ session, body, wants, returnPath, words }) => {
  const of = await preferencesOf(session)
  const asked = body.isForm ? onlyChanged(body.changes, (await readPreferences(of)).effective) : body.changes
  const { effective, versions } = await changePreferences(of, asked)
  const isReset = asked.length === 1 && asked[0]?.value === undefined
  if (wants === 'json') return json({ preferences: effective, versions })
  const { settings } = await words()
  return seeOther(returnPath ?? appUrls().settings(), isReset ? settings.resetDone : settings.saved)
}))
