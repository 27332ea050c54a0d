import { hasFlag } from '#lib/mail/flags.ts'
import { toUid, type ModSeq, type Uid } from '#lib/mail/uid.ts'
import type { MessageDigest } from '#lib/mime/digest.ts'
import { storedFlags } from '../../flag-list.ts'
import { StoreProblem, type MessageMeta } from '../../mail-store.ts'
import type { AccountDatabase } from '../account-database.ts'
import type { Steps } from '../commits/steps.ts'
import type { PackPlace } from '../content/content-packs.ts'
import { KeywordUses } from './keyword-uses.ts'
import type { MessageRow } from './message-rows.ts'
import { addRun, removeFromRuns } from './uid-run-rows.ts'

/** Content that has come in: on the disk in a pack or in a file of its own, or else in memory, from where it goes into a pack with the commit. */
export interface NewContent {
  readonly place?: PackPlace
  readonly file?: string
  readonly octets?: Uint8Array
  readonly sha256: Uint8Array
  readonly digest: MessageDigest
}

/** A message on its way into a mailbox, with new content or with that of another message. */
export interface IncomingMessage {
  readonly flags: readonly string[]
  readonly internalDate: number
  readonly zone: number
  readonly size: number
  readonly content: NewContent | number
}

/** One change of one mailbox inside a transaction: all its rows get one new modSeq, and `finish` writes the counters. */
export class MailboxWriter {
  readonly keywords: KeywordUses
  readonly #database: AccountDatabase
  readonly #mailbox: number
  readonly #uidValidity: number
  readonly #firstModSeq: number
  #modSeq: number
  #uidNext: number
  /** Messages by the flags that they have been given. */
  readonly #flagged = new Map<string, number[]>()
  readonly #delta = { messages: 0, unseen: 0, deleted: 0, size: 0 }

  /** Throws StoreProblem 'no-such-mailbox'. */
  constructor(database: AccountDatabase, mailbox: number) {
    const row = database.sql('SELECT uid_next, mod_seq, uid_validity FROM mailbox WHERE id = ?').get(mailbox)
    if (!row) throw new StoreProblem('no-such-mailbox')
    this.#database = database
    this.#mailbox = mailbox
    this.#uidNext = row[0] as number
    this.#modSeq = this.#firstModSeq = row[1] as number
    this.#uidValidity = row[2] as number
    this.keywords = new KeywordUses(database, mailbox)
  }

