import type { MailStore, MailStores } from '../mail-store.ts'
import type { StoreOptions } from '../store-options.ts'
import { MemoryMailStore } from './memory-mail-store.ts'

/** Stores that live as long as the process: complete, and kept nowhere. For tests and trials. */
export function createMemoryStores(options: StoreOptions = {}): MailStores {
  const open = new Map<string, MemoryMailStore>()
  // Outlives a removed account, so that one of the same name starts above it.
  const lastUidValidity = new Map<string, number>()
  return {
    async of(account: string): Promise<MailStore> {
      const known = open.get(account)
      if (known) return known
      const store = new MemoryMailStore(account, options, lastUidValidity)
      open.set(account, store)
      return store
    },
    async remove(account: string): Promise<void> {
      open.get(account)?.removeAll()
      open.delete(account)
    },
    async close(): Promise<void> {
      open.clear()
    },
  }
}
