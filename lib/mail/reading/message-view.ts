import type { Address, Envelope } from '../envelope.ts'
import type { MessageSummary } from '../index-page.ts'
import type { ListView } from './lists/list-view.ts'
import type { Authentication } from './trust/authentication-results.ts'
import type { EncryptedPart } from './trust/encrypted-part.ts'
import type { RemoteTrust } from './trust/remote-senders.ts'
import type { SignedPart } from './trust/signed-parts.ts'

/** A message opened for reading. */
export interface MessageView extends MessageSummary {
  readonly mailbox: string
  /** By which it was read, where somebody chose one. */
  readonly charset?: string
  readonly envelope: Omit<Envelope, 'date'>
  /** Who sent it on as it was, to whom and when; the last time (RFC 5322 §3.6.6). */
  readonly resent?: ResentView
  /** All header lines in their order, decoded. */
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  /** It is larger than what its reader opens without being asked: nothing but its header was fetched, and it is not read yet. */
  readonly isWithheld?: true
  /** What is shown as the body, in order. */
  readonly bodies: readonly BodyView[]
  readonly attachments: readonly AttachmentView[]
  /** Those of its HTML, which only a frame shows: for where its text stands in the place of that. */
  readonly pictures?: readonly AttachmentView[]
  /** Neighbours in the order in which the index was asked for; by arrival otherwise. */
  readonly previous?: string
  readonly next?: string
  readonly notices: readonly MessageNotice[]
  /** Where a body wants something from elsewhere: whose pictures the reader may show always. */
  readonly remote?: RemoteView
  /** What the reader's mail server found out about its one sender. */
  readonly origin?: OriginView
  /** The mailing list that it comes from, and what that offers. */
  readonly list?: ListView
  /** Who asks to be told that it was read. */
  readonly receipt?: ReceiptView
  /** The parts that somebody has signed, as the structure says. */
  readonly signed?: readonly SignedPart[]
  /** What came of checking that, in words. */
  readonly signature?: SignatureView
  /** What only its reader can open. */
  readonly encrypted?: EncryptedPart
  /** What is said of that, and the words of whatever opens it in the browser. */
  readonly sealed?: SealedView
  /** Contacts of the reader among those whom the message names, by address in small letters. */
  readonly known?: Readonly<Record<string, { readonly book: string; readonly id: string }>>
}

/** What a reader is told of a message's signatures. */
export interface SignatureView {
  readonly kind: 'success' | 'notice' | 'warning'
  readonly says: string
  /** The way to the page that says more. */
  readonly about: string
  /** Where only a part is signed: what each body and each file is called, by its section. */
  readonly marks?: Readonly<Record<string, { readonly isSigned: boolean; readonly says: string }>>
}

/** What a reader is told of an encrypted message. Its words come along, since hardly any message needs them. */
export interface SealedView {
  readonly says: string
  readonly download: string
  /** Where a browser can open it: all that is said there; `verdicts` have `{address}` in them. */
  readonly opening?: { readonly words: Readonly<Record<string, string>>; readonly verdicts: Readonly<Record<string, string>> }
}

/** A receipt that somebody asks for (RFC 8098). */
export interface ReceiptView {
  readonly to: string
  /** The reader wants no question about this one: it is to be sent once the message is displayed. */
  readonly isAutomatic: boolean
}

/** Where a message comes from, as far as the reader's mail server knows. */
export interface OriginView {
  /** Of the one sender's address. */
  readonly domain: string
  readonly isProven: boolean
  readonly checks: Authentication['checks']
}

/** Whose pictures from elsewhere they are. */
export interface RemoteView {
  /** The address of the one sender. */
  readonly sender: string
  /** The reader's mail server proved that the message comes from the sender's domain. */
  readonly isProven: boolean
  readonly trust: RemoteTrust
}

/** A message that somebody sent on unchanged. */
export interface ResentView {
  readonly from: readonly Address[]
  readonly to: readonly Address[]
  /** ISO 8601; absent where it names none that can be read. */
  readonly date?: string
}

/** What a reader is told about a message: that it cannot be shown as it is meant to be, or that a filter warns of it. */
export const MESSAGE_NOTICES = ['broken-structure', 'source-shown', 'text-cut', 'header-cut', 'parts-cut', 'sender-unproven', 'sender-lookalike', 'reply-elsewhere', 'spam'] as const
export type MessageNotice = (typeof MESSAGE_NOTICES)[number]

export type BodyView =
  | {
      readonly kind: 'text'
      readonly section: string
      /** At most 256 KB of text; `cut` says that there is more. */
      readonly text: string
      readonly flowed: boolean
      readonly cut: boolean
    }
  | {
      readonly kind: 'html'
      readonly section: string
      /** The text of the message for text browsers and for "Show as text". */
      readonly text: string
      readonly remoteContent: boolean
      /** Pictures that only tell who reads, and whom they tell. */
      readonly trackers: { readonly count: number; readonly names: readonly string[] }
    }

export interface AttachmentView {
  readonly section: string
  /** Where it stands in the text of that part, by uuencode: its place among the files there. */
  readonly packed?: number
  /** Safe to show; '' when the part has none. */
  readonly name: string
  /** `type/subtype`. */
  readonly mediaType: string
  /** Octets after transfer decoding, estimated from the structure. */
  readonly size: number
  /** False where the type is only ever downloaded (threats.md D5). */
  readonly viewable: boolean
  /** Where there is a page of ours that shows what is in it. */
  readonly opens?: OwnPage
  /** An invitation that asks for an answer, by what the part says of itself. */
  readonly asksAnswer?: true
}

/** What we show on a page of our own: a message, the files that are packed in a winmail.dat, an appointment, cards of people, the pages of a PDF, or where content is that is elsewhere. */
export type OwnPage = 'message' | 'packed' | 'calendar' | 'card' | 'pdf' | 'pointer'

/** A message that is attached to another one. */
export interface InsideView {
  readonly subject: string
  /** ISO 8601; absent where it names none that can be read. */
  readonly date?: string
  readonly envelope: Omit<Envelope, 'date'>
  readonly bodies: readonly BodyView[]
  readonly attachments: readonly AttachmentView[]
}
