import { MESSAGE_ACTIONS, SORT_KEYS } from '#lib/mail/index-page.ts'
import { readMessageId } from '#lib/mail/message-ref.ts'
import { readCharset } from '#lib/mail/reading/charsets.ts'
import { INVITATION_ANSWERS } from '#lib/mail/reading/invitations/invitation.ts'
import * as v from 'valibot'
import { shape } from './shape.ts'
import { readMailboxSegment } from './urls.ts'

/** Longer than any name that a server takes. */
const NAME_LIMIT = 1000
/** A page has 50 rows; "all of the mailbox" is an action of its own. */
const IDS_LIMIT = 1000
const SEARCH_LIMIT = 500
const PAGE_LIMIT = 1_000_000

const noControls = v.regex(/^[^\p{Cc}\u2028\u2029]*$/u)
const mailboxName = v.pipe(v.string(), v.minLength(1), v.maxLength(NAME_LIMIT), noControls)

const mailboxSegment = v.pipe(
  v.string(),
  v.maxLength(3 * NAME_LIMIT),
  v.transform((segment) => readMailboxSegment(segment)),
  mailboxName,
)

const messageId = v.pipe(
  v.string(),
  v.maxLength(21),
  v.transform((id) => readMessageId(id)),
  v.custom<NonNullable<ReturnType<typeof readMessageId>>>((id) => id !== undefined),
)

const section = v.pipe(
  v.string(),
  v.regex(/^(?:0|[1-9][0-9]{0,4}(?:\.[1-9][0-9]{0,4}){0,30}(?:\.TEXT)?)$/),
  v.transform((segment) => (segment === '0' ? '' : segment)),
)

/** `/mailboxes/[mailbox]` */
export const mailboxParams = shape(v.object({ mailbox: mailboxSegment }))

/** `/mailboxes/[mailbox]/messages/[message]` as a MessageRef. */
export const messageParams = shape(
  v.pipe(
    v.object({ mailbox: mailboxSegment, message: messageId }),
    v.transform(({ mailbox, message }) => ({ mailbox, ...message })),
  ),
)

/** `…/parts/[part]` and `…/html/[part]`: a MessageRef and a section. */
export const partParams = shape(
  v.pipe(
    v.object({ mailbox: mailboxSegment, message: messageId, part: section }),
    v.transform(({ mailbox, message, part }) => ({ ref: { mailbox, ...message }, section: part })),
  ),
)

/** `…/parts/[part]/files/[file]`: a file that is packed in a part, by its number. */
export const packedFileParams = shape(
  v.pipe(
    v.object({ mailbox: mailboxSegment, message: messageId, part: section, file: v.pipe(v.string(), v.regex(/^[0-9]{1,4}$/), v.transform(Number)) }),
    v.transform(({ mailbox, message, part, file }) => ({ ref: { mailbox, ...message }, section: part, file })),
  ),
)

/** `target`: the mailbox in which an attached message is kept. */
export const filing = shape(v.pipe(v.object({ target: v.optional(v.union([v.literal(''), mailboxName])) }), v.transform(({ target }) => ({ target: target || undefined }))))

/** `part`, once or several times: the attachments to take out; a form that does it carries a ticked box. */
export const attachmentRemoval = shape(
  v.pipe(
    v.object({
      part: v.optional(v.union([v.pipe(section, v.transform((one) => [one])), v.pipe(v.array(section), v.maxLength(IDS_LIMIT))]), []),
      confirm: v.optional(v.string()),
    }),
    v.transform(({ part, confirm }) => ({ sections: part, isConfirmed: confirm === 'yes' })),
  ),
)

const flag = v.optional(v.pipe(v.picklist(['1', '0']), v.transform((value) => value === '1')), '0')

/** By which a message is read, whatever it says itself. */
const charset = v.optional(v.pipe(v.string(), v.maxLength(40), v.transform((name) => readCharset(name))))

/** `?download=1`; `?charset=` */
export const downloadQuery = shape(v.object({ download: flag, charset }))

/** `?view=1` to look at it; `?charset=` */
export const packedFileQuery = shape(v.object({ view: flag, charset }))

/** `?charset=` */
export const charsetQuery = shape(v.object({ charset }))

/** `?wait=1` waits for the HTML however long that takes; `?images=1` shows remote pictures; `?charset=` reads the part by another charset than it names; `?paper=original` leaves it its colours. */
export const htmlQuery = shape(v.object({ images: flag, wait: flag, paper: v.optional(v.picklist(['theme', 'original'])), charset }))

