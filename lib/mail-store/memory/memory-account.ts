import type { QuotaLedger } from '../quota-ledger.ts'
import type { StoreOptions } from '../store-options.ts'

/** What the mailboxes of an account share. */
export interface MemoryAccount {
  readonly name: string
  readonly options: StoreOptions
  readonly ledger: QuotaLedger
  /** Octets of all messages. */
  used: number
  /** In octets; undefined is without end. */
  quotaLimit(): Promise<number | undefined>
}
