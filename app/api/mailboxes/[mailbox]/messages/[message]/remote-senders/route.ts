import { messageParams, remoteSender } from '#lib/api/mail-shapes.ts'
import { rememberSender } from '#lib/gateway/reading/remember-sender.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { preferencesOf } from '#lib/http/preferences/preferences-of.ts'
import { openFor } from '#lib/http/reading/open-for.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls } from '#lib/http/wiring.ts'

/** Shows pictures from elsewhere from now on where they come from the sender of this message, or from anybody of that domain. */
export const POST = accountRoute({ params: messageParams, body: remoteSender }, signedIn, async ({ session, connections, params, body, wants, words, returnPath }) => {
  const { remote } = await openFor(session, connections, params, { markSeen: false, prefer: undefined })
  const sender = await rememberSender(await preferencesOf(session), remote, body)
  if (wants === 'json') return json({ sender })
  return seeOther(returnPath ?? appUrls().message(params), (await words()).details.remembered({ sender }))
})
