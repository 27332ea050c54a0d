import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { IndexAnswer, IndexRequest, IndexValue, IndexValues, IndexWork } from './index-request.ts'

/** The thread in which all accounts of a process are indexed; started at the first question, and again should it end. */
export class IndexThread {
  readonly #waiting = new Map<number, PromiseWithResolvers<IndexValue>>()
  #worker: Worker | undefined
  #count = 0

  /** Rejects where the index cannot answer: the question can be answered without it. */
  ask<Work extends IndexWork>(folder: string, work: Work): Promise<IndexValues[Work['task']]> {
    const id = this.#count++
    const waiting = Promise.withResolvers<IndexValue>()
    this.#waiting.set(id, waiting)
    this.#worker ??= this.#start()
    // It keeps the process only while somebody waits.
    this.#worker.ref()
    this.#worker.postMessage({ id, folder, work } satisfies IndexRequest)
    return waiting.promise as Promise<IndexValues[Work['task']]>
  }

  /** True once somebody has asked. */
  get isRunning(): boolean {
    return this.#worker !== undefined
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(join(import.meta.dirname, 'index-worker.ts'))
    worker.on('message', (answer: IndexAnswer) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if (this.#waiting.size === 0) worker.unref()
      if ('error' in answer) waiting?.reject(answer.error)
      else waiting?.resolve(answer.value)
    })
    worker.on('error', (error) => this.#lost(worker, error))
    worker.on('exit', () => this.#lost(worker, new Error('The thread of the search index has ended')))
    return worker
  }

  #lost(worker: Worker, error: unknown): void {
    if (this.#worker === worker) this.#worker = undefined
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
