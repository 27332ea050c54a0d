import type { FlagChange } from '#lib/mail/flags.ts'
import type { ModSeq, Uid, UidValidity } from '#lib/mail/uid.ts'
import { copyAcross } from '../copy-across.ts'
import { StoreProblem } from '../mail-store.ts'
import type { Annotations, ChangedFlags, DigestField, Mailbox, MailboxChange, MailboxStatus, MessageField, MessageFields, MessageMeta, NewMessage, OctetRange, StoredMessage, TextQuery, UidPair, UidRun } from '../mail-store.ts'
import type { SortKey, SortNumbers, ThreadNumbers } from '../numbers/message-numbers.ts'
import { hasRights, type Right } from '../rights.ts'

/** RFC 4314 §4: the right that a flag asks for. */
function rightOf(flag: string): Right {
  const lower = flag.toLowerCase()
  if (lower === '\\seen') return 's'
  return lower === '\\deleted' ? 't' : 'w'
}

interface SeenAs {
  readonly name: string
  readonly owner: string
  readonly rights: string
  readonly reader: string
  readonly seenShared: boolean
}

/** Someone else's mailbox as a grantee sees it. Rights are looked up at each call: what was taken back is refused at once. */
export class SharedMailbox implements Mailbox {
  readonly name: string
  readonly owner: string
  /** True where \Seen is one for all. */
  readonly seenShared: boolean
  readonly #reader: string
  readonly #inner: Mailbox
  readonly #currentRights: () => Promise<string | undefined>
  #rights: string

  constructor(inner: Mailbox, { name, owner, rights, reader, seenShared }: SeenAs, currentRights: () => Promise<string | undefined>) {
    this.#inner = seenShared ? inner : inner.readBy(reader)
    this.seenShared = seenShared
    this.name = name
    this.owner = owner
    this.#reader = reader
    this.#rights = rights
    this.#currentRights = currentRights
  }

  get uidValidity(): UidValidity {
    return this.#inner.uidValidity
  }

  get objectId(): string {
    return this.#inner.objectId
  }

