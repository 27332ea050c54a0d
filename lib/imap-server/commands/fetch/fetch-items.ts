import type { DigestField, Mailbox, MessageField, MessageFields, StoredMessage } from '#lib/mail-store/mail-store.ts'
import { THREAD_ID_FIELDS, threadIdOfMessage } from '../../search/message-thread.ts'
import { writeDateTime } from '../../protocol/dates.ts'
import { joinParameters } from '#lib/mime/structure/join-parameters.ts'
import { shortenGlobal } from '#lib/mime/structure/shorten-global.ts'
import type { MailboxView } from '../../session/mailbox-view.ts'
import type { SectionRequest } from './section-request.ts'

/** An item that is written from what the store keeps beside the message: no content is read. */
export interface StoredItem {
  readonly kind: 'stored'
  readonly name: string
  readonly fields: readonly MessageField[]
  /** Of a message whose `fields` have been read. */
  write(message: Pick<StoredMessage, 'uid'>, view: MailboxView): string
}

/** An item that sends octets of the message itself. */
export interface ContentItem {
  readonly kind: 'content'
  /** What stands before the octets in the reply. */
  readonly label: string
  readonly section: SectionRequest
  /** RFC 3501 §6.4.5: `<origin.count>`. */
  readonly partial?: { readonly origin: number; readonly count: number }
  /** Reading it sets \Seen. */
  readonly setsSeen: boolean
  /** RFC 3516 §4.2: sent without its transfer encoding. */
  readonly decoded?: true
}

/** An item that is written from what the store keeps, and from content only where that was never computed. */
export interface ComputedItem {
  readonly kind: 'computed'
  readonly name: string
  readonly fields: readonly DigestField[]
  /** The part whose decoded octets it is about. */
  readonly decodedPart?: string
  write(mailbox: Mailbox, message: StoredMessage): Promise<string>
}

export type FetchItem = StoredItem | ContentItem | ComputedItem

function storedItem<Field extends MessageField>(name: string, write: (message: MessageFields<Field>, view: MailboxView) => string, ...fields: readonly Field[]): StoredItem {
  return { kind: 'stored', name, write: write as StoredItem['write'], fields }
}

export const UID_ITEM = storedItem('UID', (message) => `UID ${message.uid}`)
export const FLAGS_ITEM = storedItem('FLAGS', (message, view) => `FLAGS (${view.flagsOf(message).join(' ')})`, 'flags')
export const MODSEQ_ITEM = storedItem('MODSEQ', (message) => `MODSEQ (${message.modSeq})`, 'modSeq')

/** RFC 9051 §7.5.2: clients of IMAP4rev2 alone know the long form of a message/global, and parameters that have been put together. */
const structureFor = (view: MailboxView, wire = ''): string => (view.rev2 ? joinParameters(wire) : shortenGlobal(wire))

/** Items with a name of their own (RFC 3501 §9, fetch-att; RFC 7162 §3.1.4.2; RFC 8514 §4.2; RFC 8474 §5.3). */
export const STORED_ITEMS: ReadonlyMap<string, StoredItem> = new Map(
  [
    UID_ITEM,
    FLAGS_ITEM,
    MODSEQ_ITEM,
    storedItem('INTERNALDATE', (message) => `INTERNALDATE ${writeDateTime(message.internalDate, message.zone)}`, 'internalDate', 'zone'),
    storedItem('SAVEDATE', (message) => `SAVEDATE ${writeDateTime(message.saveDate)}`, 'saveDate'),
    storedItem('EMAILID', ({ emailId }) => `EMAILID (${emailId})`, 'emailId'),
    storedItem('THREADID', (message) => `THREADID (${threadIdOfMessage(message)})`, ...THREAD_ID_FIELDS),
    storedItem('RFC822.SIZE', (message) => `RFC822.SIZE ${message.size}`, 'size'),
    storedItem('ENVELOPE', (message) => `ENVELOPE ${message.envelope}`, 'envelope'),
    storedItem('BODYSTRUCTURE', (message, view) => `BODYSTRUCTURE ${structureFor(view, message.bodyStructure)}`, 'bodyStructure'),
    storedItem('BODY', (message, view) => `BODY ${structureFor(view, message.body)}`, 'body'),
  ].map((item) => [item.name, item]),
)

/** RFC 3501 §6.4.5: macros stand alone, never in a list. */
export const MACROS: Readonly<Record<string, readonly string[]>> = {
  FAST: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'],
  ALL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'],
  FULL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODY'],
}
