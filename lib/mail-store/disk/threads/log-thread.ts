import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

/** What the thread answers for each database, in the order in which they were given; `error` only where something went wrong. */
export interface LogAnswer {
  readonly error?: unknown
}

/** The thread in which the write-ahead logs of all accounts of a process are emptied; started with the first one, and again should it end. */
export class LogThread {
  readonly #waiting: PromiseWithResolvers<void>[] = []
  #worker: Worker | undefined

  /** See emptyLog. */
  empty(database: string): Promise<void> {
    const waiting = Promise.withResolvers<void>()
    this.#waiting.push(waiting)
    this.#worker ??= this.#start()
    // It keeps the process only while somebody waits.
    this.#worker.ref()
    this.#worker.postMessage(database)
    return waiting.promise
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(join(import.meta.dirname, 'log-worker.ts'))
    worker.on('message', ({ error }: LogAnswer) => {
      const waiting = this.#waiting.shift()
      if (this.#waiting.length === 0) worker.unref()
      if (error === undefined) waiting?.resolve()
      else waiting?.reject(error)
    })
    worker.on('error', (error) => this.#lost(worker, error))
    worker.on('exit', () => this.#lost(worker, new Error('The thread of the logs has ended')))
    return worker
  }

  #lost(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}
