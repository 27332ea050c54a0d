import { AsyncLocalStorage } from 'node:async_hooks'

// The server and each compiled page have their own copy of this module; the storage must be one.
const KEY = Symbol.for('postern.client')
const shared = globalThis as { [KEY]?: AsyncLocalStorage<string | undefined> }
const storage = (shared[KEY] ??= new AsyncLocalStorage<string | undefined>())

/** Runs `handle` for a request that comes from that address; undefined: for nobody who waits, whoever it was that began the work. */
export function withClient<T>(address: string | undefined, handle: () => T): T {
  return storage.run(address, handle)
}

/** The address of whoever made the request that is being answered. */
export function currentClient(): string | undefined {
  return storage.getStore()
}
