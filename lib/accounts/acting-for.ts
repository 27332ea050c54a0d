import type { Account, AccountDirectory } from './account-directory.ts'

/** What PLAIN says (RFC 4616 §2), each an account's name. */
export interface PlainClaim {
  /** Whom the client wants to act for; '' for itself. */
  readonly authorize: string
  readonly name: string
  readonly password: string
}

/**
 * The account that the client acts as: its own, or where that is one of `serviceAccounts` any other that exists. 'not-allowed' when the password is right
 * and the client may not: the same, in the same time, whether or not there is such an account. Undefined for a wrong name or password.
 */
export async function authenticateFor(accounts: AccountDirectory, serviceAccounts: readonly string[], { authorize, name, password }: PlainClaim): Promise<Account | 'not-allowed' | undefined> {
  const own = password === '' ? undefined : await accounts.authenticate(name, password)
  if (!own || authorize === '' || authorize === name) return own
  const wanted = await accounts.find(authorize)
  if (wanted?.name === own.name) return own
  return wanted && serviceAccounts.includes(own.name) ? wanted : 'not-allowed'
}
