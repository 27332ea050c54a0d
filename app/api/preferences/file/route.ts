import { exportPreferences, importPreferences } from '#lib/gateway/preferences/preferences.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { preferencesOf } from '#lib/http/preferences/preferences-of.ts'
import { readJsonFile } from '#lib/http/preferences/json-file.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

/** What the person has set, as a file. */
export const GET = withModule('settings', accountRoute({}, signedIn, async ({ session }) => {
  const content = JSON.stringify(await exportPreferences(await preferencesOf(session)), null, 2)
  return new Response(`${content}\n`, { headers: { 'Content-Type': 'application/json; charset=utf-8', 'Content-Disposition': 'attachment; filename="postern-settings.json"', 'X-Content-Type-Options': 'nosniff' } })
}))

/** Takes such a file back. */
export const POST = withModule('settings', accountRoute({ formPage: () => appUrls().settings() }, signedIn, async ({ request, session, checkToken, wants, words }) => {
  const value = await readJsonFile(request, ({ token }) => checkToken(token?.[0]))
  const imported = await importPreferences(await preferencesOf(session), value)
  if (wants === 'json') return json({ imported })
  const refused = imported.filter(({ outcome }) => outcome !== 'set').map(({ name }) => name)
  const count = imported.length - refused.length
  const { settings } = await words()
  const sentence = settings.imported({ count })
  return seeOther(appUrls().settings(), refused.length === 0 ? sentence : `${sentence} ${settings.notImported({ names: refused.slice(0, 20).join(', ') })}`)
}))
