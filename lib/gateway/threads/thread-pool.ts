import { Worker } from 'node:worker_threads'

export interface ThreadLimits {
  /** Threads that work at once. */
  readonly workers: number
  /** Milliseconds that one job may take once its turn has come. */
  readonly milliseconds: number
  /** Milliseconds that it may wait for its turn. */
  readonly waiting: number
  /** Of the heap of one thread, without the young part of it. */
  readonly megabytes: number
  /** Of the young part; 16 unless said. */
  readonly young?: number
  /** Milliseconds after which a thread that has nothing to do ends. */
  readonly idle: number
  /** The file of the thread: it answers each message with one. */
  readonly worker: URL
}

/** Enough for a thread that makes much and keeps little. */
const YOUNG_MEGABYTES = 16

/** A job took too long or too much, or never had its turn. */
export class JobGivenUp extends Error {
  override readonly name = 'JobGivenUp'
}

interface Waiting<Job, Result> {
  readonly job: Job
  readonly resolve: (result: Result) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

/**
 * Threads that do one kind of job, so that one of them holds up nobody else. A job that outlives its deadline, or its memory, takes its thread
 * with it, and the next one gets a new thread. To be made where Node itself runs these files: a bundler would not find the thread's.
 */
export class ThreadPool<Job, Result> {
  readonly #limits: ThreadLimits
  readonly #waiting: Waiting<Job, Result>[] = []
  readonly #idle: Worker[] = []
  /** Threads at work, and how to give up what each works at. */
  readonly #working = new Map<Worker, (cause: unknown) => void>()

  constructor(limits: ThreadLimits) {
    this.#limits = limits
  }

  /** Rejects with JobGivenUp. */
  run(job: Job): Promise<Result> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(new JobGivenUp('no turn'))
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
      reject(new JobGivenUp('closed'))
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
    const giveUp = (cause: unknown): void => settle(false, () => reject(new JobGivenUp('given up', { cause })))
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
    }, this.#limits.idle)
    timer.unref()
  }

  #start(): Worker {
    const { worker: file, megabytes, young } = this.#limits
    const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: young ?? YOUNG_MEGABYTES } })
    worker.unref()
    // One that ends while it rests is not asked again; whoever waits for it hears of it too.
    const leave = (): void => {
      const at = this.#idle.indexOf(worker)
      if (at >= 0) this.#idle.splice(at, 1)
    }
    return worker.on('exit', leave).on('error', leave)
  }
}
