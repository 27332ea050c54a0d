/** Does something in the background once nothing has come in between for a while, and after the longest wait even so. Keeps no process alive. */
export class QuietTimer {
  readonly #waits: { readonly quiet: number; readonly longest: number }
  readonly #act: () => void
  #quiet: NodeJS.Timeout | undefined
  #latest: NodeJS.Timeout | undefined

  /** Both in milliseconds. */
  constructor(waits: { readonly quiet: number; readonly longest: number }, act: () => void) {
    this.#waits = waits
    this.#act = act
  }

  /** There is something to do; also puts it off. */
  start(): void {
    clearTimeout(this.#quiet)
    this.#quiet = setTimeout(() => this.#end(), this.#waits.quiet).unref()
    this.#latest ??= setTimeout(() => this.#end(), this.#waits.longest).unref()
  }

  /** Somebody else is at work: what there is to do, if anything, waits. */
  putOff(): void {
    if (this.#latest) this.start()
  }

  stop(): void {
    clearTimeout(this.#quiet)
    clearTimeout(this.#latest)
    this.#quiet = this.#latest = undefined
  }

  #end(): void {
    this.stop()
    this.#act()
  }
}
