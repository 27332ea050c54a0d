import { formatAddress } from '#lib/mime/addresses.ts'
import { encodeWords } from '#lib/mime/encoded-words.ts'

/** What every answer that is written for a person begins with. */
export interface ReportHeader {
  readonly messageId: string
  readonly date: Date
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
  readonly subject: string
}

/** Its fields (RFC 5322 §3.6); the addresses in Unicode, since the builder encodes them: an encoded word would be put into quotes, where nobody decodes it (RFC 2047 §5). */
export function reportHeader({ messageId, date, from, to, subject }: ReportHeader): { key: string; value: string }[] {
  return [
    { key: 'From', value: formatAddress(from) },
    { key: 'To', value: to },
    { key: 'Subject', value: encodeWords(subject) },
    { key: 'Message-ID', value: messageId },
    { key: 'Date', value: date.toUTCString().replace('GMT', '+0000') },
  ]
}
