import { parentPort } from 'node:worker_threads'
import type { IndexAnswer, IndexRequest, IndexValue } from './index-request.ts'
import { Indexer } from './indexer.ts'

// Away from the thread that serves everybody: neither a question nor the indexing of much mail holds anybody up.
const indexer = new Indexer()

parentPort?.on('message', ({ id, folder, work }: IndexRequest) => {
  const answer = (answered: IndexAnswer, moved: readonly ArrayBuffer[] = []): void => parentPort?.postMessage(answered, moved)
  indexer.do(folder, work).then((value) => answer({ id, value }, buffersOf(value)), (error: unknown) => answer({ id, error }))
})

/** What need not be copied. */
function buffersOf(value: IndexValue): readonly ArrayBuffer[] {
  if (value === undefined) return []
  const arrays = ArrayBuffer.isView(value) ? [value] : Object.values(value).flat().filter((one) => ArrayBuffer.isView(one))
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))]
}
