import { KEYWORD_LIMIT, keywordsOf } from '../../flag-list.ts'
import { StoreProblem } from '../../mail-store.ts'
import type { AccountDatabase } from '../account-database.ts'

interface Use {
  readonly spelling: string
  readonly before: number
  uses: number
}

/** The keywords of one mailbox inside a transaction: how each is spelled, and how many messages have it. */
export class KeywordUses {
  readonly #database: AccountDatabase
  readonly #mailbox: number
  readonly #uses = new Map<string, Use>()

  constructor(database: AccountDatabase, mailbox: number) {
    this.#database = database
    this.#mailbox = mailbox
    for (const [lower, spelling, uses] of database.sql('SELECT lower, spelling, uses FROM keyword WHERE mailbox = ?').all(mailbox)) {
      this.#uses.set(lower as string, { spelling: spelling as string, before: uses as number, uses: uses as number })
    }
  }

  /** The spelling that the mailbox gave it first. */
  readonly spelling = (keyword: string): string => this.#uses.get(keyword.toLowerCase())?.spelling ?? keyword

  count(flags: readonly string[], by: 1 | -1): void {
    for (const keyword of keywordsOf(flags)) {
      const lower = keyword.toLowerCase()
      const use = this.#uses.get(lower)
      if (use) use.uses += by
      else this.#uses.set(lower, { spelling: keyword, before: 0, uses: by })
    }
  }

  /** Throws StoreProblem 'too-many-flags' when there are more than a mailbox may have. */
  save(): void {
    const inUse = [...this.#uses.values()].filter(({ uses }) => uses > 0)
    if (inUse.length > KEYWORD_LIMIT) throw new StoreProblem('too-many-flags')
    for (const [lower, { spelling, before, uses }] of this.#uses) {
      if (uses === before) continue
      if (uses <= 0) this.#database.sql('DELETE FROM keyword WHERE mailbox = ? AND lower = ?').run(this.#mailbox, lower)
      else this.#database.sql('INSERT OR REPLACE INTO keyword VALUES (?, ?, ?, ?)').run(this.#mailbox, lower, spelling, uses)
    }
  }
}