  *insert(messages: readonly IncomingMessage[]): Steps<readonly MessageMeta[]> {
    const insert = this.#database.sql('INSERT INTO message (mailbox, uid, flags, mod_seq, internal_date, size, content, save_date, zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    const saveDate = this.#database.now()
    const first = this.#uidNext
    const metas: MessageMeta[] = []
    for (const message of messages) {
      const flags = storedFlags(message.flags, this.keywords.spelling)
      const content = typeof message.content === 'number' ? this.#useAgain(message.content) : this.#insertContent(message, message.content)
      this.#database.crashPoint('content inserted')
      const meta = { uid: toUid(this.#uidNext++), flags, modSeq: this.change(), internalDate: message.internalDate, zone: message.zone, saveDate, size: message.size }
      insert.run(this.#mailbox, meta.uid, flags.join(' '), this.#modSeq, meta.internalDate, meta.size, content, saveDate, meta.zone)
      this.#database.note(['message', this.#uidValidity, meta.uid, this.#hashOf(message.content), flags.join(' '), meta.internalDate, saveDate, this.#modSeq, meta.zone])
      this.#database.crashPoint('message inserted')
      this.#count(meta, 1)
      metas.push(meta)
      yield
    }
    if (metas.length > 0) addRun(this.#database, this.#mailbox, { first: toUid(first), last: toUid(this.#uidNext - 1) })
    return metas
  }

  *delete(rows: readonly MessageRow[]): Steps<{ readonly uids: readonly Uid[]; readonly modSeq: ModSeq }> {
    const remove = this.#database.sql('DELETE FROM message WHERE mailbox = ? AND uid = ?')
    const useLess = this.#database.sql('UPDATE content SET uses = uses - 1 WHERE id = ?')
    const remember = this.#database.sql('INSERT INTO vanished VALUES (?, ?, ?)')
    for (const { meta, content } of rows) {
      const modSeq = this.change()
      remove.run(this.#mailbox, meta.uid)
      this.#database.crashPoint('message deleted')
      useLess.run(content)
      remember.run(this.#mailbox, modSeq, meta.uid)
      this.#count(meta, -1)
      yield
    }
    yield* removeFromRuns(this.#database, this.#mailbox, rows.map(({ meta }) => meta.uid))
    if (rows.length > 0) this.#database.note(['gone', this.#uidValidity, this.#modSeq, rows.map(({ meta }) => meta.uid)])
    return { uids: rows.map(({ meta }) => meta.uid), modSeq: BigInt(this.#modSeq) as ModSeq }
  }

  setFlags(meta: MessageMeta, flags: readonly string[]): MessageMeta {
    const changed = { ...meta, flags, modSeq: this.change() }
    this.#count(meta, -1)
    this.#count(changed, 1)
    const text = flags.join(' ')
    this.#database.sql('UPDATE message SET flags = ?, mod_seq = ? WHERE mailbox = ? AND uid = ?').run(text, this.#modSeq, this.#mailbox, meta.uid)
    const alike = this.#flagged.get(text)
    if (alike) alike.push(meta.uid)
    else this.#flagged.set(text, [meta.uid])
    return changed
  }

  /** The modSeq that everything gets which this change touches. */
  change(): ModSeq {
    this.#modSeq = this.#firstModSeq + 1
    return BigInt(this.#modSeq) as ModSeq
  }

  /** Writes what has been counted. Throws StoreProblem 'too-many-flags' for too many keywords. */
  finish(): void {
    if (this.#modSeq === this.#firstModSeq) return
    this.keywords.save()
    for (const [flags, uids] of this.#flagged) this.#database.note(['flags', this.#uidValidity, this.#modSeq, flags, uids])
    const { messages, unseen, deleted, size } = this.#delta
    this.#database
      .sql(`UPDATE mailbox SET uid_next = ?, mod_seq = ?, messages = messages + ?, unseen = unseen + ?, deleted = deleted + ?, size = size + ? WHERE id = ?`)
      .run(this.#uidNext, this.#modSeq, messages, unseen, deleted, size, this.#mailbox)
    this.#database.crashPoint('mailbox updated')
    if (messages !== 0 || size !== 0) this.#database.sql('UPDATE account SET used = used + ?, messages = messages + ?').run(size, messages)
  }

  #useAgain(content: number): number {
    this.#database.sql('UPDATE content SET uses = uses + 1 WHERE id = ?').run(content)
    return content
  }

  #insertContent({ size, internalDate }: IncomingMessage, { place, file, octets, sha256, digest }: NewContent): number {
    const at = octets ? this.#database.packs.add(octets, sha256, internalDate) : place
    const insert = this.#database.sql('INSERT INTO content (size, uses, sha256, file, pack, place) VALUES (?, 1, ?, ?, ?, ?)')
    const content = insert.run(size, sha256, file ?? null, at?.pack ?? null, at?.place ?? null).lastInsertRowid
    if (octets) this.#database.noteUnproved(content)
    this.#database.writeDigest(content, digest)
    return content
  }

  #hashOf(content: NewContent | number): string {
    const hash = typeof content === 'number' ? this.#database.sql('SELECT sha256 FROM content WHERE id = ?').get(content)?.[0] : content.sha256
    return Buffer.from(hash as Uint8Array).toString('hex')
  }

  #count(meta: MessageMeta, by: 1 | -1): void {
    this.#delta.messages += by
    this.#delta.size += by * meta.size
    if (!hasFlag(meta.flags, '\\Seen')) this.#delta.unseen += by
    if (hasFlag(meta.flags, '\\Deleted')) this.#delta.deleted += by
    this.keywords.count(meta.flags, by)
  }
}
