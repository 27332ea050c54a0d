import { messageParams, receiptAnswer } from '#lib/api/mail-shapes.ts'
import { declineReceipt, sendReceipt } from '#lib/gateway/reading/send-receipt.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { openFor } from '#lib/http/reading/open-for.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

/** Tells whoever asked that the message was read, or lets nobody ask again. */
export const POST = accountRoute({ params: messageParams, body: receiptAnswer }, signedIn, async ({ session, connections, params, body: { answer }, wants, words, returnPath }) => {
  const view = await openFor(session, connections, params, { markSeen: false, prefer: undefined })
  const { details } = await words()
  const writer = await writerOf(session)
  // Only the person's own setting sends one that nobody pressed for.
  if (answer === 'automatic' && !view.receipt?.isAutomatic) throw new GatewayError('invalid', 'not automatic')
  if (answer === 'decline') await declineReceipt(writer, params, view)
  else await sendReceipt(writer, params, answer === 'send' && view.receipt ? { ...view, receipt: { ...view.receipt, isAutomatic: false } } : view, { subject: details.receiptSubject, text: details.receiptText })
  if (wants === 'json') return json({ answer })
  return seeOther(returnPath ?? appUrls().message(params), answer === 'decline' ? details.receiptDeclined : details.receiptSent({ to: view.receipt?.to ?? '' }))
})
