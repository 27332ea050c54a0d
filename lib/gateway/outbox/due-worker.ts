import type { Log } from '#lib/log/log.ts'

export interface DueWork {
  /** What the log calls it. */
  readonly name: string
  /** When the next thing is due, milliseconds since 1970; undefined when nothing is. */
  nextDue(): Promise<number | undefined>
  /** Does all that is due, as long as `mayGoOn`. */
  work(mayGoOn: () => boolean): Promise<void>
  now(): number
  readonly log: Log
}

/** A clock that was set, or a machine that slept, is noticed after so many milliseconds. */
const LOOK_AGAIN = 60_000

/** Does what is due when it is due, once at a time, by a timer that keeps no process alive. */
export class DueWorker {
  readonly #work: DueWork
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #stopped = false

  constructor(work: DueWork) {
    this.#work = work
  }

  /** Looks when the next thing is due, and leaves a timer for it. */
  async wake(): Promise<void> {
    if (this.#stopped) return
    const due = await this.#work.nextDue()
    clearTimeout(this.#timer)
    if (due === undefined || this.#stopped) return
    this.#timer = setTimeout(() => void this.run(), Math.min(LOOK_AGAIN, Math.max(0, due - this.#work.now())))
    this.#timer.unref()
  }

  /** Does all that is due; whoever asks while it is done waits for the same. Never throws. */
  run(): Promise<void> {
    const { name, log, work } = this.#work
    const told = (error: unknown): void => log.error(name, error)
    this.#running ??= work(() => !this.#stopped)
      .catch(told)
      .finally(async () => {
        this.#running = undefined
        await this.wake().catch(told)
      })
    return this.#running
  }

  /** Nothing begins any more; what is under way is waited for. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running
  }
}
