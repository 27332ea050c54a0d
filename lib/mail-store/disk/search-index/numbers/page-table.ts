import type { SqliteStatement, SqlValue } from '#lib/storage/sqlite.ts'

/** What is kept for each content. To be added to at the end only: the place is a part of each page's number. */
const KINDS = ['mark', 'SUBJECT', 'FROM', 'TO', 'CC', 'DISPLAYFROM', 'DISPLAYTO', 'topic', 'id', 'sent', 'references'] as const
export type NumberKind = (typeof KINDS)[number]

/** Numbers of pages of one kind. */
const ROOM = 2 ** 40

export type Sql = (text: string) => SqliteStatement<readonly SqlValue[]>

/** The pages of one kind, packed numbers of some hundreds of contents each. */
export class PageTable {
  readonly #sql: Sql
  readonly #first: number

  constructor(sql: Sql, kind: NumberKind) {
    this.#sql = sql
    this.#first = KINDS.indexOf(kind) * ROOM
  }

  /** Undefined where there is none yet. */
  read(page: number): ArrayBuffer | undefined {
    const octets = this.#sql('SELECT octets FROM number_page WHERE id = ?').get(this.#first + page)?.[0]
    return octets instanceof Uint8Array ? aligned(octets) : undefined
  }

  /** By their numbers. */
  readAll(): ReadonlyMap<number, ArrayBuffer> {
    const rows = this.#sql('SELECT id, octets FROM number_page WHERE id >= ? AND id < ?').all(this.#first, this.#first + ROOM)
    return new Map(rows.map(([id, octets]) => [(id as number) - this.#first, aligned(octets as Uint8Array)]))
  }

  write(page: number, octets: Uint8Array): void {
    this.#sql('INSERT OR REPLACE INTO number_page VALUES (?, ?)').run(this.#first + page, octets)
  }
}

/** A buffer of its own, which typed arrays can lie in. */
function aligned(octets: Uint8Array): ArrayBuffer {
  return octets.slice().buffer as ArrayBuffer
}
