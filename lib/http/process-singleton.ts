/**
 * The one `key` of this process, made at first use. The framework compiles pages and routes as separate entries, so a
 * module-level variable would exist several times; this is the only home of pools, stores and registries.
 */
export function processSingleton<T>(key: string, make: () => T): T {
  const symbol = Symbol.for(`postern.${key}`)
  const home = globalThis as unknown as Record<symbol, T | undefined>
  const present = home[symbol]
  if (present !== undefined) return present
  const made = make()
  home[symbol] = made
  return made
}

/** The same of what takes a while to open. One that could not be opened is opened anew when it is next asked for. */
export function openedSingleton<T>(key: string, open: () => Promise<T>): Promise<T> {
  return processSingleton(key, () => {
    const opening = open()
    opening.catch(() => setProcessSingleton(key, undefined)) // whoever asked is told
    return opening
  })
}

/** Gives the process its `key`; for what the web process is handed at its start, and for tests. */
export function setProcessSingleton<T>(key: string, value: T): void {
  const home = globalThis as unknown as Record<symbol, T | undefined>
  home[Symbol.for(`postern.${key}`)] = value
}
