import { AsyncLocalStorage } from 'node:async_hooks'

/** What a page says about the answer that carries it, while it is rendered. */
export interface PageAnswer {
  status?: number
}

// The server and each compiled page have their own copy of this module; the storage must be one.
const KEY = Symbol.for('postern.page-answer')
const shared = globalThis as { [KEY]?: AsyncLocalStorage<PageAnswer> }
const storage = (shared[KEY] ??= new AsyncLocalStorage<PageAnswer>())

/** Lets the page that is being rendered go out with this status (400 to 599) instead of 200. No effect outside a request. */
export function setPageStatus(status: number): void {
  const answer = storage.getStore()
  if (answer && status >= 400 && status <= 599) answer.status = status
}

/** Runs `handle` so that pages inside it can call `setPageStatus`; `answer` receives what they said. */
export function withPageAnswer<T>(answer: PageAnswer, handle: () => T): T {
  return storage.run(answer, handle)
}
