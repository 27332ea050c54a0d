import { TYPED_FIELDS, type Composition, type CompositionAttachment } from '#lib/mail/composition.ts'

/**
 * Where a composition stands between being typed and being gone. `waiting`: it leaves by itself later. `sending`: no octet of its content has left yet.
 * `delivering`: content is on its way; a crash here may mean "sent". `uncertain`: nobody can know whether it was sent.
 * `accepted`: the server has it; a copy, a flag or a draft remain to be seen to.
 */
export type CompositionState = 'open' | 'waiting' | 'sending' | 'delivering' | 'uncertain' | 'accepted'

/** A recipient whom the submission server did not take, with its words. */
export interface RefusedAddress {
  readonly address: string
  readonly reply: string
  /** The connection was lost behind the content: nobody can know whether they got it. */
  readonly isUncertain?: true
}

/** Recipients whom the server did not take for now (RFC 5321 §4.2.1), and what it takes to ask for them once more, with the same octets. */
export interface WaitingRecipients {
  readonly recipients: readonly RefusedAddress[]
  readonly from: string
  readonly eightBit: boolean
  readonly reportAs?: string
  /** The content is on its way to them: a crash here may mean that they have it. */
  readonly isDelivering?: true
  /** Somebody was refused when their sender had stopped looking. */
  readonly isUntold?: true
}

/** What the submission server said, and what is still to be done after it. */
export interface SubmissionRecord {
  readonly accepted: readonly string[]
  readonly refused: readonly RefusedAddress[]
  /** Who is asked for again; undefined where everybody has an answer. */
  readonly waiting?: WaitingRecipients
  /** Milliseconds since 1970. */
  readonly sentAt: number
  /** The server holds it until then, milliseconds since 1970; undefined where it went on at once. */
  readonly heldUntil?: number
  /** The spool file with the octets that were sent; '' once the copy is in Sent. */
  readonly message: string
  /** A copy was begun; whether it arrived has to be looked up. */
  readonly copying: boolean
  /** Steps done so far. */
  readonly copied: boolean
  readonly marked: boolean
  readonly draftRemoved: boolean
  /** Its sender is reminded of it, or wants no reminder. Missing in what older versions kept. */
  readonly reminded?: boolean
}

/** A composition as the gateway keeps it. */
export interface KeptComposition extends Composition {
  /** With its angle brackets; the same for every attempt to send, so that no retry makes a second message. */
  readonly messageId: string
  readonly state: CompositionState
  /** Something was typed, attached or removed since it began. */
  readonly touched: boolean
  readonly submission?: SubmissionRecord
}

/** A quoted message that is kept apart: made safe when the composition began, and the same until it is sent. */
export interface QuotedMessage {
  readonly html: string
  readonly text: string
}

/** The fields that a person types. */
export type TypedFields = Pick<Composition, (typeof TYPED_FIELDS)[number]>

/** What a composition begins with. */
export type NewComposition = TypedFields &
  Pick<Composition, 'kind' | 'from' | 'inReplyTo' | 'references'> &
  Partial<Pick<Composition, 'original' | 'others' | 'draft'>> & {
    /** Kept from a draft that is resumed; otherwise made. */
    readonly messageId?: string
    readonly attachments?: readonly CompositionAttachment[]
    /** What `quotation` names. */
    readonly quoted?: QuotedMessage
    readonly touched?: boolean
    /** The session in which it is being written. */
    readonly session?: string
  }

/** What is worth saying of the copy of a message that was sent. */
export interface SentCopy {
  /** The mailbox that it was to go to, and that is not there any more. */
  readonly missing?: string
  /** The octets that were sent had gone: it was made of what was typed. */
  readonly isRemade?: true
  /** Attachments that had gone with them, by their names. */
  readonly without?: readonly string[]
  /** Nothing was left to make one of. */
  readonly isLost?: true
}

/** What became of a composition that is gone, kept for a day: for a second click, a reload, another tab. */
export interface CompositionOutcome {
  readonly id: string
  readonly result: 'sent' | 'postponed' | 'discarded'
  /** Milliseconds since 1970. */
  readonly at: number
  /** Recipients that the server took and that it refused, when sent. */
  readonly accepted: readonly string[]
  readonly refused: readonly RefusedAddress[]
  /** The server sends it on then, milliseconds since 1970. */
  readonly heldUntil?: number
  /** Its sender sees it again then where nobody answers, milliseconds since 1970. */
  readonly remindedAt?: number
  /** Its sender wanted that, and it could not be seen to. */
  readonly isNotReminded?: true
  /** Where it is now: the copy in Sent, the draft in Drafts. */
  readonly mailbox?: string
  /** When sent. */
  readonly copy?: SentCopy
  readonly subject: string
}

/** What a save brings: what was typed, and, where it is another one, the sender. */
export type SavedFields = TypedFields & { readonly from?: string }

/** True when every typed field is the same. */
export function sameFields(one: TypedFields & { readonly from: string }, other: SavedFields): boolean {
  return TYPED_FIELDS.every((field) => one[field] === other[field]) && (other.from ?? one.from) === one.from
}
