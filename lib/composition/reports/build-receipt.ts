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
  /** Of the message that was displayed; '' where it has none. */
  readonly originalMessageId: string
  /** `Postern/0.1.0`. */
  readonly userAgent: string
}

/** The octets of the report, 7-bit, with CRLF. Its envelope has the null sender (RFC 8098 §3). */
export async function buildReceipt({ messageId, date, from, to, subject, text, isAutomatic, originalMessageId, userAgent }: Receipt): Promise<Buffer> {
  const root = new MimeNode('multipart/report; report-type=disposition-notification')
  root.setHeader([
    ...reportHeader({ messageId, date, from, to, subject }),
    { key: 'Auto-Submitted', value: 'auto-replied' },
    ...(isMessageId(originalMessageId) ? [{ key: 'In-Reply-To', value: originalMessageId }, { key: 'References', value: originalMessageId }] : []),
  ])
  root.createChild('text/plain; charset=utf-8').setContent(`${text.replaceAll('\n', '\r\n')}\r\n`)
  const fields = [
    `Reporting-UA: ${userAgent}`,
    `Final-Recipient: rfc822; ${from.address}`,
    ...(isMessageId(originalMessageId) ? [`Original-Message-ID: ${originalMessageId}`] : []),
    `Disposition: ${isAutomatic ? 'automatic-action/MDN-sent-automatically' : 'manual-action/MDN-sent-manually'}; displayed`,
  ]
  const report = root.createChild('message/disposition-notification')
  report.setHeader('Content-Transfer-Encoding', '7bit')
  report.setContent(fields.map((field) => `${field}\r\n`).join(''))
  return root.build()
}

/** What cannot be one stands in no field of ours. */
function isMessageId(text: string): boolean {
  return /^<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>$/.test(text)
}
