import { parentPort } from 'node:worker_threads'
import { runHtmlJob, type HtmlJob } from './html-job.ts'

/* The thread of html-pool.ts: one job, one result. What throws ends it. */
parentPort?.on('message', (job: HtmlJob) => parentPort?.postMessage(runHtmlJob(job)))