  get annotations(): Annotations {
    return this.annotationsOf(this.#reader)
  }

  annotationsOf(reader: string): Annotations {
    return this.#inner.annotationsOf(reader)
  }

  readBy(reader: string): Mailbox {
    return this.#inner.readBy(reader)
  }

  get rights(): string {
    return this.#rights
  }

  /** The rights as they have just been looked up. */
  renew(rights: string): void {
    this.#rights = rights
  }

  async status(): Promise<MailboxStatus> {
    await this.#require('r')
    return this.#inner.status()
  }

  async deletedSize(): Promise<number> {
    await this.#require('r')
    return this.#inner.deletedSize()
  }

  async uids(): Promise<readonly Uid[]> {
    await this.#require('r')
    return this.#inner.uids()
  }

  async uidRuns(): Promise<readonly UidRun[]> {
    await this.#require('r')
    return this.#inner.uidRuns()
  }

  async *messages(uids: readonly Uid[], fields: readonly DigestField[]): AsyncGenerator<readonly StoredMessage[]> {
    await this.#require('r')
    yield* this.#inner.messages(uids, fields)
  }

  async *fields<Field extends MessageField>(uids: readonly Uid[], fields: readonly Field[]): AsyncGenerator<readonly MessageFields<Field>[]> {
    await this.#require('r')
    yield* this.#inner.fields(uids, fields)
  }

  async mayHold(uids: readonly Uid[], query: TextQuery): Promise<readonly Uid[]> {
    await this.#require('r')
    return this.#inner.mayHold(uids, query)
  }

  async sortNumbers(uids: readonly Uid[], keys: readonly SortKey[]): Promise<SortNumbers | undefined> {
    await this.#require('r')
    return this.#inner.sortNumbers(uids, keys)
  }

  async threadNumbers(uids: readonly Uid[], needsArrival: boolean): Promise<ThreadNumbers | undefined> {
    await this.#require('r')
    return this.#inner.threadNumbers(uids, needsArrival)
  }

  async *content(uid: Uid, range?: OctetRange): AsyncGenerator<Uint8Array> {
    await this.#require('r')
    yield* this.#inner.content(uid, range)
  }

  async append(messages: AsyncIterable<NewMessage>): Promise<readonly Uid[]> {
    await this.#require('i')
    return this.#inner.append(this.#withPermittedFlags(messages))
  }

  async copy(uids: readonly Uid[], to: Mailbox): Promise<readonly UidPair[]> {
    await this.#require('r')
    return this.#isBeside(to) && (await to.keepsAllFlags()) ? this.#inner.copy(uids, to.#inner) : copyAcross(this, uids, to)
  }

  async move(uids: readonly Uid[], to: Mailbox): Promise<readonly UidPair[]> {
    await this.#require('r', 't', 'e')
    // The inner mailbox copies across by the target's own append, which checks the target's rights.
    return this.#inner.move(uids, this.#isBeside(to) && (await to.keepsAllFlags()) ? to.#inner : to)
  }

  async replace(uid: Uid, message: AsyncIterable<NewMessage>, to: Mailbox): Promise<Uid> {
    await this.#require('r', 't', 'e')
    if (!this.#isBeside(to)) return this.#inner.replace(uid, message, to)
    await to.#require('i')
    return this.#inner.replace(uid, to.#withPermittedFlags(message), to.#inner)
  }

  /** RFC 4314 §4: flags beyond the rights are left as they are; an error only when none of the named ones may be changed. */
  async changeFlags(uids: readonly Uid[], change: FlagChange, unchangedSince?: ModSeq): Promise<ChangedFlags> {
    await this.#require()
    const flags = change.flags.filter((flag) => this.#maySet(flag))
    const holdsAny = [...'swt'].some((right) => this.#rights.includes(right))
    if (!holdsAny || (flags.length === 0 && change.flags.length > 0)) throw new StoreProblem('no-right')
    if (change.operation !== 'replace' || hasRights(this.#rights, 's', 'w', 't')) return this.#inner.changeFlags(uids, { ...change, flags }, unchangedSince)
    const replaced = await this.#permittedFlagsOf(uids)
    const removed = await this.#inner.changeFlags(uids, { operation: 'remove', flags: replaced.filter((flag) => !flags.includes(flag)) }, unchangedSince)
    const added = await this.#inner.changeFlags(removed.changed.map(({ uid }) => uid), { operation: 'add', flags })
    return { changed: added.changed, skipped: removed.skipped, modSeqs: [...removed.modSeqs, ...added.modSeqs] }
  }

  async expunge(uids: readonly Uid[]): Promise<readonly Uid[]> {
    await this.#require('e')
    return this.#inner.expunge(uids)
  }

  async changesSince(modSeq: ModSeq): Promise<{ changed: readonly MessageMeta[]; vanished: readonly Uid[] }> {
    await this.#require('r')
    return this.#inner.changesSince(modSeq)
  }

  watch(listener: (change: MailboxChange) => void): () => void {
    return this.#inner.watch((change) => {
      if (this.#rights.includes('r') || change.kind === 'removed') listener(change)
    })
  }

  /** True when what is copied here may keep all its flags. Throws StoreProblem when nothing may be put here. */
  async keepsAllFlags(): Promise<boolean> {
    await this.#require('i')
    return hasRights(this.#rights, 's', 'w', 't')
  }

  #isBeside(to: Mailbox): to is SharedMailbox {
    return to instanceof SharedMailbox && to.owner === this.owner && to.seenShared === this.seenShared
  }

  #maySet(flag: string): boolean {
    return hasRights(this.#rights, rightOf(flag))
  }

  /** Throws StoreProblem 'no-such-mailbox' where the grant is gone, 'no-right' where it does not reach. */
  async #require(...wanted: readonly Right[]): Promise<void> {
    const rights = await this.#currentRights()
    this.#rights = rights ?? ''
    if (rights === undefined) throw new StoreProblem('no-such-mailbox')
    if (!hasRights(rights, ...wanted)) throw new StoreProblem('no-right')
  }

  async *#withPermittedFlags(messages: AsyncIterable<NewMessage>): AsyncGenerator<NewMessage> {
    for await (const message of messages) {
      yield { ...message, flags: message.flags.filter((flag) => this.#maySet(flag)), content: () => message.content() }
    }
  }

  async #permittedFlagsOf(uids: readonly Uid[]): Promise<readonly string[]> {
    const found = new Set<string>()
    for await (const batch of this.#inner.messages(uids, [])) for (const { flags } of batch) for (const flag of flags) found.add(flag)
    return [...found].filter((flag) => this.#maySet(flag))
  }
}
