import type { Address } from '#lib/mail/envelope.ts'
import { parseAddresses } from '../addresses.ts'
import { baseSubject } from '../base-subject.ts'
import { parseDate } from '../date.ts'
import type { OctetString, SearchKeys } from '../digest.ts'
import { decodeHeaderText, decodeRawOctets } from '../encoded-words.ts'
import { allValues, firstValue, type HeaderField } from '../header.ts'

/** Message-IDs of References that are kept: the newest ones, which stand last. */
const REFERENCES_LIMIT = 500

/** Characters kept of a subject. */
const SUBJECT_LIMIT = 16 * 1024

/** What SORT, THREAD and SEARCH compare, from the fields of the message's header; `charset` is that of its text, for raw octets. */
export function readSearchKeys(fields: readonly HeaderField[], charset: string): SearchKeys {
  const subject = decodeHeaderText((firstValue(fields, 'subject') ?? '').slice(0, SUBJECT_LIMIT), charset)
  const date = parseDate(firstValue(fields, 'date') ?? '')
  const list = (name: string): Address[] => allValues(fields, name).flatMap((value) => parseAddresses(decodeRawOctets(value, charset)))
  return {
    subject,
    baseSubject: baseSubject(subject),
    from: list('from'),
    to: list('to'),
    cc: list('cc'),
    bcc: list('bcc'),
    ...(date && { sentDate: date.time, sentDay: date.day }),
    messageId: readMessageIds(firstValue(fields, 'message-id') ?? '')[0] ?? '',
    inReplyTo: readMessageIds(firstValue(fields, 'in-reply-to') ?? '')[0] ?? '',
    references: readMessageIds(firstValue(fields, 'references') ?? '').slice(-REFERENCES_LIMIT),
  }
}

/** The message ids of a value, each with its angle brackets and without blanks (RFC 5322 §3.6.4). */
export function readMessageIds(value: OctetString): string[] {
  return (value.match(/<[^<>]{1,1000}>/g) ?? []).map((id) => id.replace(/[ \t]+/g, ''))
}
