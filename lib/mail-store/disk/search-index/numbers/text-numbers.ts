import { casemap } from '#lib/mail/casemap.ts'
import type { Sql } from './page-table.ts'

/** Texts that are compared with each other: subjects, and names with addresses. */
export type TextKind = 'subject' | 'name'
const KIND_NUMBERS: Readonly<Record<TextKind, number>> = { subject: 0, name: 1 }

/** Each different text by i;unicode-casemap under a number of its own. */
export class TextNumbers {
  readonly #sql: Sql
  readonly #ranks = new Map<TextKind, Float64Array>()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** The text's number, which is used once more from here on. */
  use(kind: TextKind, text: string): number {
    const row = this.#sql('INSERT INTO text VALUES (NULL, ?, ?, 1) ON CONFLICT (kind, folded) DO UPDATE SET uses = uses + 1 RETURNING id, uses').get(KIND_NUMBERS[kind], casemap(text))
    if (row?.[1] === 1) this.#ranks.delete(kind)
    return row?.[0] as number
  }

  /** Forgets a text that nobody uses any more. */
  useLess(kind: TextKind, number: number): void {
    const uses = this.#sql('UPDATE text SET uses = uses - 1 WHERE id = ? RETURNING uses').get(number)?.[0]
    if (uses !== 0) return
    this.#sql('DELETE FROM text WHERE id = ?').run(number)
    // Another text may get its number.
    this.#ranks.delete(kind)
  }

  /** By the number of each text one that compares as the text does. */
  ranks(kind: TextKind): Float64Array {
    const known = this.#ranks.get(kind)
    if (known) return known
    // SQLite compares octets of UTF-8, as RFC 5051 does. One long row is read several times faster than many short ones.
    const row = this.#sql('SELECT json_group_array(id), max(id) FROM (SELECT id FROM text WHERE kind = ? ORDER BY folded)').get(KIND_NUMBERS[kind])
    const ranks = new Float64Array(Number(row?.[1] ?? 0) + 1)
    const order = JSON.parse(row?.[0] as string) as readonly number[]
    for (let at = 0; at < order.length; at++) ranks[order[at]!] = at
    this.#ranks.set(kind, ranks)
    return ranks
  }
}
