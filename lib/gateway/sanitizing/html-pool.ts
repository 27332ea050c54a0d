import { Worker } from 'node:worker_threads'
import { HtmlGivenUp, runHtmlJob, type HtmlJob, type HtmlResult, type HtmlSanitizer } from './html-job.ts'

export interface HtmlPoolLimits {
  /** Threads that work at once. */
  readonly workers: number
  /** Milliseconds that one message may take once its turn has come (threats D13). */
  readonly milliseconds: number
  /** Milliseconds that it may wait for its turn. */
  readonly waiting: number
  /** Megabytes that one thread may hold: 2 MiB of the smallest elements take 128 with all their trees, and both threads together stay near the 256 of threats S7. */
  readonly megabytes: number
  /** Characters up to which it is done at once, where asking another thread would take longer. */
  readonly inline: number
  readonly worker: URL
}

export const HTML_POOL_LIMITS: HtmlPoolLimits = { workers: 2, milliseconds: 10_000, waiting: 10_000, megabytes: 128, inline: 32 * 1024, worker: new URL('./html-worker.ts', import.meta.url) }

/** Megabytes that are young in a thread, on top of the others. */
const YOUNG_MEGABYTES = 16
/** A thread that has nothing to do for so long ends. */
const IDLE_MS = 60_000

interface Waiting {
  readonly job: HtmlJob
  readonly resolve: (result: HtmlResult) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

/**
 * Threads that make large HTML safe, so that one message holds up nobody else. A job that outlives its deadline, or its memory, takes its thread
 * with it, and the next one gets a new thread. To be made where Node itself runs these files: a bundler would not find the thread's.
 */
export class HtmlPool {
  readonly #limits: HtmlPoolLimits
  readonly #waiting: Waiting[] = []
  readonly #idle: Worker[] = []
  /** Threads at work, and how to give up what each works at. */
  readonly #working = new Map<Worker, (cause: unknown) => void>()

  constructor(limits: Partial<HtmlPoolLimits> = {}) {
    this.#limits = { ...HTML_POOL_LIMITS, ...limits }
  }

  readonly run: HtmlSanitizer = async (job) => {
    if (job.html.length <= this.#limits.inline) return runHtmlJob(job)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(new HtmlGivenUp('no turn'))
      }, this.#limits.waiting)
      const waiting: Waiting = { job, resolve, reject, timer }
      this.#waiting.push(waiting)
      this.#next()
    })
  }

  /** Ends all threads; what they work at is given up. */
  async close(): Promise<void> {
    for (const { timer, reject } of this.#waiting.splice(0)) {
      clearTimeout(timer)
      reject(new HtmlGivenUp('closed'))
    }
    for (const giveUp of [...this.#working.values()]) giveUp('closed')
    await Promise.all(this.#idle.splice(0).map((worker) => worker.terminate()))
  }

  #next(): void {
    if (this.#working.size >= this.#limits.workers) return
    const waiting = this.#waiting.shift()
    if (!waiting) return
    clearTimeout(waiting.timer)
    const worker = this.#idle.pop() ?? this.#start()
    this.#work(worker, waiting)
  }

  #work(worker: Worker, { job, resolve, reject }: Waiting): void {
    const settle = (keep: boolean, tell: () => void): void => {
      clearTimeout(timer)
      // By their names: a worker without any listener hears nothing any more.
      worker.off('message', done).off('error', giveUp).off('exit', giveUp)
      this.#working.delete(worker)
      if (keep) this.#rest(worker)
      else void worker.terminate()
      tell()
      this.#next()
    }
    const giveUp = (cause: unknown): void => settle(false, () => reject(new HtmlGivenUp('given up', { cause })))
    const done = (result: HtmlResult): void => settle(true, () => resolve(result))
    const timer = setTimeout(() => giveUp('deadline'), this.#limits.milliseconds)
    this.#working.set(worker, giveUp)
    worker.on('message', done).on('error', giveUp).on('exit', giveUp)
    worker.postMessage(job)
  }

  #rest(worker: Worker): void {
    this.#idle.push(worker)
    const timer = setTimeout(() => {
      const at = this.#idle.indexOf(worker)
      if (at < 0) return
      this.#idle.splice(at, 1)
      void worker.terminate()
    }, IDLE_MS)
    timer.unref()
  }

  #start(): Worker {
    const worker = new Worker(this.#limits.worker, { resourceLimits: { maxOldGenerationSizeMb: this.#limits.megabytes, maxYoungGenerationSizeMb: YOUNG_MEGABYTES } })
    worker.unref()
    // One that ends while it rests is not asked again; whoever waits for it hears of it too.
    const leave = (): void => {
      const at = this.#idle.indexOf(worker)
      if (at >= 0) this.#idle.splice(at, 1)
    }
    return worker.on('exit', leave).on('error', leave)
  }
}
