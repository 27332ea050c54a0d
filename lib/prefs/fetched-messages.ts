import { createHash } from 'node:crypto'
import { openGatewayStorage, type Storage } from '#lib/storage/storage.ts'

const MIGRATIONS = ['CREATE TABLE fetched (account TEXT NOT NULL, source TEXT NOT NULL, uid TEXT NOT NULL, fetched_at INTEGER NOT NULL, PRIMARY KEY (account, source, uid)) WITHOUT ROWID']

/** Which messages of other accounts somebody has fetched, by the names that their servers give them; no message, no password. */
export class FetchedMessages {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /** Opens or creates `gateway/fetched.sqlite` in a data directory. */
  static async open(data: string): Promise<FetchedMessages> {
    return new FetchedMessages(await openGatewayStorage(data, 'fetched', MIGRATIONS))
  }

  /** When each message of that source was fetched, in milliseconds since 1970, by its name. */
  async of(account: string, source: string): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#storage.all('SELECT uid, fetched_at FROM fetched WHERE account = ? AND source = ?', [account, hash(source)])
    return new Map(rows.map((row) => [String(row.uid), Number(row.fetched_at)]))
  }

  async add(account: string, source: string, uid: string, now: number): Promise<void> {
    await this.#storage.run('INSERT INTO fetched (account, source, uid, fetched_at) VALUES (?, ?, ?, ?) ON CONFLICT (account, source, uid) DO NOTHING', [account, hash(source), uid, now])
  }

  /** Forgets one that has gone from its server. */
  async forget(account: string, source: string, uid: string): Promise<void> {
    await this.#storage.run('DELETE FROM fetched WHERE account = ? AND source = ? AND uid = ?', [account, hash(source), uid])
  }

  async close(): Promise<void> {
    await this.#storage.close()
  }
}

/** The file need not say who has an account where. */
function hash(source: string): string {
  return createHash('sha256').update(source).digest('base64url')
}
