import { AccountProblem } from './account-directory.ts'

/** The form under which an account is kept and found; undefined for a name that no account can have. */
export function findableAccount(name: string): string | undefined {
  const lower = name.toLowerCase()
  return /^[a-z0-9_+-][a-z0-9._+-]{0,63}$/.test(lower) ? lower : undefined
}

/** As `findableAccount`. Throws AccountProblem 'bad-name'. */
export function newAccountName(name: string): string {
  const findable = findableAccount(name)
  if (findable === undefined || findable.startsWith('-')) {
    throw new AccountProblem('bad-name', 'An account name has 1 to 64 letters a to z, digits, or . _ + -, and no dot or hyphen at its beginning')
  }
  // RFC 4314 §2: in access control lists these are everybody, and whoever says no name.
  if (findable === 'anyone' || findable === 'anonymous') throw new AccountProblem('bad-name', `No account can have the name ${findable}`)
  return findable
}
