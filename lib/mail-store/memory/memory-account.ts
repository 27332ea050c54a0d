import type { QuotaLedger } from '../quota-ledger.ts'
import type { StoreOptions } from '../store-options.ts'

/** What the mailboxes of an account share. */
export interface MemoryAccount {
  readonly name: string
  readonly options: StoreOptions
  readonly ledger: QuotaLedger
  /** Octets of all messages. */
  used: number
  /** How many they are. */
  count: number
  /** In octets; undefined is without end. */
  quotaLimit(): Promise<number | undefined>
  /** In messages, likewise. */
  messageLimit(): Promise<number | undefined>
}
