/** What Node and the framework call it when whoever asked has gone away before the answer was whole. */
const NAMES: readonly unknown[] = ['AbortError', 'ResponseAborted']

/** True when the error only says that nobody waits for the answer any more: nothing has gone wrong here. */
export function isAborted(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && NAMES.includes(error.name)
}
