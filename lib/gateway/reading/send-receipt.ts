import { envelopeAddress } from '#lib/composition/addresses/check-addresses.ts'
import { makeMessageId } from '#lib/composition/message/message-id.ts'
import { buildReceipt } from '#lib/composition/reports/build-receipt.ts'
import { claimKeyword } from '#lib/imap/operations/change-flags.ts'
import { MDN_SENT } from '#lib/mail/flags.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { parseAddresses } from '#lib/mime/addresses.ts'
import { identityAddressed } from '../writing/identity/identities.ts'
import type { Writer } from '../writing/writing.ts'
import { answerOnce } from './answer-once.ts'

export interface ReceiptWords {
  readonly subject: (values: { readonly subject: string }) => string
  readonly text: (values: { readonly subject: string; readonly address: string }) => string
}

/** Tells whoever asked that the message was displayed (RFC 8098), once for all programs of the reader ($MDNSent, RFC 3503). Throws as `answerOnce` does; 'conflict' where nobody asks, or not any more. */
export async function sendReceipt(writer: Writer, ref: MessageRef, view: MessageView, words: ReceiptWords): Promise<string> {
  const { receipt, envelope } = view
  if (!receipt) throw nobodyAsks()
  const { from: written, address } = identityAddressed(writer, [...envelope.to, ...envelope.cc])
  const from = envelopeAddress(address)
  const field = (name: string): string => view.headers.find((header) => header.name.toLowerCase() === name)?.value ?? ''
  await answerOnce(writer, ref, MDN_SENT, async () => {
    const content = await buildReceipt({
      messageId: makeMessageId(from),
      date: new Date(),
      from: { name: parseAddresses(written)[0]?.name ?? '', address: from },
      to: envelopeAddress(receipt.to),
      subject: words.subject({ subject: view.subject }),
      text: words.text({ subject: view.subject, address: from }),
      isAutomatic: receipt.isAutomatic,
      original: { messageId: envelope.messageId, subject: view.subject, date: field('date'), originalRecipient: field('original-recipient') },
      userAgent: writer.writing.userAgent,
    })
    return { from: '', to: envelopeAddress(receipt.to), content, eightBit: content.some((octet) => octet > 127) }
  })
  return receipt.to
}

/** Nobody is told, and no program of the reader asks again (RFC 3503 §3.2). */
export async function declineReceipt({ connections }: Pick<Writer, 'connections'>, ref: MessageRef, { receipt }: MessageView): Promise<void> {
  if (!receipt) throw nobodyAsks()
  await claimKeyword(connections, ref, MDN_SENT)
}

function nobodyAsks(): GatewayError {
  return new GatewayError('conflict', 'no receipt asked', { refusal: { name: 'answered-already' } })
}
