import { AccountProblem, type Grant } from './account-directory.ts'

/** Owner, mailbox, grantee. */
export type GrantKey = readonly [string, string, string]

/** The rights of RFC 4314 §2.1 in its order. */
const RIGHTS = 'lrswipkxtea'

// No control characters, no empty level.
const LEVELS = /^[^/\u0000-\u001f\u007f-\u009f\u2028\u2029]+(?:\/[^/\u0000-\u001f\u007f-\u009f\u2028\u2029]+)*$/

/** A grant's texts as they are kept. Throws AccountProblem 'bad-name' for a mailbox or an alias that cannot be one. */
export function canonicalGrant({ mailbox, rights, alias }: Grant): Pick<Grant, 'mailbox' | 'rights' | 'alias'> {
  for (const name of [mailbox, alias]) {
    if (name.length > 500 || !name.isWellFormed() || !LEVELS.test(name)) throw new AccountProblem('bad-name', 'This cannot be the name of a mailbox')
  }
  return { mailbox: mailbox.normalize('NFC'), alias: alias.normalize('NFC'), rights: [...RIGHTS].filter((right) => rights.includes(right)).join('') }
}
