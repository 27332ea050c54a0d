import { requireAnnotationRoom } from '../annotation-limits.ts'
import type { Annotations } from '../mail-store.ts'
import { isSeenShared, SHARED_SEEN } from '../shared-seen.ts'
import type { Steps } from './commits/steps.ts'
import { renewModSeqs } from './rows/renew-mod-seqs.ts'
import type { DiskAccount } from './disk-account.ts'

/** In the place of a mailbox's id: the account itself. */
export const ACCOUNT = 0

/**
 * The annotations of one mailbox as one account sees them. What is shared has no reader in its row, nor has what is the owner's own:
 * they differ by the beginning of the name.
 */
export class DiskAnnotations implements Annotations {
  readonly #account: DiskAccount
  readonly #mailbox: number
  readonly #reader: string

  constructor(account: DiskAccount, mailbox: number, reader: string) {
    this.#account = account
    this.#mailbox = mailbox
    this.#reader = reader
  }

  async all(): Promise<ReadonlyMap<string, Uint8Array>> {
    return this.#read()
  }

  async set(changes: ReadonlyMap<string, Uint8Array | undefined>): Promise<void> {
    // What is shared from now on, or no more, changes every message.
    await this.#account.changeMany(changes.has(SHARED_SEEN) ? Infinity : 1, () => this.#set(changes))
  }

  *#set(changes: ReadonlyMap<string, Uint8Array | undefined>): Steps<void> {
    const { database } = this.#account
    const wasShared = isSeenShared(this.#read())
    const uidValidity = (database.sql('SELECT uid_validity FROM mailbox WHERE id = ?').get(this.#mailbox)?.[0] ?? ACCOUNT) as number
    for (const [name, value] of changes) {
      const reader = name.startsWith('/shared/') ? '' : this.#reader
      const key = [this.#mailbox, reader, name] as const
      if (value === undefined) database.sql('DELETE FROM annotation WHERE mailbox = ? AND reader = ? AND name = ?').run(...key)
      else database.sql('INSERT OR REPLACE INTO annotation VALUES (?, ?, ?, ?)').run(...key, value)
      database.note(['annotation', uidValidity, reader, name, value === undefined ? null : Buffer.from(value).toString('base64')])
    }
    if (isSeenShared(this.#read()) !== wasShared && this.#mailbox !== ACCOUNT) yield* renewModSeqs(database, this.#mailbox)
    requireAnnotationRoom(this.#read().size, database.sql('SELECT coalesce(sum(length(value)), 0) FROM annotation').get()?.[0] as number)
  }

  #read(): ReadonlyMap<string, Uint8Array> {
    const rows = this.#account.database
      .sql(`SELECT name, value FROM annotation WHERE mailbox = ? AND (reader = ? OR reader = '' AND name LIKE '/shared/%') ORDER BY name`)
      .all(this.#mailbox, this.#reader)
    return new Map(rows.map(([name, value]) => [name as string, value as Uint8Array]))
  }
}
