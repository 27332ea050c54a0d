import { COMPOSITION_KINDS } from '#lib/mail/composition.ts'
import { readMessageId } from '#lib/mail/message-ref.ts'
import { readCharset } from '#lib/mail/reading/charsets.ts'
import * as v from 'valibot'
import { messageIds } from '../mail-shapes.ts'
import { shape } from '../shape.ts'

/** As long as a composition's own fields (lib/composition/composition-limits.ts); what is longer is refused there with a sentence. */
const TEXT_LIMIT = 2_000_000

const text = v.optional(v.pipe(v.string(), v.maxLength(TEXT_LIMIT)))

/** `/compositions/[composition]`: 128 random bits. */
export const compositionParams = shape(v.object({ composition: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)) }))

/** `/compositions/[composition]/pictures/[picture]`: the Content-ID. */
export const pictureParams = shape(v.object({ composition: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)), picture: v.pipe(v.string(), v.regex(/^[\w.@+$-]{1,200}$/)) }))

/** `/shares/[share]`: 128 random bits. */
export const shareParams = shape(v.object({ share: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)) }))

/** Messages that go along as attachments with one composition. */
const MOST_FORWARDED = 100

/** What begins a composition: a kind, the message it is about (`message` for those chosen in an index), and for a new one what a link brings along. With `opens` the answer has everything that its form is made of. */
export const newComposition = shape(
  v.pipe(
    v.object({
      kind: v.optional(v.picklist(COMPOSITION_KINDS), 'new'),
      mailbox: v.optional(v.pipe(v.string(), v.maxLength(1000), v.regex(/^[^\p{Cc}\u2028\u2029]*$/u)), ''),
      id: v.optional(v.pipe(v.string(), v.maxLength(21)), ''),
      charset: v.optional(v.pipe(v.string(), v.maxLength(40), v.transform((name) => readCharset(name)))),
      message: v.optional(v.pipe(messageIds, v.maxLength(MOST_FORWARDED))),
      opens: v.optional(v.literal('1')),
      to: text,
      cc: text,
      bcc: text,
      subject: text,
      body: text,
      inReplyTo: text,
    }),
    v.transform(({ kind, mailbox, id, charset, message = [], opens, to, cc, bcc, subject, body, inReplyTo }) => {
      const ref = readMessageId(id)
      const [original, ...others] = (mailbox === '' ? [] : ref ? [ref] : message).map((each) => ({ mailbox, ...each }))
      const given = Object.entries({ to, cc, bcc, subject, body, inReplyTo }).filter((entry): entry is [string, string] => entry[1] !== undefined)
      return { kind, opens: opens !== undefined, prefilled: Object.fromEntries(given), ...(original ? { original, others, ...(charset === undefined ? {} : { charset }) } : {}) }
    }),
  ),
)

/** Which composition to send. */
export const newSubmission = shape(v.object({ composition: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)) }))

/** A file that is to be uploaded in pieces. */
export const newUpload = shape(
  v.object({
    name: v.pipe(v.string(), v.maxLength(4_000)),
    mediaType: v.pipe(v.string(), v.maxLength(1_000)),
    size: v.pipe(v.number(), v.integer(), v.minValue(0)),
    modified: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
    asLink: v.optional(v.boolean(), false),
  }),
)

/** `/compositions/[composition]/uploads/[upload]`. */
export const uploadParams = shape(v.object({ composition: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)), upload: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)) }))
