import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { StoreTasks } from './store-tasks.ts'

export interface TaskRequest {
  readonly id: number
  readonly task: keyof StoreTasks
  readonly values: readonly unknown[]
}

type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly error: unknown })

/** More would only wait for the disk. */
const MOST = 4

/** Threads that read and write whole accounts, so that nobody else is held up meanwhile. */
export class StoreThreads {
  readonly #workers: readonly Worker[]
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #count = 0

  /** At most so many at once. */
  constructor(most = MOST) {
    this.#workers = Array.from({ length: Math.min(most, availableParallelism()) }, () => this.#start())
  }

  async run<Task extends keyof StoreTasks>(task: Task, ...values: Parameters<StoreTasks[Task]>): Promise<Awaited<ReturnType<StoreTasks[Task]>>> {
    const id = this.#count++
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(id, waiting)
    this.#workers[id % this.#workers.length]?.postMessage({ id, task, values } satisfies TaskRequest)
    return (await waiting.promise) as Awaited<ReturnType<StoreTasks[Task]>>
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }

  #start(): Worker {
    const worker = new Worker(join(import.meta.dirname, 'store-worker.ts'))
    worker.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if ('value' in answer) waiting?.resolve(answer.value)
      else waiting?.reject(answer.error)
    })
    worker.on('error', (error) => {
      for (const { reject } of this.#waiting.values()) reject(error)
      this.#waiting.clear()
    })
    return worker
  }
}
