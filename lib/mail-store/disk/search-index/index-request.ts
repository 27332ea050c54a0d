import type { TextQuery } from '../../mail-store.ts'
import type { SortKey, SortNumbers, ThreadNumbers } from '../../numbers/message-numbers.ts'

/** What the thread of the search indexes is asked, about the account in that folder. `reserve` is how many octets of the disk are left free. */
export type IndexWork =
  /** Have it open before anybody asks about it. */
  | { readonly task: 'open' }
  /** Index what has come in; answered when all is indexed, or the disk is full. */
  | { readonly task: 'fill'; readonly reserve: number }
  | { readonly task: 'candidates'; readonly mailbox: number; readonly query: TextQuery }
  | { readonly task: 'sort'; readonly mailbox: number; readonly keys: readonly SortKey[]; readonly reserve: number }
  | { readonly task: 'threads'; readonly mailbox: number; readonly needsArrival: boolean; readonly reserve: number }
  | { readonly task: 'forget'; readonly contents: readonly number[] }
  /** Let go of the folder; answered when nothing of it is open any more. */
  | { readonly task: 'close' }

/** What is answered; undefined where the index cannot tell. */
export interface IndexValues {
  readonly open: undefined
  readonly fill: undefined
  readonly candidates: Uint32Array | undefined
  readonly sort: SortNumbers | undefined
  readonly threads: ThreadNumbers | undefined
  readonly forget: undefined
  readonly close: undefined
}

export type IndexValue = IndexValues[keyof IndexValues]

export interface IndexRequest {
  readonly id: number
  readonly folder: string
  readonly work: IndexWork
}

export type IndexAnswer = { readonly id: number } & ({ readonly value: IndexValue } | { readonly error: unknown })
