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

/** What a key of an account was made of; undefined when it is no key of ours. */
export function identityOfAccount(account: string): AccountIdentity | undefined {
  try {
    const parts: unknown = JSON.parse(account)
    if (!Array.isArray(parts)) return undefined
    const [site, host, port, user] = parts as readonly unknown[]
    return typeof site === 'string' && typeof host === 'string' && typeof port === 'number' && typeof user === 'string' ? { site, host, port, user } : undefined
  } catch {
    return undefined // not written by accountKey
  }
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
