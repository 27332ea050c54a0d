/** Those who want to hear of what changes by itself: as long as there are any it is looked at, at an interval and at once for each newcomer. */
export class Listeners<Listener> implements Iterable<Listener> {
  readonly #listeners = new Set<Listener>()
  readonly #look: () => Promise<void>
  readonly #milliseconds: number
  #looking: NodeJS.Timeout | undefined

  /** `look` never rejects. */
  constructor(look: () => Promise<void>, milliseconds: number) {
    this.#look = look
    this.#milliseconds = milliseconds
  }

  /** Listens until the returned function is called. */
  add(listener: Listener): () => void {
    this.#listeners.add(listener)
    this.#looking ??= setInterval(() => void this.#look(), this.#milliseconds).unref()
    void this.#look()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#rest()
    }
  }

  /** Nobody listens any more. */
  clear(): void {
    this.#listeners.clear()
    this.#rest()
  }

  #rest(): void {
    clearInterval(this.#looking)
    this.#looking = undefined
  }

  [Symbol.iterator](): Iterator<Listener> {
    return this.#listeners.values()
  }
}
