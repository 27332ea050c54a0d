import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { SignatureJob, SignatureResult } from '#lib/signatures/signature-job.ts'
import { JobGivenUp, ThreadPool, type ThreadLimits } from '../threads/thread-pool.ts'

const LIMITS: ThreadLimits = { workers: 2, milliseconds: 10_000, waiting: 10_000, megabytes: 384, idle: 60_000, worker: new URL('../../signatures/signature-worker.ts', import.meta.url) }

/** Threads that check signatures and read keys. They have the libraries for it, and nobody else. */
export class SignaturePool {
  readonly #threads: ThreadPool<SignatureJob, SignatureResult>

  constructor(limits: Partial<ThreadLimits> = {}) {
    this.#threads = new ThreadPool({ ...LIMITS, ...limits })
  }

  /** Throws GatewayError 'server-busy' for what took too long, or never had its turn. */
  readonly run = (job: SignatureJob): Promise<SignatureResult> =>
    this.#threads.run(job).catch((error: unknown) => {
      throw error instanceof JobGivenUp ? new GatewayError('server-busy', `signature: ${error.message}`, { cause: error.cause }) : error
    })

  /** Ends all threads; what they work at is given up. */
  close(): Promise<void> {
    return this.#threads.close()
  }
}
