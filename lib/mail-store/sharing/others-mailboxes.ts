import { findableName, isBelow } from '../mailbox-name.ts'
import type { MailboxEntry, MailStore } from '../mail-store.ts'
import { effectiveRights, type AclEntry } from '../rights.ts'

/** What stands before mailboxes that were shared under a name of their own (RFC 2342, shared namespace). */
export const SHARED = 'Shared/'

/** What stands before `<owner>/<mailbox>`, for all others (RFC 2342, other users' namespace). */
export const USERS = 'Users/'

/** An entry of the access control list of one mailbox of `owner`, which its UIDVALIDITY names; seen as `Shared/<alias>` where it has one. */
export interface SharedGrant extends AclEntry {
  readonly owner: string
  readonly uidValidity: number
  readonly alias?: string
}

/** Where a name leads: to a mailbox of `owner` that exists, or to a name at which one could be made. */
export interface Place {
  readonly owner: string
  /** The name in the owner's store. */
  readonly name: string
}

/** What one account sees of others at one moment, by the grants that speak of it. */
export class OthersMailboxes {
  readonly #grants: readonly SharedGrant[]
  readonly #storeOf: (owner: string) => Promise<MailStore>

  constructor(grants: readonly SharedGrant[], storeOf: (owner: string) => Promise<MailStore>) {
    this.#grants = grants
    this.#storeOf = storeOf
  }

  /** What the account may do with that mailbox. */
  rightsTo(owner: string, uidValidity: number): string {
    return effectiveRights(this.#grants.filter((grant) => grant.owner === owner && grant.uidValidity === uidValidity))
  }

  /** The mailboxes that somebody has said something about, with the names under which they are seen. */
  async entries(): Promise<readonly MailboxEntry[]> {
    const entries = new Map<string, MailboxEntry>()
    for (const owner of new Set(this.#grants.map((grant) => grant.owner))) {
      const store = await this.#storeOf(owner)
      const roots = await this.#roots(owner, store)
      for (const uidValidity of new Set(this.#grants.filter((grant) => grant.owner === owner).map((grant) => grant.uidValidity))) {
        const name = await store.nameOf(uidValidity)
        if (name === undefined) continue
        const seenAs = nameFrom(owner, name, roots)
        // A longer alias speaks where two mailboxes would have one name.
        if (!entries.has(seenAs) || roots.some((root) => root.name === name)) entries.set(seenAs, { name: seenAs, rights: this.rightsTo(owner, uidValidity), uidValidity, owner })
      }
    }
    return [...entries.values()]
  }

  /** Where that name leads; undefined for a name that is the account's own or nobody's. */
  async place(name: string): Promise<Place | undefined> {
    const findable = findableName(name)
    if (findable?.startsWith(SHARED)) return this.#placeOfAlias(findable.slice(SHARED.length))
    if (!findable?.startsWith(USERS)) return undefined
    const [owner = '', ...levels] = findable.slice(USERS.length).split('/')
    // Only stores of those who share are looked into: others may not even exist.
    if (levels.length === 0 || !this.#grants.some((grant) => grant.owner === owner)) return undefined
    const place = { owner, name: levels.join('/') }
    return (await this.nameOf(place)) === findable ? place : undefined
  }

  /** The name under which a mailbox of somebody else is seen: one, whatever else would lead to it. */
  async nameOf({ owner, name }: Place): Promise<string> {
    return nameFrom(owner, name, await this.#roots(owner, await this.#storeOf(owner)))
  }

  async #placeOfAlias(local: string): Promise<Place | undefined> {
    const matching = this.#grants.filter((grant): grant is SharedGrant & { alias: string } => grant.alias !== undefined && (local === grant.alias || isBelow(local, grant.alias)))
    for (const { owner, uidValidity, alias } of matching.sort((a, b) => b.alias.length - a.alias.length)) {
      const root = await (await this.#storeOf(owner)).nameOf(uidValidity)
      if (root !== undefined) return { owner, name: root + local.slice(alias.length) }
    }
    return undefined
  }

  /** What the owner shares under names of their own, longest first. */
  async #roots(owner: string, store: MailStore): Promise<readonly Root[]> {
    const roots: Root[] = []
    for (const grant of this.#grants) {
      if (grant.owner !== owner || grant.alias === undefined) continue
      const name = await store.nameOf(grant.uidValidity)
      if (name !== undefined) roots.push({ name, alias: grant.alias })
    }
    return roots.sort((a, b) => b.name.length - a.name.length)
  }
}

interface Root {
  readonly name: string
  readonly alias: string
}

function nameFrom(owner: string, name: string, roots: readonly Root[]): string {
  const root = roots.find((candidate) => name === candidate.name || isBelow(name, candidate.name))
  return root ? SHARED + root.alias + name.slice(root.name.length) : `${USERS}${owner}/${name}`
}
