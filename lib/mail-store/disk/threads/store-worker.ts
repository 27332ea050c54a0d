import { parentPort } from 'node:worker_threads'
import { STORE_TASKS } from './store-tasks.ts'
import type { TaskRequest } from './store-threads.ts'

// One task after the other, away from the thread that serves everybody.
let last: Promise<void> = Promise.resolve()
parentPort?.on('message', ({ id, task, values }: TaskRequest) => {
  last = last.then(async () => {
    const work = STORE_TASKS[task] as (...values: readonly unknown[]) => Promise<unknown>
    parentPort?.postMessage(await work(...values).then((value) => ({ id, value }), (error: unknown) => ({ id, error })))
  })
})
