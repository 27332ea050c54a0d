import type { OutsideBookStore } from '#lib/address-book/outside/outside-book-store.ts'
import { openOutsideBooks, openSharedOutsideBooks } from '#lib/address-book/outside/stored-outside-books.ts'

export type { OutsideBookStore }

/** Where this gateway keeps what it knows of books on other servers: the PostgreSQL server with that address, else its data directory. Rejects when it cannot be opened. */
export function openOutsideBookStore(data: string, database?: string): Promise<OutsideBookStore> {
  return database === undefined ? openOutsideBooks(data) : openSharedOutsideBooks(database)
}
