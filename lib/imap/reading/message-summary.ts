import { walkParts, type BodyPart } from '#lib/mail/body-structure.ts'
import { hasAttachment } from '#lib/mail/reading/attachments.ts'
import { chooseBodies } from '#lib/mail/reading/body-choice.ts'
import { hasFlag, FORWARDED } from '#lib/mail/flags.ts'
import type { MessageSummary } from '#lib/mail/index-page.ts'
import { writeMessageId } from '#lib/mail/message-ref.ts'
import { visibleAddress, visibleText } from '#lib/mail/reading/visible-text.ts'
import { toUid, type UidValidity } from '#lib/mail/uid.ts'
import { parseAddresses } from '#lib/mime/addresses.ts'
import { parseDate } from '#lib/mime/date.ts'
import { decodeHeaderText, decodeRawOctets } from '#lib/mime/encoded-words.ts'
import { firstValue, parseHeader } from '#lib/mime/header.ts'
import { BODY_STRUCTURE, FLAGS, headerFields, INTERNAL_DATE, SIZE, UID, type Fetched } from './fetch.ts'

/** What one row of an index needs of a message. Header fields are fetched as octets: an envelope loses raw 8-bit characters. */
export const SUMMARY_ITEMS = [UID, FLAGS, SIZE, INTERNAL_DATE, BODY_STRUCTURE, headerFields(['DATE', 'FROM', 'TO', 'SUBJECT'])]

/** The same without the structure, for messages whose structure no parser takes (nesting beyond all bounds). */
export const PLAIN_SUMMARY_ITEMS = [UID, FLAGS, SIZE, INTERNAL_DATE, headerFields(['DATE', 'FROM', 'TO', 'SUBJECT'])]

/** More addresses than these stand in no row. */
const ADDRESSES_SHOWN = 20
/** Characters of a subject that any screen shows. */
const SUBJECT_SHOWN = 500

const NO_HEADER = new Uint8Array(0)

/** One row of the index. A message without headers has its arrival for a date and nothing else. */
export function summarize(message: Fetched, structure: BodyPart | undefined, uidValidity: UidValidity): MessageSummary {
  const fields = parseHeader(message.sections.get('HEADER') ?? NO_HEADER)
  const { flags } = message
  // Undeclared octets are mostly of the charset in which the same mailer wrote the body.
  const charset = structure ? bodyCharset(structure) : ''
  return {
    id: writeMessageId({ uidValidity, uid: toUid(message.uid) }),
    from: addresses(firstValue(fields, 'from'), charset),
    to: addresses(firstValue(fields, 'to'), charset),
    subject: visibleText(decodeHeaderText(firstValue(fields, 'subject') ?? '', charset)).slice(0, SUBJECT_SHOWN),
    date: dateOf(firstValue(fields, 'date'), message.internalDate),
    size: message.size,
    seen: hasFlag(flags, '\\Seen'),
    flagged: hasFlag(flags, '\\Flagged'),
    answered: hasFlag(flags, '\\Answered'),
    forwarded: hasFlag(flags, FORWARDED),
    draft: hasFlag(flags, '\\Draft'),
    deleted: hasFlag(flags, '\\Deleted'),
    hasAttachment: structure !== undefined && hasAttachment(structure),
    ...(structure && htmlAlone(structure)),
  }
}

function htmlAlone(structure: BodyPart): Pick<MessageSummary, 'htmlSection'> {
  const [body, ...others] = chooseBodies(structure)
  return body?.part.subtype === 'html' && others.length === 0 ? { htmlSection: body.part.section } : {}
}

/** The charset of the first text that names one; '' where none does. */
export function bodyCharset(structure: BodyPart): string {
  for (const { type, parameters } of walkParts(structure)) if (type === 'text' && parameters.charset) return parameters.charset
  return ''
}

function addresses(value: string | undefined, charset: string): MessageSummary['from'] {
  return value === undefined ? [] : parseAddresses(decodeRawOctets(value, charset)).slice(0, ADDRESSES_SHOWN).map(visibleAddress)
}

/** ISO 8601: the Date header, or the arrival where it cannot be read. */
export function dateOf(header: string | undefined, internalDate: string): string {
  const time = (header === undefined ? undefined : parseDate(header)?.time) ?? internalTime(internalDate)
  return new Date(time).toISOString()
}

/** Milliseconds of INTERNALDATE, such as ` 1-Feb-2024 10:00:00 +0100`; 0 for what is none. */
export function internalTime(text: string): number {
  const time = parseDate(text.trim().replaceAll('-', (_, at: number) => (at < 12 ? ' ' : '-')))?.time
  return time ?? 0
}
