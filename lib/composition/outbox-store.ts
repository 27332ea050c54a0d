import type { GatewayFailure } from '#lib/mail/gateway-error.ts'
import type { Refusal } from '#lib/mail/refusal.ts'
import type { Row, Storage } from '#lib/storage/storage.ts'

/** Why the last attempt failed: what the person is told, in their language. */
export interface OutboxProblem {
  readonly failure: GatewayFailure
  readonly refusal?: Refusal
}

/** A composition that leaves by itself, or was given up. Milliseconds since 1970. */
export interface OutboxEntry {
  readonly composition: string
  readonly account: string
  /** When it leaves; undefined once it was given up. */
  readonly due: number | undefined
  /** When it was to leave at first: attempts end a while after it. */
  readonly since: number
  /** Attempts so far. */
  readonly attempts: number
  readonly problem?: OutboxProblem
  /** Who sends it, sealed; undefined where only the process knows, and once it was given up. */
  readonly sealed: string | undefined
}

export interface NewOutboxEntry {
  readonly due: number
  readonly sealed: string | undefined
}

/** Which compositions leave by themselves, and when. What a call has resolved is on the disk. */
export class OutboxStore {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /** From now on it waits, in place of an earlier entry; false when it is being sent, or gone. */
  async put(account: string, composition: string, { due, sealed }: NewOutboxEntry): Promise<boolean> {
    return this.#storage.transaction(async (tx) => {
      const { changes } = await tx.run("UPDATE composition SET state = 'waiting' WHERE id = ? AND account = ? AND state IN ('open', 'uncertain', 'waiting')", [composition, account])
      if (changes === 0) return false
      await tx.run('DELETE FROM outbox WHERE composition = ?', [composition])
      await tx.run('INSERT INTO outbox (composition, account, due, since, attempts, sealed) VALUES (?, ?, ?, ?, 0, ?)', [composition, account, due, due, sealed ?? null])
      return true
    })
  }

  async find(account: string, composition: string): Promise<OutboxEntry | undefined> {
    const row = await this.#storage.get('SELECT * FROM outbox WHERE composition = ? AND account = ?', [composition, account])
    return row && entryOf(row)
  }

  /** Those that are to leave by then, the longest due first. */
  async due(now: number, most: number): Promise<readonly OutboxEntry[]> {
    return (await this.#storage.all('SELECT * FROM outbox WHERE due <= ? ORDER BY due LIMIT ?', [now, most])).map(entryOf)
  }

  /** Names of the compositions of an account that wait. */
  async waiting(account: string): Promise<readonly string[]> {
    return (await this.#storage.all('SELECT composition FROM outbox WHERE account = ? AND due IS NOT NULL', [account])).map(({ composition }) => String(composition))
  }

  /** Who sends it, sealed anew; nothing for one that waits no longer, or that only the process knows. */
  async reseal(composition: string, sealed: NonNullable<OutboxEntry['sealed']>): Promise<void> {
    await this.#storage.run('UPDATE outbox SET sealed = ? WHERE composition = ? AND sealed IS NOT NULL', [sealed, composition])
  }

  /** When the next one is due; undefined when none waits. */
  async nextDue(): Promise<number | undefined> {
    const row = await this.#storage.get('SELECT min(due) AS due FROM outbox')
    return typeof row?.['due'] === 'number' ? row['due'] : undefined
  }

  /** How many wait to leave, of everybody. */
  async countWaiting(): Promise<number> {
    const row = await this.#storage.get('SELECT count(*) AS waiting FROM outbox WHERE due IS NOT NULL')
    return Number(row?.['waiting'] ?? 0)
  }

  /** It waits no longer and can be written on; false when it is being sent, or gone. */
  async takeBack(account: string, composition: string): Promise<boolean> {
    return this.#storage.transaction(async (tx) => {
      const { changes } = await tx.run("UPDATE composition SET state = 'open' WHERE id = ? AND account = ? AND state = 'waiting'", [composition, account])
      if (changes === 1) await tx.run('DELETE FROM outbox WHERE composition = ?', [composition])
      return changes === 1
    })
  }

  /** The attempt failed; the next one is at `due`. */
  async retry(composition: string, due: number, problem: OutboxProblem): Promise<void> {
    await this.#storage.run('UPDATE outbox SET due = ?, attempts = attempts + 1, problem = ? WHERE composition = ?', [due, JSON.stringify(problem), composition])
  }

  /** No attempt follows: it can be written on, the reason stays with it, and who was to send it is forgotten. */
  async giveUp(composition: string, problem: OutboxProblem): Promise<void> {
    await this.#storage.transaction(async (tx) => {
      await tx.run('UPDATE outbox SET due = NULL, sealed = NULL, attempts = attempts + 1, problem = ? WHERE composition = ?', [JSON.stringify(problem), composition])
      await tx.run("UPDATE composition SET state = 'open' WHERE id = ? AND state = 'waiting'", [composition])
    })
  }
}

function entryOf(row: Row): OutboxEntry {
  const { composition, account, due, since, attempts, problem, sealed } = row
  return {
    composition: String(composition),
    account: String(account),
    due: typeof due === 'number' ? due : undefined,
    since: Number(since),
    attempts: Number(attempts),
    sealed: typeof sealed === 'string' ? sealed : undefined,
    ...(typeof problem === 'string' ? { problem: JSON.parse(problem) as OutboxProblem } : {}),
  }
}
