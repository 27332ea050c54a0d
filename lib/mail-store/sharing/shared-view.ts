import type { SpecialUse } from '#lib/mail/special-use.ts'
import { canonicalName, findableName } from '../mailbox-name.ts'
import { StoreProblem, type Annotations, type Mailbox, type MailboxEntry, type MailStore, type QuotaLimits, type QuotaRoot } from '../mail-store.ts'
import { OthersMailboxes, SHARED, USERS, type Place, type SharedGrant } from './others-mailboxes.ts'
import { isKnown } from '../rights.ts'
import { isSeenShared } from '../shared-seen.ts'
import { SharedMailbox } from './shared-mailbox.ts'

/** The access control lists of all accounts' mailboxes. */
export interface GrantBook {
  /** What speaks of that account, or of anyone, in mailboxes of others. */
  grantsTo(account: string): Promise<readonly SharedGrant[]>
  grantsOf(owner: string): Promise<readonly SharedGrant[]>
  grant(grant: SharedGrant): Promise<void>
  forgetMailbox(owner: string, uidValidity: number): Promise<void>
  /** Calls when any of them has changed, until the returned function is called. */
  watchGrants(listener: () => void): () => void
}

export interface SharedViewOptions {
  readonly account: string
  /** Asked anew at each call, so that a grant given or taken back counts at once. */
  readonly grants: GrantBook
  readonly storeOf: (owner: string) => Promise<MailStore>
}

/**
 * The store of one account together with what others share with it (RFC 4314). A mailbox with which the account may do nothing
 * does not exist for it. Access control lists follow their mailbox: a rename keeps them, a new mailbox takes over that of the
 * nearest one above it, and they go when it goes.
 */
export function withShared(own: MailStore, options: SharedViewOptions): MailStore {
  return new SharedView(own, options)
}

class SharedView implements MailStore {
  readonly #own: MailStore
  readonly #options: SharedViewOptions
  readonly #seen = new WeakMap<Mailbox, SharedMailbox>()

  constructor(own: MailStore, options: SharedViewOptions) {
    this.#own = own
    this.#options = options
  }

