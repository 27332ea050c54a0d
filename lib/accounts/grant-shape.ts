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

/** Before the name of a group: no account can be called so (RFC 4314 §2 leaves to servers what else an identifier names). */
const GROUP = 'group:'

export interface Identifier {
  /** In its one spelling. */
  readonly identifier: string
  /** The account that it names, if any. */
  readonly account: string | undefined
  /** The group that it names, if any. */
  readonly group: string | undefined
}

/** The one spelling of an identifier, and what it names; undefined for what no identifier can be. */
export function readIdentifier(identifier: string): Identifier | undefined {
  const sign = identifier.startsWith('-') ? '-' : ''
  const name = identifier.slice(sign.length).toLowerCase()
  const group = /^group:([a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?)$/.exec(name)?.[1]
  if (group !== undefined) return { identifier: `${sign}${GROUP}${group}`, account: undefined, group }
  const account = findableAccount(name)
  if (account === undefined) return undefined
  return { identifier: sign + account, account: account === ANYONE || account === ANONYMOUS ? undefined : account, group: undefined }
}

/** Every identifier that speaks of that account, which is in these groups. */
export function identifiersOf(account: string, groups: readonly string[]): readonly string[] {
  const names = [account, ANYONE, ...groups.map((group) => GROUP + group)]
  return [...names, ...names.map((name) => `-${name}`)]
}

/** A grant's texts as they are kept. Throws AccountProblem 'bad-name' for an alias that cannot be one. */
export function canonicalGrant({ rights, alias }: Grant): { readonly rights: string; readonly alias: string | undefined } {
  if (alias !== undefined && (alias.length > 500 || !alias.isWellFormed() || !LEVELS.test(alias))) throw new AccountProblem('bad-name', 'This cannot be the name of a mailbox')
  return { alias: alias?.normalize('NFC'), rights: [...RIGHTS].filter((right) => rights.includes(right)).join('') }
}
