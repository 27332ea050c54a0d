import { parentPort } from 'node:worker_threads'
import { runSignatureJob, type SignatureJob } from './signature-job.ts'

/* The thread that checks signatures: one job, one result. What throws ends it. */
parentPort?.on('message', async (job: SignatureJob) => parentPort?.postMessage(await runSignatureJob(job)))
