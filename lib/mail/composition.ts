/** How a composition began; `template` changes the template that is its original. */
export const COMPOSITION_KINDS = ['new', 'reply', 'reply-all', 'forward', 'forward-attached', 'redirect', 'resume', 'from-template', 'template'] as const
export type CompositionKind = (typeof COMPOSITION_KINDS)[number]

export const PRIORITIES = ['normal', 'high', 'low'] as const
export type Priority = (typeof PRIORITIES)[number]

/** What the sender asks to be told: that it was opened (RFC 8098), that it was delivered (RFC 3461). */
export const REPORTS = ['none', 'receipt', 'delivery', 'both'] as const
export type Reports = (typeof REPORTS)[number]

/** What is worth a look before a message leaves. */
export const SENDING_HINTS = ['no-subject', 'no-attachment', 'many-visible', 'reply-all', 'lookalike-domain'] as const
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
  readonly body: string
  readonly priority: Priority
  readonly reports: Reports
  /** Header lines of the person's own, as they were typed. */
  readonly headers: string
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
export const TYPED_FIELDS = ['to', 'cc', 'bcc', 'replyTo', 'subject', 'body', 'priority', 'reports', 'headers'] as const satisfies readonly (keyof Composition)[]
export const FORM_FIELDS = ['from', ...TYPED_FIELDS] as const

export interface CompositionAttachment {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
}

/** The submit buttons of the compose form, by the value of `intent`. */
export const COMPOSITION_INTENTS = ['save', 'attach', 'remove-attachment', 'look-up', 'check-spelling', 'change-spelling', 'save-template', 'postpone', 'send', 'send-later', 'send-now', 'take-back', 'discard'] as const
export type CompositionIntent = (typeof COMPOSITION_INTENTS)[number]
