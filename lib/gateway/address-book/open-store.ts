import type { AddressBookStore } from '#lib/address-book/store/address-book-store.ts'
import { openAddressBooks, openSharedAddressBooks } from '#lib/address-book/store/stored-address-books.ts'
import type { Log } from '#lib/log/log.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'

export type { AddressBookStore }

/** Where this gateway keeps address books: the PostgreSQL server with that address, else its data directory. Rejects when it cannot be opened. */
export function openAddressBookStore(data: string, database?: string): Promise<AddressBookStore> {
  return database === undefined ? openAddressBooks(data) : openSharedAddressBooks(database)
}

/** The same store of books, or of what opens them; what its storage fails with is told to the log, and to the caller as GatewayError 'contacts-unavailable'. */
export function toldToLog<Store extends object>(store: Store, log: Log): Store {
  return new Proxy(store, {
    get: (target, name, receiver) => {
      const method: unknown = Reflect.get(target, name, receiver)
      if (typeof method !== 'function') return method
      return async (...args: readonly unknown[]) => {
        try {
          return await (method.apply(target, args) as Promise<unknown>)
        } catch (error) {
          if (isGatewayError(error)) throw error
          log.error('contacts-unavailable', error)
          throw new GatewayError('contacts-unavailable', String(name))
        }
      }
    },
  })
}
