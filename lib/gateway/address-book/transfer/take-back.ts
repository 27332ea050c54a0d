import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AddressBookStore } from '#lib/address-book/store/address-book-store.ts'
import { IMPORT_SILENCE } from '#lib/address-book/store/imports/import-store.ts'

export { IMPORT_SILENCE }

/** Cards in one moment. */
const AT_ONCE = 20

/** Takes all cards of an import back, some at a time; who has changed one since keeps it. */
export async function takeBackCards(store: AddressBookStore, id: string): Promise<void> {
  while ((await store.undoSlice(id, AT_ONCE)) > 0) await nextTurn()
}

/** Takes back what was broken off when its process ended: another one has not moved it for a minute. */
export async function takeBackStalled(store: AddressBookStore, now = Date.now()): Promise<void> {
  for (const id of await store.stalledImports(now - IMPORT_SILENCE)) {
    await takeBackCards(store, id)
    await store.endImport(id, { state: 'failed', failure: { failure: 'internal', refusal: { name: 'import-broken-off' } } })
  }
}
