import type { NewComposition } from '#lib/composition/kept-composition.ts'
import { PLAIN } from '#lib/mail/composition.ts'
import type { WritingLanguage } from '../writing.ts'

/** Whose message it is that is being written. */
export interface Author {
  readonly from: string
  /** Every address of the author, in lower case. */
  readonly own: ReadonlySet<string>
  /** Where answers shall go; '' for the sender's address. */
  readonly replyTo: string
  /** Addresses that get everything unseen. */
  readonly blindCopies: readonly string[]
  /** '' for none. */
  readonly signature: string
  /** The same in HTML, '' for one that is mere text. */
  readonly formatted: string
  /** Where the message that is answered stands in the answer. */
  readonly quote: 'below' | 'above' | 'none'
  /** What they usually ask to be told. */
  readonly reports: 'none' | 'receipt'
  readonly language: WritingLanguage
}

/** A body for somebody to write into: room, the signature behind its mark (RFC 3676 §4.3), and what stands below it. */
export function withSignature({ signature }: Author, below = ''): string {
  return `\n\n${signature === '' ? '' : `-- \n${signature}\n`}${signature === '' || below === '' ? '' : '\n'}${below}`
}

/** What a message has that is about nothing yet and goes to nobody but its author's blind copies. */
export function authoredFields({ from, replyTo, blindCopies, reports }: Author): Omit<NewComposition, 'kind'> {
  return {
    from,
    to: '',
    cc: '',
    bcc: blindCopies.join(', '),
    replyTo,
    subject: '',
    body: '',
    ...PLAIN,
    priority: 'normal',
    reports,
    followUp: 'none',
    headers: '',
    copyTo: '',
    inReplyTo: '',
    references: [],
  }
}
