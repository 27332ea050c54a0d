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
