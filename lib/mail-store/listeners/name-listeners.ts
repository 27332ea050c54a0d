/** Who watches the names of one account, or who may see what. */
export class NameListeners {
  readonly #listeners = new Set<{ readonly call: () => void }>()

  /** Calls at each change until the returned function is called. */
  add(call: () => void): () => void {
    const entry = { call }
    this.#listeners.add(entry)
    return () => void this.#listeners.delete(entry)
  }

  /** Listeners do not throw: they note that there is something to look at. */
  readonly tell = (): void => {
    for (const { call } of this.#listeners) call()
  }
}
