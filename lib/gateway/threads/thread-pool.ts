import { Worker } from 'node:worker_threads'

export interface ThreadLimits {
  /** Threads that work at once. */
  readonly workers: number
  /** Milliseconds that one job may take once its turn has come (threats D13). */
  readonly milliseconds: number
  /** Milliseconds that it may wait for its turn. */
  readonly waiting: number
  readonly worker: URL
}

/** How a pool works besides its limits. */
export interface ThreadWork<Job, Result> {
  /** Does at once what asking another thread would take longer for; undefined for everything else. */
  readonly atOnce?: (job: Job) => Promise<Result> | undefined
  /** What a job ends with that is given up. */
  readonly givenUp: (reason: string, options?: ErrorOptions) => Error
}

/** Of one thread; HTML of 2 MiB with all its trees takes less. */
const MEGABYTES = 384
/** A thread that has nothing to do for so long ends. */
const IDLE_MS = 60_000

interface Waiting<Job, Result> {
  readonly job: Job
  readonly resolve: (result: Result) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

/**
 * Threads that do what takes long, so that one message holds up nobody else. A job that outlives its deadline, or its memory, takes its thread
 * with it, and the next one gets a new thread. To be made where Node itself runs these files: a bundler would not find the thread's.
 */
export class ThreadPool<Job, Result> {
  readonly #limits: ThreadLimits
  readonly #does: ThreadWork<Job, Result>
  readonly #waiting: Waiting<Job, Result>[] = []
  readonly #idle: Worker[] = []
  /** Threads at work, and how to give up what each works at. */
  readonly #working = new Map<Worker, (cause: unknown) => void>()

  constructor(limits: ThreadLimits, work: ThreadWork<Job, Result>) {
    this.#limits = limits
    this.#does = work
  }

  readonly run = async (job: Job): Promise<Result> => {
    const done = this.#does.atOnce?.(job)
    if (done) return done
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(this.#does.givenUp('no turn'))
      }, this.#limits.waiting)
      const waiting: Waiting<Job, Result> = { job, resolve, reject, timer }
      this.#waiting.push(waiting)
      this.#next()
    })
  }

  /** Ends all threads; what they work at is given up. */
  async close(): Promise<void> {
    for (const { timer, reject } of this.#waiting.splice(0)) {
      clearTimeout(timer)
      reject(this.#does.givenUp('closed'))
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

  #work(worker: Worker, { job, resolve, reject }: Waiting<Job, Result>): void {
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
    const giveUp = (cause: unknown): void => settle(false, () => reject(this.#does.givenUp('given up', { cause })))
    const done = (result: Result): void => settle(true, () => resolve(result))
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
    const worker = new Worker(this.#limits.worker, { resourceLimits: { maxOldGenerationSizeMb: MEGABYTES, maxYoungGenerationSizeMb: 64 } })
    worker.unref()
    // One that ends while it rests is not asked again; whoever waits for it hears of it too.
    const leave = (): void => {
      const at = this.#idle.indexOf(worker)
      if (at >= 0) this.#idle.splice(at, 1)
    }
    return worker.on('exit', leave).on('error', leave)
  }
}
