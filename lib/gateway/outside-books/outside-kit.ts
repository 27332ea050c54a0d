import type { AddressBookStore, BookReader } from '#lib/address-book/store/address-book-store.ts'
import type { OutsideBookStore } from '#lib/address-book/outside/outside-book-store.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { identityOfAccount } from '#lib/session/account-identity.ts'
import type { Log } from '#lib/log/log.ts'
import type { KeptPasswords } from './kept-passwords.ts'
import type { OutsideRules } from './outside-reach.ts'

/** What synchronising with servers outside needs. */
export interface OutsideKit {
  readonly store: AddressBookStore
  readonly outside: OutsideBookStore
  readonly passwords: KeptPasswords
  /** What the site of an account allows; undefined where it has no such books. */
  readonly rulesOf: (account: string) => OutsideRules | undefined
  readonly log: Log
  readonly now: () => number
}

/** The rules of an account's site. Throws GatewayError 'no-such-contact' where it has no such books. */
export function rulesFor({ rulesOf }: OutsideKit, account: string): OutsideRules {
  const rules = rulesOf(account)
  if (!rules) throw new GatewayError('no-such-contact', 'outside books')
  return rules
}

/** The owner of a book when nobody is there: enough for what is theirs, and for nothing that others share with them. */
export function ownerOf(account: string): BookReader {
  const identity = identityOfAccount(account)
  if (!identity) throw new GatewayError('internal', 'account key')
  const { site, host, port, user } = identity
  return { account, user, realm: JSON.stringify([site, host, port]), names: [user.toLowerCase()], groups: [] }
}
