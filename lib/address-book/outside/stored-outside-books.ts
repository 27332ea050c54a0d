import { openGatewayStorage, openSharedStorage, type Storage } from '#lib/storage/storage.ts'
import { bookNamed, booksOf, changeBook, claim, follow, release, unfollow } from './followed-books.ts'
import { dropLink, linkAt, linkOfCard, linksOf, openLinks, saveLink } from './links.ts'
import type { OutsideBookStore } from './outside-book-store.ts'
import { OUTSIDE_MIGRATIONS } from './schema.ts'
import { addServer, changeServer, removeServer, serverNamed, serversOf } from './servers.ts'

/** Opens or creates `gateway/outside-books.sqlite` in a data directory. */
export async function openOutsideBooks(data: string): Promise<OutsideBookStore> {
  return storedOutsideBooks(await openGatewayStorage(data, 'outside-books', OUTSIDE_MIGRATIONS))
}

/** The same on a PostgreSQL server that several gateways share. Rejects when it cannot be reached. */
export async function openSharedOutsideBooks(url: string, schema = 'postern_outside_books'): Promise<OutsideBookStore> {
  return storedOutsideBooks(await openSharedStorage(url, schema, OUTSIDE_MIGRATIONS))
}

function storedOutsideBooks(storage: Storage): OutsideBookStore {
  const alone = <T>(work: (tx: Storage) => Promise<T>): Promise<T> => storage.transaction(work)
  return {
    servers: (account) => serversOf(storage, account),
    server: (account, id) => serverNamed(storage, account, id),
    addServer: (account, server) => alone((tx) => addServer(tx, account, server)),
    changeServer: (account, id, change) => alone((tx) => changeServer(tx, account, id, change)),
    removeServer: (account, id) => alone((tx) => removeServer(tx, account, id)),
    books: (account) => booksOf(storage, account),
    book: (book) => bookNamed(storage, book),
    follow: (book) => alone((tx) => follow(tx, book)),
    unfollow: (book) => alone((tx) => unfollow(tx, book)),
    changeBook: (book, change) => alone((tx) => changeBook(tx, book, change)),
    claim: (book, holder, time) => claim(storage, book, holder, time),
    release: (book, holder) => release(storage, book, holder),
    links: (book) => linksOf(storage, book),
    openLinks: (book) => openLinks(storage, book),
    link: (book, href) => linkAt(storage, book, href),
    linkOf: (book, card) => linkOfCard(storage, book, card),
    saveLink: (book, link) => saveLink(storage, book, link),
    dropLink: (book, href) => dropLink(storage, book, href),
    close: () => storage.close(),
  }
}
