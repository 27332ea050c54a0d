import { ThreadPool, type ThreadLimits } from '../threads/thread-pool.ts'
import { HtmlGivenUp, runHtmlJob, type HtmlJob, type HtmlResult } from './html-job.ts'

export interface HtmlPoolLimits extends ThreadLimits {
  /** Characters up to which it is done at once, where asking another thread would take longer. */
  readonly inline: number
}

export const HTML_POOL_LIMITS: HtmlPoolLimits = { workers: 2, milliseconds: 10_000, waiting: 10_000, inline: 32 * 1024, worker: new URL('./html-worker.ts', import.meta.url) }

/** Threads that make large HTML safe. */
export class HtmlPool extends ThreadPool<HtmlJob, HtmlResult> {
  constructor(limits: Partial<HtmlPoolLimits> = {}) {
    const all = { ...HTML_POOL_LIMITS, ...limits }
    super(all, {
      atOnce: (job) => (job.html.length <= all.inline ? Promise.resolve(runHtmlJob(job)) : undefined),
      givenUp: (reason, options) => new HtmlGivenUp(reason, options),
    })
  }
}
