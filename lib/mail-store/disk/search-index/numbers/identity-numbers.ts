import { hash } from 'node:crypto'
import type { Sql } from './page-table.ts'

/** Octets of a hash: nobody finds two texts that have them in common. */
const OCTETS = 16

/** Numbers of texts that are only asked to be equal: they themselves are not kept. */
export class IdentityNumbers {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** 0 for an empty text. `kind` keeps those apart that mean different things. */
  numberOf(kind: 'id' | 'topic', text: string): number {
    if (text === '') return 0
    const digest = hash('sha256', `${kind} ${text}`, 'buffer').subarray(0, OCTETS)
    const known = this.#sql('SELECT id FROM identity WHERE hash = ?').get(digest)?.[0]
    return (known as number | undefined) ?? this.#sql('INSERT INTO identity VALUES (NULL, ?)').run(digest).lastInsertRowid
  }
}
