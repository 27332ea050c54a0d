import type { AnswerStore } from '#lib/prefs/answers/answer-store.ts'
import { openAnswers, openSharedAnswers } from '#lib/prefs/answers/stored-answers.ts'

/** Where this gateway keeps what people answered: the PostgreSQL server with that address, else its data directory. Rejects when it cannot be opened. */
export function openAnswerStore(data: string, database?: string): Promise<AnswerStore> {
  return database === undefined ? openAnswers(data) : openSharedAnswers(database)
}
