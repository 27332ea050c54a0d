/** How a composition began; `template` changes the template that is its original. */
export const COMPOSITION_KINDS = ['new', 'reply', 'reply-all', 'reply-list', 'forward', 'forward-attached', 'redirect', 'resume', 'from-template', 'template'] as const
export type CompositionKind = (typeof COMPOSITION_KINDS)[number]

export const PRIORITIES = ['normal', 'high', 'low'] as const
export type Priority = (typeof PRIORITIES)[number]

/** What the sender asks to be told: that it was opened (RFC 8098), that it was delivered (RFC 3461). */
export const REPORTS = ['none', 'receipt', 'delivery', 'both'] as const
export type Reports = (typeof REPORTS)[number]

/** Days after which its sender is reminded of it where nobody has answered. */
export const FOLLOW_UPS = ['none', '1', '3', '7'] as const
export type FollowUp = (typeof FOLLOW_UPS)[number]

/** In what a message is written; both leave as text, the second as HTML too. */
export const COMPOSITION_FORMATS = ['text', 'html'] as const
export type CompositionFormat = (typeof COMPOSITION_FORMATS)[number]

/** What a form without scripts says of a message in HTML: its text was shown, and has taken the place of the HTML if it was changed. */
export const SHOWN_AS_TEXT = 'html-shown-as-text'

/** Where a quoted message stands that is kept apart from what is typed. */
export const QUOTATIONS = ['none', 'below', 'above'] as const
export type Quotation = (typeof QUOTATIONS)[number]

/** `copyTo` of a message of which no copy is kept; no mailbox is called so. */
export const NO_COPY = '\\None'

/** A composition that is mere text. */
export const PLAIN = { format: 'text', html: '', quotation: 'none' } as const

/** Two million characters of typed text; what is longer is a file and belongs among the attachments. In UTF-16 units. */
export const BODY_LENGTH = 2_000_000

/** What is worth a look before a message leaves. */
export const SENDING_HINTS = ['no-subject', 'no-attachment', 'many-visible', 'reply-all', 'lookalike-domain', 'unknown-domain'] as const
export type SendingHint = (typeof SENDING_HINTS)[number]

/** What a person is writing. Address fields hold what was typed, word for word. */
export interface Composition {
  /** Random; stands in the URL. */
  readonly id: string
  readonly kind: CompositionKind
  readonly from: string
  readonly to: string
  readonly cc: string
  readonly bcc: string
  readonly replyTo: string
  readonly subject: string
  /** The text; of a message in HTML what its HTML says, the quotation left out. */
  readonly body: string
  readonly format: CompositionFormat
  /** What was written in HTML; of a message in text the HTML that its text has replaced, '' for none. */
  readonly html: string
  /** Of a message in HTML. */
  readonly quotation: Quotation
  readonly priority: Priority
  readonly reports: Reports
  /** Counted from when the message leaves. */
  readonly followUp: FollowUp
  /** Header lines of the person's own, as they were typed. */
  readonly headers: string
  /** The mailbox for the copy of what is sent, `NO_COPY` for none, '' as the person always has it. */
  readonly copyTo: string
  readonly attachments: readonly CompositionAttachment[]
  /** The message that is answered or forwarded: mailbox and `uidValidity.uid`. */
  readonly original?: { readonly mailbox: string; readonly id: string }
  /** Further messages of that mailbox that are forwarded beside it, by their ids. */
  readonly others?: readonly string[]
  /** The draft that it was resumed from or last postponed to. */
  readonly draft?: { readonly mailbox: string; readonly id: string }
  readonly inReplyTo: string
  readonly references: readonly string[]
  /** Grows with each save; a save that names an older one is a conflict. */
  readonly revision: number
  /** Milliseconds since 1970. */
  readonly savedAt: number
}

/** The fields that a person types, by their names in the form; the sender, whom they choose, beside them. */
export const TYPED_FIELDS = ['to', 'cc', 'bcc', 'replyTo', 'subject', 'body', 'format', 'html', 'quotation', 'priority', 'reports', 'followUp', 'headers', 'copyTo'] as const satisfies readonly (keyof Composition)[]
export const FORM_FIELDS = ['from', ...TYPED_FIELDS] as const

export interface CompositionAttachment {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  /** A picture that stands in the HTML, under this Content-ID without its brackets. */
  readonly contentId?: string
}

/** The submit buttons of the compose form, by the value of `intent`. */
export const COMPOSITION_INTENTS = ['save', 'attach', 'insert-text', 'insert-link', 'leave-out-quotation', 'remove-attachment', 'look-up', 'check-spelling', 'change-spelling', 'save-template', 'postpone', 'send', 'send-later', 'send-now', 'take-back', 'discard'] as const
export type CompositionIntent = (typeof COMPOSITION_INTENTS)[number]
