import type { SpecialUse } from '#lib/mail/special-use.ts'
import { toUidValidity } from '#lib/mail/uid.ts'
import { canonicalName, findableName, INBOX, renamedNames } from '../mailbox-name.ts'
import { StoreProblem, type Mailbox, type MailboxEntry, type MailStore, type QuotaLimits, type QuotaRoot } from '../mail-store.ts'
import { NameListeners } from '../listeners/name-listeners.ts'
import { nearestRoot, QuotaLedger, quotaRoot, requireSmaller, type QuotaRoom, type Usage } from '../quota-ledger.ts'
import { MAILBOX_LIMIT, nextUidValidity, type StoreOptions } from '../store-options.ts'
import type { MemoryAccount } from './memory-account.ts'
import { MemoryAnnotations } from './memory-annotations.ts'
import { MemoryMailbox } from './memory-mailbox.ts'

const NOTHING: Usage = { size: 0, messages: 0 }

/** One account in memory. Every change is one synchronous step, so readers see before or after. */
export class MemoryMailStore implements MailStore, MemoryAccount {
  readonly name: string
  readonly options: StoreOptions
  /** By the mailbox that is the root; undefined for the account's own. */
  readonly #ledgers = new Map<MemoryMailbox | undefined, QuotaLedger>()
  readonly #lastUidValidity: Map<string, number>
  readonly #mailboxes = new Map<string, MemoryMailbox>()
  readonly #subscriptions = new Set<string>()
  readonly #names = new NameListeners()
  readonly annotations = new MemoryAnnotations().of('')

  constructor(account: string, options: StoreOptions, lastUidValidity: Map<string, number>) {
    this.options = options
    this.name = account
    this.#lastUidValidity = lastUidValidity
    this.#add(INBOX)
  }

  async mailbox(name: string): Promise<Mailbox | undefined> {
    return this.#mailboxes.get(findableName(name) ?? '')
  }

