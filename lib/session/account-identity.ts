/** What tells one account from every other: a user name alone does not, where people may name their server. */
export interface AccountIdentity {
  readonly site: string
  readonly host: string
  readonly port: number
  readonly user: string
}

/** The identity as one text: the key of everything that the gateway keeps for the account. Hosts compare without case. */
export function accountKey({ site, host, port, user }: AccountIdentity): string {
  return JSON.stringify([site, host.toLowerCase().replace(/\.$/, ''), port, user])
}

/** The site in an account's key; undefined when it is no key of ours. */
export function siteOfAccount(account: string): string | undefined {
  try {
    const parts: unknown = JSON.parse(account)
    return Array.isArray(parts) && typeof parts[0] === 'string' ? parts[0] : undefined
  } catch {
    return undefined // not written by accountKey
  }
}
