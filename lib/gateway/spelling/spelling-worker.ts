import { parentPort } from 'node:worker_threads'
import { SpellingWork, type SpellingJob } from './spelling-job.ts'

/* The thread of spelling-desk.ts: one job, one result. What throws ends it. */
const work = new SpellingWork()
parentPort?.on('message', async (job: SpellingJob) => parentPort?.postMessage(await work.run(job)))
