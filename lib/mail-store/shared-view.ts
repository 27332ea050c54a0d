import type { SpecialUse } from '#lib/mail/special-use.ts'
import { canonicalName, findableName, isBelow } from './mailbox-name.ts'
import { StoreProblem, type Mailbox, type MailboxEntry, type MailStore, type QuotaRoot } from './mail-store.ts'
import { canonicalRights } from './rights.ts'
import { SharedMailbox } from './shared-mailbox.ts'

/** What stands before the name of every mailbox of others (RFC 2342). */
const PREFIX = 'Shared/'

/** A mailbox of `owner`, and what is below it, used by another with the RFC 4314 `rights` and seen as `Shared/<alias>`. */
export interface SharedGrant {
  readonly owner: string
  readonly mailbox: string
  readonly rights: string
  readonly alias: string
}

/**
 * The store of one account together with what others share with it. `grants` is asked anew at each call, so that a grant
 * given or taken back counts at once. A mailbox that the grantee may neither list nor read does not exist for it.
 */
export function withShared(own: MailStore, grants: () => Promise<readonly SharedGrant[]>, storeOf: (owner: string) => Promise<MailStore>): MailStore {
  return new SharedView(own, grants, storeOf)
}

/** Where a name of the view leads. */
interface Place {
  readonly grant: SharedGrant
  /** The name in the owner's store. */
  readonly name: string
}

class SharedView implements MailStore {
  readonly #own: MailStore
  readonly #grants: () => Promise<readonly SharedGrant[]>
  readonly #storeOf: (owner: string) => Promise<MailStore>
  readonly #seen = new WeakMap<Mailbox, SharedMailbox>()

  constructor(own: MailStore, grants: () => Promise<readonly SharedGrant[]>, storeOf: (owner: string) => Promise<MailStore>) {
    this.#own = own
    this.#grants = grants
    this.#storeOf = storeOf
  }

  async mailbox(name: string): Promise<Mailbox | undefined> {
    const place = await this.#place(name)
    if (!place) return this.#own.mailbox(name)
    if (!isVisible(place.grant)) return undefined
    const inner = await (await this.#storeOf(place.grant.owner)).mailbox(place.name)
    return inner && this.#share(inner, place.grant)
  }

  async mailboxes(): Promise<readonly MailboxEntry[]> {
    const [own, shared] = [await this.#own.mailboxes(), await this.#sharedEntries()]
    const taken = new Set(shared.map(({ name }) => name))
    return [...own.filter(({ name }) => !taken.has(name)), ...shared]
  }

  async create(name: string, specialUse?: SpecialUse): Promise<Mailbox> {
    const place = await this.#place(canonicalName(name))
    if (!place) {
      refuseNamespace(name)
      return this.#own.create(name, specialUse)
    }
    requireRight(place, 'k', 'below')
    const inner = await (await this.#storeOf(place.grant.owner)).create(place.name)
    return this.#share(inner, place.grant)
  }

  async rename(from: string, to: string): Promise<void> {
    const [source, target] = [await this.#place(from), await this.#place(canonicalName(to))]
    if (!source && !target) {
      refuseNamespace(to)
      return this.#own.rename(from, to)
    }
    // A mailbox does not change hands by a rename, and the one that was shared keeps its name.
    if (!source || !target || source.grant.owner !== target.grant.owner) throw new StoreProblem('refused')
    requireRight(source, 'x', 'below')
    requireRight(target, 'k', 'below')
    await (await this.#storeOf(source.grant.owner)).rename(source.name, target.name)
  }

  async remove(name: string): Promise<void> {
    const place = await this.#place(name)
    if (!place) return this.#own.remove(name)
    requireRight(place, 'x', 'itself')
    await (await this.#storeOf(place.grant.owner)).remove(place.name)
  }

  subscriptions(): Promise<readonly string[]> {
    return this.#own.subscriptions()
  }

  subscribe(name: string): Promise<void> {
    return this.#own.subscribe(name)
  }

  unsubscribe(name: string): Promise<void> {
    return this.#own.unsubscribe(name)
  }

  quota(): Promise<readonly QuotaRoot[]> {
    return this.#own.quota()
  }

  async #sharedEntries(): Promise<readonly MailboxEntry[]> {
    const entries = new Map<string, MailboxEntry>()
    // Shorter aliases first: the grant of a longer one that lies below speaks last.
    const grants = [...(await this.#grants())].sort((a, b) => a.alias.length - b.alias.length)
    for (const grant of grants) {
      const rights = canonicalRights(grant.rights)
      for (const { name } of await (await this.#storeOf(grant.owner)).mailboxes()) {
        const seenAs = nameInView(name, grant)
        if (seenAs === undefined) continue
        if (rights.includes('l')) entries.set(seenAs, { name: seenAs, rights })
        else entries.delete(seenAs)
      }
    }
    return [...entries.values()]
  }

  async #place(name: string): Promise<Place | undefined> {
    const findable = findableName(name)
    if (!findable?.startsWith(PREFIX)) return undefined
    const local = findable.slice(PREFIX.length)
    const matching = (await this.#grants()).filter(({ alias }) => local === alias || isBelow(local, alias))
    const grant = matching.sort((a, b) => b.alias.length - a.alias.length)[0]
    return grant && { grant, name: grant.mailbox + local.slice(grant.alias.length) }
  }

  #share(inner: Mailbox, grant: SharedGrant): SharedMailbox {
    const name = nameInView(inner.name, grant) ?? PREFIX + grant.alias
    const known = this.#seen.get(inner)
    if (known?.name === name) return known
    const shared = new SharedMailbox(inner, { name, owner: grant.owner, rights: canonicalRights(grant.rights) }, async () => {
      // The owner may have renamed it meanwhile: then this name no longer leads here.
      const place = await this.#place(name)
      return place && isVisible(place.grant) && place.grant.owner === grant.owner && place.name === inner.name ? canonicalRights(place.grant.rights) : undefined
    })
    this.#seen.set(inner, shared)
    return shared
  }
}

function nameInView(name: string, { mailbox, alias }: SharedGrant): string | undefined {
  return name === mailbox || isBelow(name, mailbox) ? PREFIX + alias + name.slice(mailbox.length) : undefined
}

function isVisible({ rights }: SharedGrant): boolean {
  return /[lr]/.test(rights)
}

/** Throws StoreProblem: 'no-such-mailbox' for what cannot be seen, 'no-right' for what may not be done. */
function requireRight({ grant, name }: Place, right: string, where: 'itself' | 'below'): void {
  if (!isVisible(grant)) throw new StoreProblem('no-such-mailbox')
  const isHere = where === 'itself' || name !== grant.mailbox
  if (!isHere || !canonicalRights(grant.rights).includes(right)) throw new StoreProblem('no-right')
}

/** Names in the namespace of others are theirs to make. */
function refuseNamespace(name: string): void {
  if (findableName(name)?.startsWith(PREFIX)) throw new StoreProblem('no-right')
}
