import { openGatewayStorage, openSharedStorage, type Storage } from '#lib/storage/storage.ts'
import type { AddressBookStore } from './address-book-store.ts'
import { createBook, deleteBook, ensureGiven, grantsOf, permitted, readableBooks, renameBook, shareBook } from './books.ts'
import { birthdays, cardRun, cardsByUid, changesSince, groupsOf, knownAddresses, lettersOf, listCards, searchCards } from './find-cards.ts'
import { createNamedBook, namedAfter, namedCards, namesAfter, namesSince, removeNamed, saveNamed } from './named-cards.ts'
import { apartIn, joinCards, setApart } from './join-cards.ts'
import { ADDRESS_BOOK_MIGRATIONS } from './schema.ts'
import { storedImports } from './imports/stored-imports.ts'
import { recordUse, suggest } from './used-addresses.ts'
import { keptCard, removeCard, saveCard, transferCard } from './write-cards.ts'

/** Opens or creates `gateway/address-books.sqlite` in a data directory. */
export async function openAddressBooks(data: string): Promise<AddressBookStore> {
  return storedAddressBooks(await openGatewayStorage(data, 'address-books', ADDRESS_BOOK_MIGRATIONS))
}

/** Address books on a PostgreSQL server that several gateways share. Rejects when it cannot be reached. */
export async function openSharedAddressBooks(url: string, schema = 'postern_address_books'): Promise<AddressBookStore> {
  return storedAddressBooks(await openSharedStorage(url, schema, ADDRESS_BOOK_MIGRATIONS))
}

/** Address books as rows of a storage. What writes is one transaction; what only reads may see a change that comes between two of its statements. */
function storedAddressBooks(storage: Storage): AddressBookStore {
  const alone = <T>(work: (tx: Storage) => Promise<T>): Promise<T> => storage.transaction(work)
  return {
    books: async (who) => {
      const books = await readableBooks(storage, who)
      if (books.some(({ kind, isOwn }) => isOwn && kind === 'collected')) return books
      return alone(async (tx) => {
        await ensureGiven(tx, who)
        return readableBooks(tx, who)
      })
    },
    book: (who, id) => permitted(storage, who, id, 'read'),
    createBook: (who, title) => alone((tx) => createBook(tx, who, title)),
    renameBook: (who, id, title) => alone((tx) => renameBook(tx, who, id, title)),
    deleteBook: (who, id) => alone((tx) => deleteBook(tx, who, id)),
    grants: (who, id) => grantsOf(storage, who, id),
    share: (who, id, grant) => alone((tx) => shareBook(tx, who, id, grant)),
    list: (who, book, options) => listCards(storage, who, book, options),
    letters: (who, book) => lettersOf(storage, who, book),
    groups: (who, book, limit) => groupsOf(storage, who, { book, limit }),
    search: (who, question, options) => searchCards(storage, who, question, options),
    card: async (who, place) => {
      await permitted(storage, who, place.book, 'read')
      return keptCard(storage, place)
    },
    cardsByUid: (who, book, uids) => cardsByUid(storage, who, book, uids),
    cards: (who, book, options) => cardRun(storage, who, book, options),
    known: (who, addresses) => knownAddresses(storage, who, addresses),
    birthdays: (who, from, to) => birthdays(storage, who, from, to),
    changesSince: (who, book, change) => alone((tx) => changesSince(tx, who, book, change)),
    save: (who, book, card, replacing) => alone((tx) => saveCard(tx, who, { book, card, replacing })),
    remove: (who, place, expected) => alone((tx) => removeCard(tx, who, place, expected)),
    copy: (who, place, to) => alone((tx) => transferCard(tx, who, { place, to, how: 'copy' })),
    move: (who, place, to) => alone((tx) => transferCard(tx, who, { place, to, how: 'move' })),
    createNamedBook: (who, name, title) => alone((tx) => createNamedBook(tx, who, name, title)),
    namesAfter: (who, book, after) => namesAfter(storage, who, book, after),
    namedAfter: (who, book, after) => namedAfter(storage, who, book, after),
    named: (who, book, names) => namedCards(storage, who, book, names),
    namesSince: (who, book, change, limit) => alone((tx) => namesSince(tx, who, { book, since: change, limit })),
    saveNamed: (who, place, card, mayReplace) => alone((tx) => saveNamed(tx, who, { place, card, mayReplace })),
    removeNamed: (who, place, mayReplace) => alone((tx) => removeNamed(tx, who, place, mayReplace)),
    join: (who, joining) => alone((tx) => joinCards(tx, who, joining)),
    setApart: (who, book, uids) => alone((tx) => setApart(tx, who, book, uids)),
    apart: (who, book) => apartIn(storage, who, book),
    recordUse: (who, used, at) => alone((tx) => recordUse(tx, who, used, at)),
    suggest: (who, text, limit) => suggest(storage, who, text, limit),
    ...storedImports(storage),
    close: () => storage.close(),
  }
}
