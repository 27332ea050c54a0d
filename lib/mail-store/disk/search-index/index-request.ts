import type { TextQuery } from '../../mail-store.ts'

/** What the thread of the search indexes is asked, about the account in that folder. */
export type IndexWork =
  /** Index what has come in, leaving so many octets of the disk free; answered when all is indexed, or the disk is full. */
  | { readonly task: 'fill'; readonly reserve: number }
  | { readonly task: 'candidates'; readonly mailbox: number; readonly query: TextQuery }
  | { readonly task: 'forget'; readonly contents: readonly number[] }
  /** Let go of the folder; answered when nothing of it is open any more. */
  | { readonly task: 'close' }

export interface IndexRequest {
  readonly id: number
  readonly folder: string
  readonly work: IndexWork
}

/** `value` answers 'candidates'. */
export type IndexAnswer = { readonly id: number } & ({ readonly value: Uint32Array | undefined } | { readonly error: unknown })
