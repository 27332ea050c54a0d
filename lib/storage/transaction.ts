import type { Exclusive } from './call-queue.ts'
import type { Row, SqlValue } from './sqlite.ts'
import type { Storage } from './storage.ts'

/** Single statements, carried out where the transaction is. */
export type Statements = Pick<Storage, 'all' | 'get' | 'run'>

/** The storage that a transaction's work sees, until that work has ended. */
export class Transaction implements Storage, Exclusive {
  readonly #statements: Statements
  #open = true

  constructor(statements: Statements) {
    this.#statements = statements
  }

  get open(): boolean {
    return this.#open
  }

  end(): void {
    this.#open = false
  }

  async all(sql: string, params?: readonly SqlValue[]): Promise<readonly Row[]> {
    return this.#usable().all(sql, params)
  }

  async get(sql: string, params?: readonly SqlValue[]): Promise<Row | undefined> {
    return this.#usable().get(sql, params)
  }

  async run(sql: string, params?: readonly SqlValue[]): Promise<{ readonly changes: number }> {
    return this.#usable().run(sql, params)
  }

  mark(): undefined {
    return undefined
  }

  async transaction<T>(): Promise<T> {
    throw new Error('Transactions do not nest')
  }

  async close(): Promise<void> {
    throw new Error('A transaction cannot close its storage')
  }

  #usable(): Statements {
    if (!this.#open) throw new Error('This transaction has ended')
    return this.#statements
  }
}
