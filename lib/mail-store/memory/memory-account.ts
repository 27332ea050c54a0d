import type { QuotaRoom } from '../quota-ledger.ts'
import type { StoreOptions } from '../store-options.ts'
import type { MemoryMailbox } from './memory-mailbox.ts'

/** What the mailboxes of an account share. */
export interface MemoryAccount {
  readonly name: string
  readonly options: StoreOptions
  /** The quota root in which that mailbox counts now. */
  room(mailbox: MemoryMailbox): Promise<QuotaRoom>
  /** Whether both count in one root now: then what moves between them needs no room. */
  isSameRoot(one: MemoryMailbox, other: MemoryMailbox): boolean
}
