import type { Storage } from '#lib/storage/storage.ts'

/** An account in whose mailboxes something is to come back. */
export interface RemindedAccount {
  readonly account: string
  /** When to look next, milliseconds since 1970; undefined where only its person can, by signing in. */
  readonly due: number | undefined
  /** Who looks, sealed; undefined where only the process knows. */
  readonly sealed: string | undefined
}

/** When to look into whose mailboxes. What comes back, and when, stands in the mailboxes themselves. */
export class ReminderStore {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /** Looks at that moment, or earlier if that was said before. */
  async put({ account, due, sealed }: RemindedAccount & { readonly due: number }): Promise<void> {
    await this.#storage.run(
      'INSERT INTO reminder (account, due, sealed) VALUES (?, ?, ?) ON CONFLICT (account) DO UPDATE SET due = min(coalesce(reminder.due, excluded.due), excluded.due), sealed = coalesce(excluded.sealed, reminder.sealed)',
      [account, due, sealed ?? null],
    )
  }

  /** Looks next at that moment; undefined for when its person signs in, and then who looks is forgotten. */
  async putOff(account: string, due: number | undefined): Promise<void> {
    if (due === undefined) await this.#storage.run('UPDATE reminder SET due = NULL, sealed = NULL WHERE account = ?', [account])
    else await this.#storage.run('UPDATE reminder SET due = ? WHERE account = ?', [due, account])
  }

  async remove(account: string): Promise<void> {
    await this.#storage.run('DELETE FROM reminder WHERE account = ?', [account])
  }

  async find(account: string): Promise<RemindedAccount | undefined> {
    const row = await this.#storage.get('SELECT * FROM reminder WHERE account = ?', [account])
    return row && { account, due: typeof row['due'] === 'number' ? row['due'] : undefined, sealed: typeof row['sealed'] === 'string' ? row['sealed'] : undefined }
  }

  /** Those that are due by then, the longest due first. */
  async due(now: number, most: number): Promise<readonly RemindedAccount[]> {
    const rows = await this.#storage.all('SELECT * FROM reminder WHERE due <= ? ORDER BY due LIMIT ?', [now, most])
    return rows.map(({ account, due, sealed }) => ({ account: String(account), due: Number(due), sealed: typeof sealed === 'string' ? sealed : undefined }))
  }

  /** When the next one is due; undefined when none is. */
  async nextDue(): Promise<number | undefined> {
    const row = await this.#storage.get('SELECT min(due) AS due FROM reminder')
    return typeof row?.['due'] === 'number' ? row['due'] : undefined
  }
}
