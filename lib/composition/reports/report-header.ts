import { encodeWords } from '#lib/mime/encoded-words.ts'
import MimeNode from 'nodemailer/lib/mime-node'

/** What every answer that is written for a person begins with. */
export interface ReportHeader {
  readonly messageId: string
  readonly date: Date
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
  readonly subject: string
}

/** Its fields (RFC 5322 §3.6), encoded. */
export function reportHeader({ messageId, date, from, to, subject }: ReportHeader): { key: string; value: string }[] {
  return [
    { key: 'From', value: MimeNode.encodeHeaderValue('From', [from]) },
    { key: 'To', value: MimeNode.encodeHeaderValue('To', [{ name: '', address: to }]) },
    { key: 'Subject', value: encodeWords(subject) },
    { key: 'Message-ID', value: messageId },
    { key: 'Date', value: date.toUTCString().replace('GMT', '+0000') },
  ]
}
