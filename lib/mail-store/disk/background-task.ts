import { setImmediate as nextTurn } from 'node:timers/promises'

/** Work in small steps beside everything else, once at a time; a kill in the middle loses nothing. */
export class BackgroundTask {
  readonly #steps: () => AsyncGenerator<void>
  readonly #failed: (error: unknown) => void
  #running: Promise<void> | undefined
  #isStopped = false

  /** `steps` yields wherever it may be left for good; `failed` is told what ended a run that nobody waits for. */
  constructor(steps: () => AsyncGenerator<void>, failed: (error: unknown) => void) {
    this.#steps = steps
    this.#failed = failed
  }

  /** Begins, unless it runs. */
  start(): void {
    this.run().catch(this.#failed)
  }

  /** Resolves when it has come to its end, or was stopped. */
  run(): Promise<void> {
    this.#running ??= this.#run().finally(() => (this.#running = undefined))
    return this.#running
  }

  /** Resolves when nothing is being done any more; nothing is begun again. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running?.catch(() => undefined) // whoever started it has its error
  }

  async #run(): Promise<void> {
    if (this.#isStopped) return
    for await (const _ of this.#steps()) {
      await nextTurn()
      if (this.#isStopped) return
    }
  }
}
