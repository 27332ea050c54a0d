import { AsyncLocalStorage } from 'node:async_hooks'

// The server and each compiled page have their own copy of this module; the storage must be one.
const KEY = Symbol.for('postern.seat')
const shared = globalThis as { [KEY]?: AsyncLocalStorage<number> }
const storage = (shared[KEY] ??= new AsyncLocalStorage<number>())

/** Runs `handle` for a request of that seat: its cookie, its session, its addresses. */
export function withSeat<T>(seat: number, handle: () => T): T {
  return storage.run(seat, handle)
}

/** The seat of the request that is being answered; 0 outside one. */
export function currentSeat(): number {
  return storage.getStore() ?? 0
}
