import { JobGivenUp, ThreadPool, type ThreadLimits } from '../threads/thread-pool.ts'
import { HtmlGivenUp, runHtmlJob, type HtmlJob, type HtmlResult, type HtmlSanitizer } from './html-job.ts'

export interface HtmlPoolLimits extends ThreadLimits {
  /** Characters up to which it is done at once, where asking another thread would take longer. */
  readonly inline: number
  /** HTML of more characters than that has one thread of its own, with as much memory as its trees take. */
  readonly large: { readonly above: number; readonly megabytes: number; readonly young: number }
}

/** The deadline is threats D13. All threads together hold at most the 256 MB of threats S7: two for what people write, one for the 2 MiB of small elements that nobody writes. */
export const HTML_POOL_LIMITS: HtmlPoolLimits = {
  workers: 2,
  milliseconds: 10_000,
  waiting: 10_000,
  megabytes: 36,
  young: 8,
  idle: 60_000,
  inline: 32 * 1024,
  large: { above: 192 * 1024, megabytes: 152, young: 16 },
  worker: new URL('./html-worker.ts', import.meta.url),
}

/** Threads that make large HTML safe. */
export class HtmlPool {
  readonly #threads: ThreadPool<HtmlJob, HtmlResult>
  /** So that a few large ones hold up nobody else, and never lie in memory side by side. */
  readonly #large: ThreadPool<HtmlJob, HtmlResult>
  readonly #inline: number
  readonly #above: number

  constructor(limits: Partial<HtmlPoolLimits> = {}) {
    const all = { ...HTML_POOL_LIMITS, ...limits }
    this.#threads = new ThreadPool(all)
    this.#large = new ThreadPool({ ...all, workers: 1, megabytes: all.large.megabytes, young: all.large.young })
    this.#inline = all.inline
    this.#above = all.large.above
  }

  readonly run: HtmlSanitizer = async (job) => {
    if (job.html.length <= this.#inline) return runHtmlJob(job)
    const threads = job.html.length > this.#above ? this.#large : this.#threads
    return threads.run(job).catch((error: unknown) => {
      throw error instanceof JobGivenUp ? new HtmlGivenUp(error.message, { cause: error.cause }) : error
    })
  }

  /** Ends all threads; what they work at is given up. */
  async close(): Promise<void> {
    await Promise.all([this.#threads.close(), this.#large.close()])
  }
}
