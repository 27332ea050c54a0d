import { parentPort } from 'node:worker_threads'
import { emptyLog } from '#lib/storage/sqlite.ts'
import type { LogAnswer } from './log-thread.ts'

parentPort?.on('message', (database: string) => {
  const answer = (answered: LogAnswer): void => parentPort?.postMessage(answered)
  try {
    emptyLog(database)
    answer({})
  } catch (error) {
    answer({ error })
  }
})
