import 'server-only'
import { sendReceipt } from '#lib/gateway/reading/send-receipt.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { log } from '../wiring.ts'
import { pageWords } from '../wording/reader-language.ts'
import { writerOf } from '../writing/writing-site.ts'

/** Sends the receipt that the reader wants no question about, for a page that they look at; where it cannot be sent, the page asks. */
export async function withReceiptSent(session: SignedIn, ref: MessageRef, view: MessageView): Promise<MessageView> {
  const { receipt, ...answered } = view
  if (!receipt?.isAutomatic) return view
  try {
    const { details } = await pageWords()
    await sendReceipt(await writerOf(session), ref, view, { subject: details.receiptSubject, text: details.receiptText })
    return answered
  } catch (error) {
    if (!isGatewayError(error)) throw error
    if (error.failure === 'conflict') return answered
    log().info('receipt not sent', { failure: error.failure })
    return { ...view, receipt: { ...receipt, isAutomatic: false } }
  }
}
