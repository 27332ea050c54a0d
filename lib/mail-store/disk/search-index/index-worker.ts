import { parentPort } from 'node:worker_threads'
import type { IndexAnswer, IndexRequest } from './index-request.ts'
import { Indexer } from './indexer.ts'

// Away from the thread that serves everybody: neither a question nor the indexing of much mail holds anybody up.
const indexer = new Indexer()

parentPort?.on('message', ({ id, folder, work }: IndexRequest) => {
  const answer = (answered: IndexAnswer): void => parentPort?.postMessage(answered)
  indexer.do(folder, work).then((value) => answer({ id, value }), (error: unknown) => answer({ id, error }))
})
