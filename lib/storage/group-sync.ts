const ignore = (): void => undefined

/** Brings something to the disk for all who ask while it is being brought there: whoever asks meanwhile shares the next time with the others who do. */
export class GroupSync {
  readonly #sync: () => Promise<void>
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined

  constructor(sync: () => Promise<void>) {
    this.#sync = sync
  }

  /** Resolves when everything is on the disk that was written before the call; rejects as `sync` does. */
  run(): Promise<void> {
    if (!this.#running) return this.#begin()
    return (this.#next ??= this.#running.catch(ignore).then(() => {
      this.#next = undefined
      return this.#begin()
    }))
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    for (let last = this.#next ?? this.#running; last; last = this.#next ?? this.#running) await last.catch(ignore) // whoever asked has its error
  }

  #begin(): Promise<void> {
    return (this.#running = this.#sync().finally(() => (this.#running = undefined)))
  }
}
