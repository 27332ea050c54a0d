import type { AddressBookStore } from '#lib/address-book/store/address-book-store.ts'

/** The same store, which tells of each book in which it has changed a card. */
export function noticingChanges(store: AddressBookStore, changed: (book: string) => void): AddressBookStore {
  const telling = <T>(work: Promise<T>, ...books: readonly string[]): Promise<T> => {
    void work.then(() => books.forEach(changed), () => undefined) // whoever asked hears of a failure
    return work
  }
  const overlay: Partial<AddressBookStore> = {
    save: (who, book, card, replacing) => telling(store.save(who, book, card, replacing), book),
    remove: (who, place, expected) => telling(store.remove(who, place, expected), place.book),
    copy: (who, place, to) => telling(store.copy(who, place, to), to),
    move: (who, place, to) => telling(store.move(who, place, to), place.book, to),
    deleteBook: (who, book) => telling(store.deleteBook(who, book), book),
  }
  return new Proxy(store, {
    get: (target, name, receiver) => {
      const own = overlay[name as keyof AddressBookStore]
      if (own) return own
      const method: unknown = Reflect.get(target, name, receiver)
      return typeof method === 'function' ? (method.bind(target) as unknown) : method
    },
  })
}
