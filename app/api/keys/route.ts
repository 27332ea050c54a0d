import { keyringChange } from '#lib/api/key-shapes.ts'
import { addKeys } from '#lib/gateway/signatures/add-keys.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { keyrings } from '#lib/http/signatures/keyrings.ts'
import { requireDesk } from '#lib/http/signatures/with-protection.ts'
import { appUrls, config, log, withModule } from '#lib/http/wiring.ts'

/** The public keys of the people whom somebody knows; what opens messages in the browser checks their signatures with them. */
export const GET = withModule('signatures', accountRoute({}, signedIn, async ({ session }) => json(await (await keyrings(config(), log())).list(session.account))))

/** Adds keys or certificates, removes one, or says whether its fingerprint was compared. */
export const POST = withModule('signatures', accountRoute({ body: keyringChange, formPage: () => appUrls().keys() }, signedIn, async ({ session, body, wants, words, returnPath }) => {
  const store = await keyrings(config(), log())
  const { keys } = await words()
  const page = returnPath ?? appUrls().keys()
  if (body.intent === 'add') {
    const added = await addKeys(store, requireDesk(), session.account, body.text)
    return wants === 'json' ? json(added, 201) : seeOther(page, keys.added({ names: added.map(({ name, addresses }) => name || addresses[0] || '?').join(', ') }))
  }
  if (body.intent === 'remove') await store.remove(session.account, body.fingerprint)
  else await store.verify(session.account, body.fingerprint, body.intent === 'verify')
  return wants === 'json' ? json(await store.list(session.account)) : seeOther(page, body.intent === 'remove' ? keys.removed : keys.saved)
}))
