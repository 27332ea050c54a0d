import { addKeys } from '#lib/gateway/signatures/add-keys.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { keyrings } from '#lib/http/signatures/keyrings.ts'
import { readKeyFile } from '#lib/http/signatures/read-key-file.ts'
import { requireDesk } from '#lib/http/signatures/with-protection.ts'
import { appUrls, config, log, withModule } from '#lib/http/wiring.ts'

/** Adds the keys or certificates of a file. */
export const POST = withModule('signatures', accountRoute({ formPage: () => appUrls().keys() }, signedIn, async ({ request, session, checkToken, wants, words }) => {
  const file = await readKeyFile(request, ({ token }) => checkToken(token?.[0]))
  const added = await addKeys(await keyrings(config(), log()), requireDesk(), session.account, file)
  const names = added.map(({ name, addresses }) => name || addresses[0] || '?').join(', ')
  return wants === 'json' ? json(added, 201) : seeOther(appUrls().keys(), (await words()).keys.added({ names }))
}))
