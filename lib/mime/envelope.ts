import type { Address, Envelope } from '#lib/mail/envelope.ts'
import { parseAddresses } from './addresses.ts'
import { parseDate } from './date.ts'
import { decodeHeaderText, decodeRawOctets } from './encoded-words.ts'
import { allValues, firstValue, parseHeader } from './header.ts'
import { parseStructured } from './parameters.ts'

/** The envelope of a header block, decoded for people, undeclared octets by `charset` where somebody chose one; Sender and Reply-To are From where they are missing (RFC 9051 §7.5.2). */
export function readEnvelope(header: Uint8Array, chosen?: string): Envelope {
  const fields = parseHeader(header)
  // Undeclared octets are mostly of the charset in which the same mailer wrote the body.
  const charset = chosen ?? parseStructured(firstValue(fields, 'content-type') ?? '').parameters['charset'] ?? ''
  const text = (name: string): string => decodeHeaderText(firstValue(fields, name) ?? '', charset)
  const list = (name: string): Address[] => allValues(fields, name).flatMap((value) => parseAddresses(decodeRawOctets(value, charset)))
  const from = list('from')
  const orFrom = (addresses: Address[]): Address[] => (addresses.length === 0 ? from : addresses)
  const date = parseDate(firstValue(fields, 'date') ?? '')
  return {
    ...(date && { date: new Date(date.time) }),
    subject: text('subject'),
    from,
    sender: orFrom(list('sender')),
    replyTo: orFrom(list('reply-to')),
    to: list('to'),
    cc: list('cc'),
    bcc: list('bcc'),
    inReplyTo: text('in-reply-to'),
    messageId: text('message-id'),
  }
}
