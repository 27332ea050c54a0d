import { listAnswer, messageParams } from '#lib/api/mail-shapes.ts'
import { forgetListLeft, keepListLeft } from '#lib/gateway/answers/kept-answers.ts'
import { unsubscribe } from '#lib/gateway/reading/unsubscribe.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { answersOf } from '#lib/http/reading/answers-of.ts'
import { openFor } from '#lib/http/reading/open-for.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

/** Tells whoever sends to many that this reader wants no more of it, as the message itself says how; or is told that they have left by themselves, or not. */
export const POST = accountRoute({ params: messageParams, body: listAnswer }, signedIn, async ({ session, connections, params, body: { said }, wants, words, returnPath, signal }) => {
  const { list, envelope } = await openFor(session, connections, params, { markSeen: false, prefer: undefined, asksFirst: true })
  if (said !== undefined) {
    if (!list) throw new GatewayError('invalid', 'no list')
    const { answered } = await words()
    if (said === 'left') await keepListLeft(answersOf(session), { list, from: envelope.from, by: '' })
    else await forgetListLeft(answersOf(session), list, envelope.from)
    return wants === 'json' ? json({ said }) : seeOther(returnPath ?? appUrls().messageDetails(params), said === 'left' ? answered.listLeft : answered.listStays)
  }
  const host = await unsubscribe(list, signal)
  if (list) await keepListLeft(answersOf(session), { list, from: envelope.from, by: host })
  if (wants === 'json') return json({ host })
  return seeOther(returnPath ?? appUrls().messageDetails(params), (await words()).details.unsubscribed({ host }))
})
