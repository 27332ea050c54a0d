import type { AddressBookStore, BookReader } from '#lib/address-book/store/address-book-store.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { identityOfAccount } from '#lib/session/account-identity.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'

export type { BookReader }

/** The address books of somebody who is signed in. */
export interface ContactsOf {
  readonly store: AddressBookStore
  readonly who: BookReader
}

/** As whom the books know somebody: names count at the same site and server, where nobody else can have them. */
export function bookReader({ account, user, address }: Pick<SignedIn, 'account' | 'user' | 'address'>, groups: readonly { readonly name: string }[]): BookReader {
  const identity = identityOfAccount(account)
  if (!identity) throw new GatewayError('internal', 'account key')
  const { site, host, port } = identity
  return {
    account,
    user,
    realm: JSON.stringify([site, host, port]),
    names: [...new Set([user.toLowerCase(), address.toLowerCase()])],
    groups: groups.map(({ name }) => name.toLowerCase()),
  }
}
