import type { FlagChange } from '#lib/mail/flags.ts'
import type { ModSeq, Uid, UidValidity } from '#lib/mail/uid.ts'
import { copyAcross } from './copy-across.ts'
import type { Annotations, ChangedFlags, DigestField, Mailbox, MailboxChange, MailboxStatus, MessageField, MessageFields, MessageMeta, NewMessage, OctetRange, StoredMessage, TextQuery, UidPair, UidRun } from './mail-store.ts'
import type { SortKey, SortNumbers, ThreadNumbers } from './numbers/message-numbers.ts'

/** A mailbox whose calls may be made in the name of one of its readers. */
export interface ReadableMailbox extends Mailbox {
  status(reader?: string): Promise<MailboxStatus>
  messages(uids: readonly Uid[], fields: readonly DigestField[], reader?: string): AsyncIterable<readonly StoredMessage[]>
  fields<Field extends MessageField>(uids: readonly Uid[], fields: readonly Field[], reader?: string): AsyncIterable<readonly MessageFields<Field>[]>
  append(messages: AsyncIterable<NewMessage>, reader?: string): Promise<readonly Uid[]>
  move(uids: readonly Uid[], to: Mailbox, reader?: string): Promise<readonly UidPair[]>
  replace(uid: Uid, message: AsyncIterable<NewMessage>, to: Mailbox, reader?: string): Promise<Uid>
  changeFlags(uids: readonly Uid[], change: FlagChange, unchangedSince?: ModSeq, reader?: string): Promise<ChangedFlags>
  changesSince(modSeq: ModSeq, reader?: string): Promise<{ changed: readonly MessageMeta[]; vanished: readonly Uid[] }>
  watch(listener: (change: MailboxChange) => void, reader?: string): () => void
}

/** See Mailbox.readBy. */
export class ReaderMailbox implements Mailbox {
  readonly inner: ReadableMailbox
  readonly #reader: string

  constructor(inner: ReadableMailbox, reader: string) {
    this.inner = inner
    this.#reader = reader
  }

  get name(): string {
    return this.inner.name
  }

  get uidValidity(): UidValidity {
    return this.inner.uidValidity
  }

  get objectId(): string {
    return this.inner.objectId
  }

  get rights(): string {
    return this.inner.rights
  }

  get annotations(): Annotations {
    return this.inner.annotationsOf(this.#reader)
  }

  annotationsOf(reader: string): Annotations {
    return this.inner.annotationsOf(reader)
  }

  readBy(reader: string): Mailbox {
    return this.inner.readBy(reader)
  }

  status(): Promise<MailboxStatus> {
    return this.inner.status(this.#reader)
  }

  deletedSize(): Promise<number> {
    return this.inner.deletedSize()
  }

  uids(): Promise<readonly Uid[]> {
    return this.inner.uids()
  }

  uidRuns(): Promise<readonly UidRun[]> {
    return this.inner.uidRuns()
  }

  messages(uids: readonly Uid[], fields: readonly DigestField[]): AsyncIterable<readonly StoredMessage[]> {
    return this.inner.messages(uids, fields, this.#reader)
  }

  fields<Field extends MessageField>(uids: readonly Uid[], fields: readonly Field[]): AsyncIterable<readonly MessageFields<Field>[]> {
    return this.inner.fields(uids, fields, this.#reader)
  }

  mayHold(uids: readonly Uid[], query: TextQuery): Promise<readonly Uid[]> {
    return this.inner.mayHold(uids, query)
  }

  sortNumbers(uids: readonly Uid[], keys: readonly SortKey[]): Promise<SortNumbers | undefined> {
    return this.inner.sortNumbers(uids, keys)
  }

  threadNumbers(uids: readonly Uid[], needsArrival: boolean): Promise<ThreadNumbers | undefined> {
    return this.inner.threadNumbers(uids, needsArrival)
  }

  content(uid: Uid, range?: OctetRange): AsyncIterable<Uint8Array> {
    return this.inner.content(uid, range)
  }

  append(messages: AsyncIterable<NewMessage>): Promise<readonly Uid[]> {
    return this.inner.append(messages, this.#reader)
  }

  copy(uids: readonly Uid[], to: Mailbox): Promise<readonly UidPair[]> {
    return to instanceof ReaderMailbox ? this.inner.copy(uids, to.inner) : copyAcross(this, uids, to)
  }

  move(uids: readonly Uid[], to: Mailbox): Promise<readonly UidPair[]> {
    return this.inner.move(uids, to instanceof ReaderMailbox ? to.inner : to, this.#reader)
  }

  replace(uid: Uid, message: AsyncIterable<NewMessage>, to: Mailbox): Promise<Uid> {
    return this.inner.replace(uid, message, to instanceof ReaderMailbox ? to.inner : to, this.#reader)
  }

  changeFlags(uids: readonly Uid[], change: FlagChange, unchangedSince?: ModSeq): Promise<ChangedFlags> {
    return this.inner.changeFlags(uids, change, unchangedSince, this.#reader)
  }

  expunge(uids: readonly Uid[]): Promise<readonly Uid[]> {
    return this.inner.expunge(uids)
  }

  changesSince(modSeq: ModSeq): Promise<{ changed: readonly MessageMeta[]; vanished: readonly Uid[] }> {
    return this.inner.changesSince(modSeq, this.#reader)
  }

  watch(listener: (change: MailboxChange) => void): () => void {
    return this.inner.watch(listener, this.#reader)
  }
}