  async nameOf(uidValidity: number): Promise<string | undefined> {
    return [...this.#mailboxes.values()].find((mailbox) => Number(mailbox.uidValidity) === uidValidity)?.name
  }

  async mailboxes(): Promise<readonly MailboxEntry[]> {
    return [...this.#mailboxes.values()].map(({ name, specialUse, rights, uidValidity }) => ({ name, rights, uidValidity, ...(specialUse && { specialUse }) }))
  }

  async create(name: string, specialUse?: SpecialUse): Promise<Mailbox> {
    const canonical = canonicalName(name)
    if (this.#mailboxes.has(canonical)) throw new StoreProblem('exists')
    if (this.#mailboxes.size >= MAILBOX_LIMIT) throw new StoreProblem('over-quota')
    const made = this.#add(canonical, specialUse)
    this.#names.tell()
    return made
  }

  async rename(from: string, to: string): Promise<void> {
    const [source, target] = [findableName(from), canonicalName(to)]
    if (source === undefined) throw new StoreProblem('no-such-mailbox')
    const limits = await this.#limits()
    if (source === INBOX) {
      await this.#moveInbox(target)
      return this.#names.tell()
    }
    const pairs = renamedNames([...this.#mailboxes.keys()], source, target)
    const before = this.#usages()
    this.#renameAll(pairs)
    try {
      for (const [root, usage] of this.#usages()) requireSmaller(usage, before.get(root) ?? NOTHING, root?.limits ?? limits)
    } catch (error) {
      this.#renameAll(pairs.map(([old, renamed]) => [renamed, old] as const).reverse())
      throw error
    }
    this.#names.tell()
  }

  async remove(name: string): Promise<void> {
    const mailbox = this.#mailboxes.get(findableName(name) ?? '')
    if (!mailbox) throw new StoreProblem('no-such-mailbox')
    if (mailbox.name === INBOX) throw new StoreProblem('refused')
    this.#mailboxes.delete(mailbox.name)
    mailbox.discard()
    this.#names.tell()
  }

  async subscriptions(): Promise<readonly string[]> {
    return [...this.#subscriptions]
  }

  async subscribe(name: string): Promise<void> {
    if (this.#subscriptions.size >= MAILBOX_LIMIT) throw new StoreProblem('over-quota')
    this.#subscriptions.add(canonicalName(name))
    this.#names.tell()
  }

  async unsubscribe(name: string): Promise<void> {
    this.#subscriptions.delete(findableName(name) ?? '')
    this.#names.tell()
  }

  async quota(): Promise<readonly QuotaRoot[]> {
    const limits = await this.#limits()
    return [undefined, ...this.#roots()].map((root) => quotaRoot(root?.name ?? '', this.#usage(root), root?.limits ?? limits))
  }

  async quotaRootOf(name: string): Promise<string> {
    return nearestRoot(this.#roots(), findableName(name) ?? '')?.name ?? ''
  }

  async setQuota(mailbox: string, { storage, messages }: QuotaLimits): Promise<void> {
    const found = this.#mailboxes.get(findableName(mailbox) ?? '')
    if (found?.name === INBOX) throw new StoreProblem('refused')
    if (!found) throw new StoreProblem('no-such-mailbox')
    found.limits = storage === undefined && messages === undefined ? undefined : { storage, messages }
  }

  async room(mailbox: MemoryMailbox): Promise<QuotaRoom> {
    const limits = await this.#limits()
    const root = nearestRoot(this.#roots(), mailbox.name)
    const ledger = this.#ledgers.get(root) ?? new QuotaLedger()
    this.#ledgers.set(root, ledger)
    return { limits: root?.limits ?? limits, ledger, size: () => this.#usage(root).size, count: () => this.#usage(root).messages }
  }

  isSameRoot(one: MemoryMailbox, other: MemoryMailbox): boolean {
    const roots = this.#roots()
    return nearestRoot(roots, one.name) === nearestRoot(roots, other.name)
  }

  watchNames(listener: () => void): () => void {
    return this.#names.add(listener)
  }

  /** The account is gone: whoever holds one of its mailboxes is told. */
  removeAll(): void {
    for (const mailbox of this.#mailboxes.values()) mailbox.discard()
    this.#mailboxes.clear()
  }

  #limits(): Promise<QuotaLimits> {
    const { quotaOf, messageQuotaOf } = this.options
    return Promise.all([quotaOf?.(this.name), messageQuotaOf?.(this.name)]).then(([storage, messages]) => ({ storage, messages }))
  }

  /** The mailboxes that are quota roots, by their names. */
  #roots(): readonly MemoryMailbox[] {
    return [...this.#mailboxes.values()].filter(({ limits }) => limits !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  #usage(root: MemoryMailbox | undefined): Usage {
    return this.#usages().get(root) ?? NOTHING
  }

  #usages(): ReadonlyMap<MemoryMailbox | undefined, Usage> {
    const roots = this.#roots()
    const usages = new Map<MemoryMailbox | undefined, Usage>()
    for (const mailbox of this.#mailboxes.values()) {
      const root = nearestRoot(roots, mailbox.name)
      const { size, messages } = usages.get(root) ?? NOTHING
      usages.set(root, { size: size + mailbox.usage.size, messages: messages + mailbox.usage.messages })
    }
    return usages
  }

  #renameAll(pairs: readonly (readonly [string, string])[]): void {
    for (const [old, renamed] of pairs) {
      const mailbox = this.#mailboxes.get(old) as MemoryMailbox
      mailbox.name = renamed
      this.#mailboxes.delete(old)
      this.#mailboxes.set(renamed, mailbox)
    }
  }

  #add(name: string, specialUse?: SpecialUse): MemoryMailbox {
    const uidValidity = nextUidValidity(this.#lastUidValidity.get(this.name) ?? 0, (this.options.now ?? Date.now)())
    this.#lastUidValidity.set(this.name, uidValidity)
    const mailbox = new MemoryMailbox(this, { name, uidValidity: toUidValidity(uidValidity), specialUse })
    this.#mailboxes.set(name, mailbox)
    return mailbox
  }

  async #moveInbox(target: string): Promise<void> {
    if (this.#mailboxes.has(target)) throw new StoreProblem('exists')
    const inbox = this.#mailboxes.get(INBOX) as MemoryMailbox
    const renamed = this.#add(target)
    renamed.notes = inbox.notes.copy()
    const room = this.isSameRoot(inbox, renamed) ? undefined : await this.room(renamed)
    try {
      inbox.moveAll(renamed, room)
    } catch (error) {
      this.#mailboxes.delete(target)
      throw error
    }
  }
}
