import type { SignedInPerson } from '#lib/api/admin/admin-shapes.ts'
import { identityOfAccount } from '#lib/session/account-identity.ts'
import type { OpenSession } from '#lib/session/sessions.ts'
import { createHash } from 'node:crypto'

/** Somebody who is signed in, and the account that their sessions belong to. */
export interface PersonWithAccount extends SignedInPerson {
  readonly account: string
}

/** Who is signed in on those sites, whoever was seen last first. */
export function peopleOn(sites: readonly string[], sessions: readonly OpenSession[]): readonly PersonWithAccount[] {
  const byAccount = Map.groupBy(sessions, ({ account }) => account)
  const people = [...byAccount].flatMap(([account, open]) => {
    const identity = identityOfAccount(account)
    if (!identity || !sites.includes(identity.site)) return []
    const times = open.map(({ madeAt, seenAt }) => ({ madeAt, seenAt })).toSorted((a, b) => b.seenAt - a.seenAt)
    return [{
      account,
      ref: personRef(account),
      user: identity.user,
      site: identity.site,
      host: identity.host,
      since: Math.min(...times.map(({ madeAt }) => madeAt)),
      seenAt: Math.max(...times.map(({ seenAt }) => seenAt)),
      sessions: times,
    }]
  })
  return people.toSorted((a, b) => b.seenAt - a.seenAt || a.user.localeCompare(b.user))
}

/** What names an account in addresses: a user name may hold anything, and needs not stand in a log of addresses. */
export function personRef(account: string): string {
  return createHash('sha256').update(account).digest('base64url').slice(0, 22)
}
