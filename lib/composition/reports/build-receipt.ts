import { encodeWords } from '#lib/mime/encoded-words.ts'
import MimeNode from 'nodemailer/lib/mime-node'
import { reportHeader, type ReportHeader } from './report-header.ts'

/** That a message was displayed, to whoever asked (RFC 8098). */
export interface Receipt extends ReportHeader {
  /** The reader, by the address that the message reached. */
  readonly from: ReportHeader['from']
  /** What people read. */
  readonly text: string
  /** True where no person decided about this one (RFC 8098 §3.2.6.1). */
  readonly isAutomatic: boolean
  /** Of the message that was displayed. */
  readonly original: DisplayedMessage
  /** `Postern/0.1.0`. */
  readonly userAgent: string
}

/** What a receipt says of the message that was displayed; '' for what that does not have. */
export interface DisplayedMessage {
  readonly messageId: string
  readonly subject: string
  /** As it stands in its header. */
  readonly date: string
  /** To whom it was sent before it was sent on, as `rfc822;` and the address (RFC 8098 §3.2.3). */
  readonly originalRecipient: string
}

/**
 * The octets of the report in its three parts (RFC 8098 §3), with CRLF: a text for people, what programs read, and the lines by which the message that was
 * displayed is known again, of its content none. 7-bit, but where an address is not ASCII: that is said in UTF-8 (RFC 6533 §5). Its envelope has the null sender.
 */
export async function buildReceipt({ messageId, date, from, to, subject, text, isAutomatic, original, userAgent }: Receipt): Promise<Buffer> {
  const root = new MimeNode('multipart/report; report-type=disposition-notification')
  root.setHeader([
    ...reportHeader({ messageId, date, from, to, subject }),
    { key: 'Auto-Submitted', value: 'auto-replied' },
    ...(isMessageId(original.messageId) ? [{ key: 'In-Reply-To', value: original.messageId }, { key: 'References', value: original.messageId }] : []),
  ])
  root.createChild('text/plain; charset=utf-8').setContent(`${text.replaceAll('\n', '\r\n')}\r\n`)
  const isGlobal = !isAscii(from.address)
  const fields = [
    `Reporting-UA: ${userAgent}`,
    ...(/^[\x20-\x7e]{1,900}$/.test(original.originalRecipient) ? [`Original-Recipient: ${original.originalRecipient}`] : []),
    `Final-Recipient: ${isGlobal ? 'utf-8' : 'rfc822'}; ${from.address}`,
    ...(isMessageId(original.messageId) ? [`Original-Message-ID: ${original.messageId}`] : []),
    `Disposition: ${isAutomatic ? 'automatic-action/MDN-sent-automatically' : 'manual-action/MDN-sent-manually'}; displayed`,
  ]
  const report = root.createChild(isGlobal ? 'message/global-disposition-notification' : 'message/disposition-notification')
  report.setHeader('Content-Transfer-Encoding', isGlobal ? '8bit' : '7bit')
  report.setContent(Buffer.from(fields.map((field) => `${field}\r\n`).join('')))
  root.createChild('text/rfc822-headers').setContent(headersOf(original))
  return root.build()
}

/** True for addresses that every mail server takes. */
function isAscii(address: string): boolean {
  return /^[\0-\x7f]*$/.test(address)
}

function headersOf({ messageId, subject, date }: DisplayedMessage): string {
  const lines: readonly (readonly [string, string])[] = [
    ['Message-ID', isMessageId(messageId) ? messageId : ''],
    ['Date', /^[\x20-\x7e]{1,100}$/.test(date) ? date : ''],
    ['Subject', encodeWords(subject.replace(/\p{Cc}+/gu, ' ').slice(0, 500))],
  ]
  return lines.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value.replaceAll('?= =?', '?=\r\n =?')}\r\n`).join('')
}

/** What cannot be one stands in no field of ours. */
function isMessageId(text: string): boolean {
  return /^<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>$/.test(text)
}
