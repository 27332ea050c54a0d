import type { AccountDirectory } from '#lib/accounts/account-directory.ts'

/** Whom an address means on this server. */
export type Recipient =
  | { readonly kind: 'local'; readonly address: string; readonly account: string; readonly detail: string }
  | { readonly kind: 'outside'; readonly address: string }
  | { readonly kind: 'unknown'; readonly address: string }

/** The domains that are served here, in lower case; `localhost` is always one of them. */
export class LocalDomains {
  readonly primary: string
  readonly #all: ReadonlySet<string>
  constructor(domains: readonly string[]) {
    this.primary = domains[0]?.toLowerCase() ?? 'localhost'
    this.#all = new Set([...domains.map((domain) => domain.toLowerCase()), 'localhost'])
  }
  has(domain: string): boolean {
    return this.#all.has(domain.toLowerCase().replace(/\.$/, ''))
  }
}

/** Splits at the last `@`; an address without one has the domain ''. */
export function splitAddress(address: string): { readonly local: string; readonly domain: string } {
  const at = address.lastIndexOf('@')
  if (at < 0) return { local: address, domain: '' }
  return { local: unquote(address.slice(0, at)), domain: address.slice(at + 1).toLowerCase() }
}

// RFC 5321 §4.1.2: a quoted local part means what stands inside the quotes.
function unquote(local: string): string {
  if (local.length < 2 || !local.startsWith('"') || !local.endsWith('"')) return local
  return local.slice(1, -1).replace(/\\(.)/g, '$1')
}

/** The user and the detail of `user+detail` (RFC 5233). */
function splitDetail(local: string): { readonly user: string; readonly detail: string } {
  const plus = local.indexOf('+')
  return plus <= 0 ? { user: local, detail: '' } : { user: local.slice(0, plus), detail: local.slice(plus + 1) }
}

/** Finds out whom `address` means. RFC 5321 §4.5.1: postmaster always reaches somebody, here the account `admin` if there is no other. */
export async function resolveRecipient(address: string, domains: LocalDomains, accounts: AccountDirectory): Promise<Recipient> {
  const { local, domain } = splitAddress(address)
  if (domain !== '' && !domains.has(domain)) return { kind: 'outside', address }
  const { user, detail } = splitDetail(local)
  for (const name of user.toLowerCase() === 'postmaster' ? ['postmaster', 'admin'] : [user]) {
    const account = await accounts.find(name)
    if (account) return { kind: 'local', address, account: account.name, detail }
  }
  return { kind: 'unknown', address }
}

/** True when mail may be sent in the name of `address` by `account`: its name or `name+detail` at any local domain. */
export function belongsTo(account: string, address: string, domains: LocalDomains): boolean {
  const { local, domain } = splitAddress(address)
  if (domain === '' || !domains.has(domain)) return false
  return splitDetail(local).user.toLowerCase() === account.toLowerCase()
}