  async mailbox(name: string): Promise<Mailbox | undefined> {
    if (!isOthers(name)) return this.#own.mailbox(name)
    const others = await this.#others()
    const place = await others.place(name)
    if (!place) return this.#own.mailbox(name)
    const inner = await (await this.#options.storeOf(place.owner)).mailbox(place.name)
    const rights = inner && others.rightsTo(place.owner, inner.uidValidity)
    if (!inner || rights === undefined || !isKnown(rights)) return undefined
    return this.#share(inner, { owner: place.owner, rights, name: await others.nameOf({ owner: place.owner, name: inner.name }) })
  }

  get annotations(): Annotations {
    return this.#own.annotations
  }

  async nameOf(uidValidity: number, owner: string = this.#options.account): Promise<string | undefined> {
    if (owner === this.#options.account) return this.#own.nameOf(uidValidity)
    const others = await this.#others()
    const name = others.rightsTo(owner, uidValidity).includes('l') ? await (await this.#options.storeOf(owner)).nameOf(uidValidity) : undefined
    return name === undefined ? undefined : others.nameOf({ owner, name })
  }

  async mailboxes(): Promise<readonly MailboxEntry[]> {
    const [own, others] = [await this.#own.mailboxes(), await (await this.#others()).entries()]
    const taken = new Set(others.map(({ name }) => name))
    return [...own.filter(({ name }) => !taken.has(name)), ...others.filter(({ rights }) => rights.includes('l'))]
  }

  async create(name: string, specialUse?: SpecialUse): Promise<Mailbox> {
    const canonical = canonicalName(name)
    const others = await this.#others()
    const place = isOthers(canonical) ? await others.place(canonical) : undefined
    if (!place) {
      refuseNamespace(canonical)
      const made = await this.#own.create(canonical, specialUse)
      await this.#inherit(this.#own, this.#options.account, made)
      return made
    }
    await this.#requireAbove(others, place)
    const store = await this.#options.storeOf(place.owner)
    const inner = await store.create(place.name)
    await this.#inherit(store, place.owner, inner)
    return (await this.mailbox(canonical)) ?? inner
  }

  async rename(from: string, to: string): Promise<void> {
    const target = canonicalName(to)
    if (!isOthers(from) && !isOthers(target)) return this.#own.rename(from, target)
    const others = await this.#others()
    const [source, destination] = [await others.place(from), await others.place(target)]
    if (!source && !destination) {
      refuseNamespace(target)
      return this.#own.rename(from, target)
    }
    // A mailbox does not change hands by a rename, and one that was shared under a name of its own keeps that name.
    if (!source || !destination || source.owner !== destination.owner) throw new StoreProblem('refused')
    await this.#require(others, source, 'x')
    await this.#requireAbove(others, destination)
    await (await this.#options.storeOf(source.owner)).rename(source.name, destination.name)
  }

  async remove(name: string): Promise<void> {
    const others = isOthers(name) ? await this.#others() : undefined
    const place = await others?.place(name)
    if (others && place) await this.#require(others, place, 'x')
    const [store, owner, local] = place ? [await this.#options.storeOf(place.owner), place.owner, place.name] : [this.#own, this.#options.account, name]
    const gone = await store.mailbox(local)
    await store.remove(local)
    // RFC 4314 §4: the list goes with the mailbox. No mailbox ever has its UIDVALIDITY again, should this fail.
    if (gone) await this.#options.grants.forgetMailbox(owner, gone.uidValidity)
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

  quotaRootOf(name: string): Promise<string> {
    return this.#own.quotaRootOf(name)
  }

  setQuota(mailbox: string, limits: QuotaLimits): Promise<void> {
    return this.#own.setQuota(mailbox, limits)
  }

  watchNames(listener: () => void): () => void {
    const { account, grants, storeOf } = this.#options
    const stops = new Map<string, () => void>([['', this.#own.watchNames(listener)]])
    let ended = false
    const follow = async (): Promise<void> => {
      for (const { owner } of await grants.grantsTo(account)) {
        const store = await storeOf(owner)
        if (!ended && !stops.has(owner)) stops.set(owner, store.watchNames(listener))
      }
    }
    // An owner whose store cannot be opened shows as one who shares nothing, here as in every list.
    const noted = (): void => void follow().catch(() => undefined).finally(() => void (ended || listener()))
    const stopGrants = grants.watchGrants(noted)
    void follow().catch(() => undefined)
    return () => {
      ended = true
      stopGrants()
      for (const stop of stops.values()) stop()
    }
  }

  async #others(): Promise<OthersMailboxes> {
    return new OthersMailboxes(await this.#options.grants.grantsTo(this.#options.account), this.#options.storeOf)
  }

  /** RFC 4314 §4, CREATE: a new mailbox has the list of the nearest one above it, its shared name apart. */
  async #inherit(store: MailStore, owner: string, made: Mailbox): Promise<void> {
    const above = await nearestAbove(store, made.name)
    if (!above) return
    for (const { identifier, rights, uidValidity } of await this.#options.grants.grantsOf(owner)) {
      if (uidValidity === above.uidValidity) await this.#options.grants.grant({ owner, uidValidity: made.uidValidity, identifier, rights })
    }
  }

  /** Throws StoreProblem: 'no-such-mailbox' for what cannot be known of, 'no-right' for what may not be done. */
  async #require(others: OthersMailboxes, { owner, name }: Place, right: string): Promise<void> {
    const mailbox = await (await this.#options.storeOf(owner)).mailbox(name)
    const rights = mailbox ? others.rightsTo(owner, mailbox.uidValidity) : ''
    if (!isKnown(rights)) throw new StoreProblem('no-such-mailbox')
    if (!rights.includes(right)) throw new StoreProblem('no-right')
  }

  /** RFC 4314 §4: what is made or moved to a name needs `k` on the nearest mailbox above it. */
  async #requireAbove(others: OthersMailboxes, { owner, name }: Place): Promise<void> {
    const above = await nearestAbove(await this.#options.storeOf(owner), name)
    if (!above || !others.rightsTo(owner, above.uidValidity).includes('k')) throw new StoreProblem('no-right')
  }

  async #share(inner: Mailbox, { name, owner, rights }: { readonly name: string; readonly owner: string; readonly rights: string }): Promise<SharedMailbox> {
    const seenShared = isSeenShared(await inner.annotations.all())
    const known = this.#seen.get(inner)
    known?.renew(rights)
    if (known?.name === name && known.seenShared === seenShared) return known
    const shared = new SharedMailbox(inner, { name, owner, rights, reader: this.#options.account, seenShared }, async () => {
      const now = (await this.#others()).rightsTo(owner, inner.uidValidity)
      return isKnown(now) ? now : undefined
    })
    this.#seen.set(inner, shared)
    return shared
  }
}

async function nearestAbove(store: MailStore, name: string): Promise<Mailbox | undefined> {
  const levels = name.split('/')
  for (let depth = levels.length - 1; depth > 0; depth--) {
    const above = await store.mailbox(levels.slice(0, depth).join('/'))
    if (above) return above
  }
  return undefined
}

function isOthers(name: string): boolean {
  const findable = findableName(name)
  return findable !== undefined && (findable.startsWith(SHARED) || findable.startsWith(USERS))
}

/** Names in the namespaces of others are theirs to make. */
function refuseNamespace(name: string): void {
  if (isOthers(name)) throw new StoreProblem('no-right')
}
