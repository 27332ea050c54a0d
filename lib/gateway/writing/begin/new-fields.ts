import type { NewComposition } from '#lib/composition/kept-composition.ts'
import { readMessageIds } from '#lib/composition/message/message-id.ts'
import { authoredFields, withSignature, type Author } from './author.ts'
import { oneLine } from './subject-prefix.ts'

/** What a link may bring along, as in mailto (RFC 6068 §2): nothing else of a message can be set from outside. */
export type PrefilledFields = Partial<Pick<NewComposition, 'to' | 'cc' | 'bcc' | 'subject' | 'body' | 'inReplyTo'>>

/** A message from nothing. Line breaks in header fields of a link are blanks here (RFC 6068 §7: never new fields). */
export function newFields(prefilled: PrefilledFields, author: Author): NewComposition {
  const addresses = (text: string | undefined): string => (text ?? '').replace(/[\p{Cc}\u0085\u2028\u2029]+/gu, ' ').trim().toWellFormed()
  const answered = readMessageIds(prefilled.inReplyTo ?? '')[0] ?? ''
  return {
    kind: 'new',
    ...authoredFields(author),
    to: addresses(prefilled.to),
    cc: addresses(prefilled.cc),
    bcc: [addresses(prefilled.bcc), ...author.blindCopies].filter((each) => each !== '').join(', '),
    subject: oneLine(prefilled.subject ?? ''),
    body: signed((prefilled.body ?? '').replaceAll('\0', '').replace(/\r\n?/g, '\n').toWellFormed(), author),
    ...(answered === '' ? {} : { inReplyTo: answered, references: [answered] }),
  }
}

function signed(body: string, author: Author): string {
  return author.signature === '' ? body : `${body}${withSignature(author)}`
}
