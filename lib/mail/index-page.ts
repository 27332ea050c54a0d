import type { Address } from './envelope.ts'
import type { SpecialUse } from './special-use.ts'

export const SORT_KEYS = ['date', 'from', 'subject', 'size', 'arrival'] as const
export type SortKey = (typeof SORT_KEYS)[number]

/** One line of the mailbox tree. */
export interface MailboxSummary {
  readonly name: string
  /** The last level of the name, for people. */
  readonly label: string
  /** 0 at the top. */
  readonly level: number
  readonly selectable: boolean
  readonly hasChildren: boolean
  readonly subscribed: boolean
  readonly specialUse?: SpecialUse | '\\Inbox'
  /** Undefined where the server did not say. */
  readonly messages?: number
  readonly unseen?: number
  /** Belongs to the shared or other users' namespace. */
  readonly shared: boolean
}

/** One row of the index. */
export interface MessageSummary {
  /** `uidValidity.uid`. */
  readonly id: string
  readonly from: readonly Address[]
  readonly to: readonly Address[]
  /** '' when there is none. */
  readonly subject: string
  /** ISO 8601: the Date header, or the arrival where it cannot be read. */
  readonly date: string
  readonly size: number
  readonly seen: boolean
  readonly flagged: boolean
  readonly answered: boolean
  readonly forwarded: boolean
  readonly draft: boolean
  readonly deleted: boolean
  readonly hasAttachment: boolean
  /** The section of its HTML, where that is all that the message shows. */
  readonly htmlSection?: string
}

/** One page of the index of a mailbox, newest first unless asked otherwise. */
export interface IndexPage {
  readonly mailbox: string
  readonly uidValidity: number
  /** Of the whole mailbox, or of the search. */
  readonly total: number
  readonly unseen: number
  readonly page: number
  readonly pageSize: number
  readonly sort: SortKey
  readonly reverse: boolean
  readonly search: string
  readonly messages: readonly MessageSummary[]
  /** True when the server cannot sort and the order is that of arrival. */
  readonly sortedByArrival: boolean
  /** False where the mailbox was opened read-only. */
  readonly writable: boolean
}

/** What POST on the messages of a mailbox can do. */
export const MESSAGE_ACTIONS = ['mark-seen', 'mark-unseen', 'flag', 'unflag', 'delete', 'move', 'copy', 'archive', 'junk'] as const
export type MessageAction = (typeof MESSAGE_ACTIONS)[number]
