import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { AddressBookStore, BookReader } from '#lib/address-book/store/address-book-store.ts'
import type { PreparedBook } from '#lib/mail/contacts/prepared-book.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'

/** Says in a data directory whose prepared books are there, a realm a line. */
const MARKER = path.join('gateway', 'prepared-books')

/**
 * Makes the prepared books of a site and server once: what people change or delete afterwards stays so. Begun and not finished, it is begun again, and what
 * is there already stays. `readerOf` is the owner as the books know them.
 */
export async function loadPreparedBooks(store: AddressBookStore, { data, realm, books, readerOf }: { readonly data: string; readonly realm: string; readonly books: readonly PreparedBook[]; readonly readerOf: (owner: string) => BookReader }): Promise<void> {
  const marker = path.join(data, MARKER)
  const done = await readFile(marker, 'utf8').catch(() => '')
  if (done.split('\n').includes(realm)) return
  for (const book of books) await loadBook(store, readerOf(book.owner), book)
  await writeFile(marker, `${done}${realm}\n`, { mode: 0o600 })
}

async function loadBook(store: AddressBookStore, who: BookReader, { title, shared, cards }: PreparedBook): Promise<void> {
  const own = (await store.books(who)).filter(({ isOwn }) => isOwn)
  const known = title === '' ? own.find(({ kind }) => kind === 'personal') : own.find((each) => each.title === title)
  const { id } = known ?? (await store.createBook(who, title))
  for (const card of cards) {
    try {
      await store.save(who, id, card)
    } catch (error) {
      // There since a start that was cut off.
      if (!isGatewayError(error) || error.failure !== 'conflict') throw error
    }
  }
  for (const grant of shared) await store.share(who, id, grant)
}
