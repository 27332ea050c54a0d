import { JobGivenUp, ThreadPool, type ThreadLimits } from '../threads/thread-pool.ts'
import { HtmlGivenUp, runHtmlJob, type HtmlJob, type HtmlResult, type HtmlSanitizer } from './html-job.ts'

export interface HtmlPoolLimits extends ThreadLimits {
  /** Characters up to which it is done at once, where asking another thread would take longer. */
  readonly inline: number
}

/** The deadline is threats D13. 2 MiB of the smallest elements take 128 MB with all their trees, and both threads together stay near the 256 of threats S7. */
export const HTML_POOL_LIMITS: HtmlPoolLimits = { workers: 2, milliseconds: 10_000, waiting: 10_000, megabytes: 128, idle: 60_000, inline: 32 * 1024, worker: new URL('./html-worker.ts', import.meta.url) }

/** Threads that make large HTML safe. */
export class HtmlPool {
  readonly #threads: ThreadPool<HtmlJob, HtmlResult>
  readonly #inline: number

  constructor(limits: Partial<HtmlPoolLimits> = {}) {
    const all = { ...HTML_POOL_LIMITS, ...limits }
    this.#threads = new ThreadPool(all)
    this.#inline = all.inline
  }

  readonly run: HtmlSanitizer = async (job) => {
    if (job.html.length <= this.#inline) return runHtmlJob(job)
    return this.#threads.run(job).catch((error: unknown) => {
      throw error instanceof JobGivenUp ? new HtmlGivenUp(error.message, { cause: error.cause }) : error
    })
  }

  /** Ends all threads; what they work at is given up. */
  close(): Promise<void> {
    return this.#threads.close()
  }
}
