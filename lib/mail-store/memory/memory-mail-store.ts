import type { SpecialUse } from '#lib/mail/special-use.ts'
import { toUidValidity } from '#lib/mail/uid.ts'
import { canonicalName, findableName, INBOX, renamedNames } from '../mailbox-name.ts'
import { StoreProblem, type Mailbox, type MailboxEntry, type MailStore, type QuotaRoot } from '../mail-store.ts'
import { NameListeners } from '../listeners/name-listeners.ts'
import { QuotaLedger, quotaRoot } from '../quota-ledger.ts'
import { MAILBOX_LIMIT, nextUidValidity, type StoreOptions } from '../store-options.ts'
import type { MemoryAccount } from './memory-account.ts'
import { MemoryAnnotations } from './memory-annotations.ts'
import { MemoryMailbox } from './memory-mailbox.ts'

/** One account in memory. Every change is one synchronous step, so readers see before or after. */
export class MemoryMailStore implements MailStore, MemoryAccount {
  readonly name: string
  readonly options: StoreOptions
  readonly ledger = new QuotaLedger()
  used = 0
  count = 0
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
    if (source === INBOX) {
      this.#moveInbox(target)
      return this.#names.tell()
    }
    for (const [old, renamed] of renamedNames([...this.#mailboxes.keys()], source, target)) {
      const mailbox = this.#mailboxes.get(old) as MemoryMailbox
      mailbox.name = renamed
      this.#mailboxes.delete(old)
      this.#mailboxes.set(renamed, mailbox)
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
    return [quotaRoot({ used: this.used, limit: await this.quotaLimit() }, { used: this.count, limit: await this.messageLimit() })]
  }

  async quotaLimit(): Promise<number | undefined> {
    return this.options.quotaOf?.(this.name)
  }

  async messageLimit(): Promise<number | undefined> {
    return this.options.messageQuotaOf?.(this.name)
  }

  watchNames(listener: () => void): () => void {
    return this.#names.add(listener)
  }

  /** The account is gone: whoever holds one of its mailboxes is told. */
  removeAll(): void {
    for (const mailbox of this.#mailboxes.values()) mailbox.discard()
    this.#mailboxes.clear()
  }

  #add(name: string, specialUse?: SpecialUse): MemoryMailbox {
    const uidValidity = nextUidValidity(this.#lastUidValidity.get(this.name) ?? 0, (this.options.now ?? Date.now)())
    this.#lastUidValidity.set(this.name, uidValidity)
    const mailbox = new MemoryMailbox(this, { name, uidValidity: toUidValidity(uidValidity), specialUse })
    this.#mailboxes.set(name, mailbox)
    return mailbox
  }

  #moveInbox(target: string): void {
    if (this.#mailboxes.has(target)) throw new StoreProblem('exists')
    const inbox = this.#mailboxes.get(INBOX) as MemoryMailbox
    const renamed = this.#add(target)
    renamed.notes = inbox.notes.copy()
    inbox.moveAll(renamed)
  }
}
