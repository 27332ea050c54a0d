import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { SignatureJob, SignatureResult } from '#lib/signatures/signature-job.ts'
import { ThreadPool, type ThreadLimits } from '../threads/thread-pool.ts'

const LIMITS: ThreadLimits = { workers: 2, milliseconds: 10_000, waiting: 10_000, worker: new URL('../../signatures/signature-worker.ts', import.meta.url) }

/** Threads that check signatures and read keys; what takes too long there is GatewayError 'server-busy'. They have the libraries for it, and nobody else. */
export class SignaturePool extends ThreadPool<SignatureJob, SignatureResult> {
  constructor(limits: Partial<ThreadLimits> = {}) {
    super({ ...LIMITS, ...limits }, { givenUp: (reason, options) => new GatewayError('server-busy', `signature: ${reason}`, options) })
  }
}
