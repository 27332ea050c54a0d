import { GatewayError } from '#lib/mail/gateway-error.ts'
import { BODY_LENGTH, COMPOSITION_FORMATS, FOLLOW_UPS, PRIORITIES, QUOTATIONS, REPORTS } from '#lib/mail/composition.ts'
import type { TypedFieldName } from '#lib/mail/refusal.ts'
import { ADDRESS_FIELD_LENGTH, HEADERS_LENGTH, HTML_LENGTH, SUBJECT_LENGTH } from './composition-limits.ts'
import type { TypedFields } from './kept-composition.ts'

const LENGTHS: Readonly<Record<TypedFieldName, number>> = {
  to: ADDRESS_FIELD_LENGTH,
  cc: ADDRESS_FIELD_LENGTH,
  bcc: ADDRESS_FIELD_LENGTH,
  replyTo: ADDRESS_FIELD_LENGTH,
  subject: SUBJECT_LENGTH,
  body: BODY_LENGTH,
  headers: HEADERS_LENGTH,
}
/** Of a mailbox, in UTF-16 units. */
const MAILBOX_LENGTH = 1_000
/** Fields of several lines. */
const MULTILINE: readonly string[] = ['body', 'headers']

/** Fields as they came from a browser; what is missing is empty. */
export type RawFields = Readonly<Partial<Record<keyof TypedFields, string>>>

/**
 * The fields, safe to keep and to build a message from. Throws GatewayError('invalid') that names every field
 * that holds a line break or a NUL (header injection) and 'too-large' for one that is too long. An unknown choice is the usual one.
 */
export function checkTypedFields(raw: RawFields): TypedFields {
  const field = (name: TypedFieldName): string => wellFormed(raw[name] ?? '')
  const choices = { format: choice(COMPOSITION_FORMATS, raw.format), quotation: choice(QUOTATIONS, raw.quotation), priority: choice(PRIORITIES, raw.priority), reports: choice(REPORTS, raw.reports), followUp: choice(FOLLOW_UPS, raw.followUp) }
  const fields = { to: field('to'), cc: field('cc'), bcc: field('bcc'), replyTo: field('replyTo'), subject: field('subject'), body: field('body'), headers: field('headers'), html: checkedHtml(raw.html ?? ''), copyTo: mailboxName(raw.copyTo ?? ''), ...choices }
  const names = Object.keys(LENGTHS) as TypedFieldName[]
  const broken = names.filter((name) => (MULTILINE.includes(name) ? /\0/ : /[\0\r\n\u0085\u2028\u2029]/).test(fields[name]))
  if (broken.length > 0) {
    throw new GatewayError('invalid', 'control characters', { refusal: { name: 'fields-control', with: { fields: broken } } })
  }
  const long = names.filter((name) => fields[name].length > LENGTHS[name])
  if (long.length > 0) {
    const [first = 'body'] = long
    throw new GatewayError('too-large', 'field length', { refusal: { name: 'fields-long', with: { fields: long, most: LENGTHS[first] } } })
  }
  return fields
}

/** To people it is the text of their message, too. */
function checkedHtml(html: string): string {
  if (html.length > HTML_LENGTH) throw new GatewayError('too-large', 'html', { refusal: { name: 'fields-long', with: { fields: ['body'], most: HTML_LENGTH } } })
  return wellFormed(html).replaceAll('\0', '')
}

/** What no page of ours offers is as if nothing was chosen. */
function mailboxName(name: string): string {
  return name.length > MAILBOX_LENGTH || /\p{Cc}/u.test(name) ? '' : wellFormed(name)
}

/** Half of a surrogate pair has no UTF-8 and would come back as something else. */
function wellFormed(text: string): string {
  return text.toWellFormed()
}

function choice<T extends string>(choices: readonly [T, ...T[]], value: string | undefined): T {
  return choices.find((known) => known === value) ?? choices[0]
}
