import type { NewComposition } from '#lib/composition/kept-composition.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { formatAddresses } from '#lib/mime/addresses.ts'
import { authoredFields, withSignature, type Author } from './author.ts'
import { bodyText, originalOf, threadFields, writeDate } from './reply-fields.ts'
import type { WritingLanguage } from '../writing.ts'
import { forwardSubject, oneLine } from './subject-prefix.ts'

/** A forwarded message with its header and text in the body; its attachments are carried over beside it. */
export function forwardFields(view: MessageView, author: Author): NewComposition {
  return { ...attachedFields(view, author), kind: 'forward', body: withSignature(author, `${forwardedHeader(view, author.language)}\n\n${bodyText(view)}\n`) }
}

/** A message that brings another one along whole. */
export function attachedFields(view: MessageView, author: Author): NewComposition {
  return {
    kind: 'forward-attached',
    ...authoredFields(author),
    subject: forwardSubject(view.envelope.subject),
    body: author.signature === '' ? '' : withSignature(author),
    // RFC 5322 §3.6.4: a forwarded message is no reply, but References keeps it beside the thread it came from.
    references: threadFields(view).references,
    ...originalOf(view),
  }
}

/** A message that goes on as it is; its subject stands here for people to know it by. */
export function redirectFields(view: MessageView, author: Author): NewComposition {
  return { ...attachedFields(view, author), kind: 'redirect', replyTo: '', subject: oneLine(view.envelope.subject), body: '', reports: 'none', references: [] }
}

/** What stands above a forwarded message, a line for each field that it has. */
export function forwardedHeader({ envelope, date: sent }: MessageView, { locale, quoting: { fields, forwarded, dateInUtc } }: WritingLanguage): string {
  const date = writeDate(sent, locale)
  const lines: readonly (readonly [string, string])[] = [
    [fields.subject, oneLine(envelope.subject)],
    [fields.date, date === '' ? '' : dateInUtc({ date })],
    [fields.from, formatAddresses(envelope.from)],
    [fields.to, formatAddresses(envelope.to)],
    [fields.cc, formatAddresses(envelope.cc)],
  ]
  const named = lines.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}`)
  return [`-------- ${forwarded} --------`, ...named].join('\n')
}
