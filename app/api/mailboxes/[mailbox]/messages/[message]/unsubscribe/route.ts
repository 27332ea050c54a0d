import { messageParams, nothing } from '#lib/api/mail-shapes.ts'
import { keepListLeft } from '#lib/gateway/answers/kept-answers.ts'
import { unsubscribe } from '#lib/gateway/reading/unsubscribe.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { answersOf } from '#lib/http/reading/answers-of.ts'
import { openFor } from '#lib/http/reading/open-for.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls } from '#lib/http/wiring.ts'

/** Tells whoever sends to many that this reader wants no more of it, as the message itself says how. */
export const POST = accountRoute({ params: messageParams, body: nothing }, signedIn, async ({ session, connections, params, wants, words, returnPath, signal }) => {
  const { list, envelope } = await openFor(session, connections, params, { markSeen: false, prefer: undefined })
  const host = await unsubscribe(list, signal)
  if (list) await keepListLeft(answersOf(session), { list, from: envelope.from, host })
  if (wants === 'json') return json({ host })
  return seeOther(returnPath ?? appUrls().messageDetails(params), (await words()).details.unsubscribed({ host }))
})
