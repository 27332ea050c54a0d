import { AccountProblem, type Grant } from './account-directory.ts'
import { findableAccount } from './account-name.ts'

/** Everybody who can sign in (RFC 4314 §2). */
export const ANYONE = 'anyone'

/** Who signs in without a name (RFC 4314 §2). */
export const ANONYMOUS = 'anonymous'

/** The rights of RFC 4314 §2.1 in its order. */
const RIGHTS = 'lrswipkxtea'

// No control characters, no empty level.
const LEVELS = /^[^/\u0000-\u001f\u007f-\u009f\u2028\u2029]+(?:\/[^/\u0000-\u001f\u007f-\u009f\u2028\u2029]+)*$/

/** The one spelling of an identifier, and the account that it names; undefined for what no identifier can be. */
export function readIdentifier(identifier: string): { readonly identifier: string; readonly account: string | undefined } | undefined {
  const sign = identifier.startsWith('-') ? '-' : ''
  const account = findableAccount(identifier.slice(sign.length))
  if (account === undefined) return undefined
  return { identifier: sign + account, account: account === ANYONE || account === ANONYMOUS ? undefined : account }
}

/** Every identifier that speaks of that account. */
export function identifiersOf(account: string): readonly [string, string, string, string] {
  return [account, ANYONE, `-${account}`, `-${ANYONE}`]
}

/** A grant's texts as they are kept. Throws AccountProblem 'bad-name' for an alias that cannot be one. */
export function canonicalGrant({ rights, alias }: Grant): { readonly rights: string; readonly alias: string | undefined } {
  if (alias !== undefined && (alias.length > 500 || !alias.isWellFormed() || !LEVELS.test(alias))) throw new AccountProblem('bad-name', 'This cannot be the name of a mailbox')
  return { alias: alias?.normalize('NFC'), rights: [...RIGHTS].filter((right) => rights.includes(right)).join('') }
}