const indexFields = {
  page: v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,6}$/), v.transform(Number), v.maxValue(PAGE_LIMIT)), '1'),
  sort: v.optional(v.picklist(SORT_KEYS)),
  order: v.optional(v.picklist(['ascending', 'descending'])),
  q: v.optional(v.pipe(v.string(), v.maxLength(SEARCH_LIMIT), v.regex(/^[^\0\r\n]*$/)), ''),
}

const readIndexFields = ({ page, sort, order, q }: v.InferOutput<v.ObjectSchema<typeof indexFields, undefined>>) => ({ page, sort, reverse: order === undefined ? undefined : order === 'descending', search: q.trim() })

/** How an index is asked for; an order that is left out is the person's own. */
export const indexQuery = shape(v.pipe(v.object(indexFields), v.transform(readIndexFields)))

/** A message beside its index; `?open=1` where the person opens it whatever its size. */
export const openingQuery = shape(v.pipe(v.object({ ...indexFields, open: flag }), v.transform(({ open, ...index }) => ({ ...readIndexFields(index), open }))))

/** One id, or several. */
export const messageIds = v.pipe(
  v.union([v.pipe(messageId, v.transform((id) => [id])), v.array(messageId)]),
  v.minLength(1),
  v.maxLength(IDS_LIMIT),
)

/** `message`, once or several times: those that were chosen in an index. */
export const chosenMessages = shape(v.pipe(v.object({ message: messageIds }), v.transform(({ message }) => message)))

/** `action` on `message` (a form's repeated field) or `messages` (JSON), with `target` for move and copy, and the page that follows when the message is gone. */
export const messageAction = shape(
  v.pipe(
    v.object({
      action: v.picklist(MESSAGE_ACTIONS),
      message: v.optional(messageIds),
      messages: v.optional(messageIds),
      target: v.optional(v.union([v.literal(''), mailboxName])),
      afterRemoval: v.optional(v.pipe(v.string(), v.maxLength(4000))),
    }),
    v.transform(({ action, message, messages, target, afterRemoval }) => ({ action, ids: messages ?? message ?? [], target: target || undefined, afterRemoval })),
  ),
)

/** `remember`: the address of a message's sender or all of its domain; with `insist` also where nothing proves that a message comes from there. */
export const remoteSender = shape(v.pipe(v.object({ remember: v.picklist(['sender', 'domain']), insist: v.optional(v.string()) }), v.transform(({ remember, insist }) => ({ remember, insists: insist === 'yes' }))))

/** `answer`: whether the receipt that a sender asks for is sent; `automatic` where the person wants no question. */
export const receiptAnswer = shape(v.object({ answer: v.picklist(['send', 'automatic', 'decline']) }))

/** `said`: the person has left the list by themselves, or is still on it; without it the list is told. */
export const listAnswer = shape(v.object({ said: v.optional(v.picklist(['left', 'stays'])) }))

/** `answer`: whether the person comes. */
export const invitationAnswer = shape(v.object({ answer: v.picklist(INVITATION_ANSWERS) }))

/** A new mailbox: its last level, and the full name of the one above it. */
export const newMailbox = shape(v.object({ name: mailboxName, parent: v.optional(v.union([v.literal(''), mailboxName]), '') }))

/** The new full name of a mailbox. */
export const mailboxRename = shape(v.object({ name: mailboxName }))

/** A form that does what cannot be undone carries a ticked box. */
export const confirmation = shape(v.pipe(v.object({ confirm: v.optional(v.string()) }), v.transform(({ confirm }) => ({ isConfirmed: confirm === 'yes' }))))

/** A form of which only the token counts. */
export const nothing = shape(v.object({}))

/** `/mail-content/[ticket]` */
export const ticketParams = shape(v.object({ ticket: v.pipe(v.string(), v.maxLength(64)) }))

/** `/pdf-viewer/[version]/[file]` */
export const viewerFileParams = shape(v.object({ version: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)), file: v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,64}$/)) }))

/** `?mailbox=`: which one an event stream watches; with `?only=announcements` none. */
export const eventsQuery = shape(v.pipe(
  v.object({ mailbox: v.optional(mailboxName, 'INBOX'), only: v.optional(v.literal('announcements')) }),
  v.transform(({ mailbox, only }) => ({ mailbox: only === undefined ? mailbox : undefined })),
))
