import { openGatewayStorage, openSharedStorage, type Storage } from '#lib/storage/storage.ts'
import { ANSWERS_KEPT, type AnswerStore } from './answer-store.ts'

const MIGRATIONS = ['CREATE TABLE answer (account TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, said TEXT NOT NULL, said_at INTEGER NOT NULL, PRIMARY KEY (account, kind, about))']

/** Opens or creates `gateway/answers.sqlite` in a data directory. */
export async function openAnswers(data: string): Promise<AnswerStore> {
  return storedAnswers(await openGatewayStorage(data, 'answers', MIGRATIONS))
}

/** Answers on a PostgreSQL server that several gateways share. Rejects when it cannot be reached. */
export async function openSharedAnswers(url: string, schema = 'postern_answers'): Promise<AnswerStore> {
  return storedAnswers(await openSharedStorage(url, schema, MIGRATIONS))
}

function storedAnswers(storage: Storage): AnswerStore {
  return {
    async find(account, kind, about) {
      const row = await storage.get('SELECT said, said_at FROM answer WHERE account = ? AND kind = ? AND about = ?', [account, kind, about])
      return row && { kind, about, said: String(row.said), at: Number(row.said_at) }
    },
    keep: (account, { kind, about, said, at }) =>
      storage.transaction(async (tx) => {
        await tx.run(
          'INSERT INTO answer (account, kind, about, said, said_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (account, kind, about) DO UPDATE SET said = excluded.said, said_at = excluded.said_at',
          [account, kind, about, said, at],
        )
        await tx.run(
          'DELETE FROM answer WHERE account = ? AND kind = ? AND about NOT IN (SELECT about FROM answer WHERE account = ? AND kind = ? ORDER BY said_at DESC, about LIMIT ?)',
          [account, kind, account, kind, ANSWERS_KEPT],
        )
      }),
    async forget(account, kind, about) {
      await storage.run('DELETE FROM answer WHERE account = ? AND kind = ? AND about = ?', [account, kind, about])
    },
    close: () => storage.close(),
  }
}
