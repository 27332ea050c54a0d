import type { FlagChange } from '#lib/mail/flags.ts'
import type { SpecialUse } from '#lib/mail/special-use.ts'
import type { ModSeq, Uid, UidValidity } from '#lib/mail/uid.ts'
import type { MessageDigest, SearchKeys } from '#lib/mime/digest.ts'
import type { SortKey, SortNumbers, ThreadNumbers } from './numbers/message-numbers.ts'

/** The stores of all accounts of this mail server; one per process. */
export interface MailStores {
  /** The store of that account, opened at the first call; INBOX exists always. */
  of(account: string): Promise<MailStore>
  /** Removes all that the account has stored. */
  remove(account: string): Promise<void>
  /** Writes nothing more and frees every handle. Not needed for correctness: a kill is as good. */
  close(): Promise<void>
}

/** One account's mailboxes. Names are Unicode with "/" between levels; INBOX is spelled INBOX. */
export interface MailStore {
  mailbox(name: string): Promise<Mailbox | undefined>
  /** What the mailbox with that UIDVALIDITY is called now, of `owner` where it is somebody else's; undefined when it is gone or may not be listed. */
  nameOf(uidValidity: number, owner?: string): Promise<string | undefined>
  /** Every mailbox, in no promised order. A name above another need not exist itself. */
  mailboxes(): Promise<readonly MailboxEntry[]>
  /** Throws StoreProblem 'exists', 'bad-name', 'over-quota'. */
  create(name: string, specialUse?: SpecialUse): Promise<Mailbox>
  /**
   * Renames with everything below it (RFC 9051 §6.3.6); INBOX moves its messages and stays, empty. Throws StoreProblem 'over-quota' where that brings
   * more to a quota root than it may hold.
   */
  rename(from: string, to: string): Promise<void>
  /** Throws StoreProblem 'no-such-mailbox', and 'refused' for INBOX. Mailboxes below it stay. */
  remove(name: string): Promise<void>
  /** Names may outlive their mailboxes (RFC 9051 §6.3.7). */
  subscriptions(): Promise<readonly string[]>
  subscribe(name: string): Promise<void>
  unsubscribe(name: string): Promise<void>
  /** The account's own root first, then those of mailboxes by their names; each mailbox counts in one alone, see `quotaRootOf`. */
  quota(): Promise<readonly QuotaRoot[]>
  /** The name of the root in which a mailbox of that name counts, or would: the nearest one at or above it. */
  quotaRootOf(name: string): Promise<string>
  /**
   * Gives a mailbox a root of its own, for itself and what is below it; without any limit it has none any more. It follows the mailbox, and goes with
   * it. What is there already may be beyond a limit. Throws StoreProblem 'no-such-mailbox', and 'refused' for INBOX, which counts in the account's.
   */
  setQuota(mailbox: string, limits: QuotaLimits): Promise<void>
  /** Calls when what `mailboxes` or `subscriptions` answer has changed, after the commit, until the returned function is called. */
  watchNames(listener: () => void): () => void
  /** Entries about the account itself, of which it alone knows (RFC 5464, server entries below /private). */
  readonly annotations: Annotations
}

/** Entries of RFC 5464 with their values, which are octets. Names are in lower case and are the caller's to check. */
export interface Annotations {
  /** Those of everybody, and below /private those of the account that asks. */
  all(): Promise<ReadonlyMap<string, Uint8Array>>
  /** All or none; undefined removes. Throws StoreProblem 'too-many' where there is no room for more. */
  set(changes: ReadonlyMap<string, Uint8Array | undefined>): Promise<void>
}

export interface MailboxEntry {
  readonly name: string
  readonly specialUse?: SpecialUse
  /** RFC 4314 rights of this account to it; all of them where it is its own. */
  readonly rights: string
  readonly uidValidity: number
  /** Whose it is; undefined where it is the account's own. */
  readonly owner?: string
}

/** What is undefined is not limited. */
export interface QuotaLimits {
  /** Octets. */
  readonly storage?: number | undefined
  readonly messages?: number | undefined
}

export interface QuotaRoot {
  /** That of the mailbox whose root it is; '' where it is the account's own. */
  readonly name: string
  /** Octets; `limit` is undefined where there is none. */
  readonly storage: { readonly used: number; readonly limit?: number }
  /** Messages in all mailboxes that count in it. */
  readonly messages: { readonly used: number; readonly limit?: number }
}

/** Speaks UIDs only; sequence numbers belong to a session's view. UIDs that have gone are ignored, not errors, unless it says otherwise. */
export interface Mailbox {
  readonly name: string
  readonly uidValidity: UidValidity
  /** MAILBOXID of RFC 8474 §4: kept by a rename, never given twice. */
  readonly objectId: string
  /** Whose it is; undefined where it is the account's own. */
  readonly owner?: string
  readonly rights: string
  /** They follow the mailbox through renames and go with it. */
  readonly annotations: Annotations
  /** As that account sees them, which is not the owner. */
  annotationsOf(reader: string): Annotations
  /**
   * The same mailbox as that account sees it, which is not the owner: \Seen is its own, with modSeqs, counts and news to match, and kept by copies and
   * moves within the owner's account. What it appends is \Seen to itself alone. It is kept when its rights end, and goes with the account or the mailbox.
   */
  readBy(reader: string): Mailbox
  status(): Promise<MailboxStatus>
  /** Octets of the messages that are marked \Deleted; looks at each when there are any. */
  deletedSize(): Promise<number>
  /** All UIDs, ascending. */
  uids(): Promise<readonly Uid[]>
  /** The same as runs of neighbours, each as long as can be: takes the time of their number, not of the messages'. */
  uidRuns(): Promise<readonly UidRun[]>
  /** Ascending by UID, in batches of at most 250; `fields` says which parts of the digest come with the meta. */
  messages(uids: readonly Uid[], fields: readonly DigestField[]): AsyncIterable<readonly StoredMessage[]>
  /** As `messages`, but of each there is the UID and nothing else that was not asked for: for who needs little of very many. */
  fields<Field extends MessageField>(uids: readonly Uid[], fields: readonly Field[]): AsyncIterable<readonly MessageFields<Field>[]>
  /**
   * Those of the ascending `uids` whose messages may hold the text: all that do are among them, and where nobody knows better it is all of them.
   * Reads no message.
   */
  mayHold(uids: readonly Uid[], query: TextQuery): Promise<readonly Uid[]>
  /**
   * What these ascending UIDs are sorted by, in the order of the keys; other messages may be among them, those that have gone are not. Undefined where
   * nobody keeps it, or reading them is as fast.
   */
  sortNumbers(uids: readonly Uid[], keys: readonly SortKey[]): Promise<SortNumbers | undefined>
  /** What their threads are made from, likewise; where nobody needs to know when they arrived, that may be any number. */
  threadNumbers(uids: readonly Uid[], needsArrival: boolean): Promise<ThreadNumbers | undefined>
  /** The octets of a message or a range of them; immutable once appended. Throws StoreProblem 'no-such-message', also where it goes meanwhile, 'damaged' where they are not what was stored. */
  content(uid: Uid, range?: OctetRange): AsyncIterable<Uint8Array>
  /**
   * All or none; durable when it resolves. Throws StoreProblem 'over-quota', 'too-large' (also for some 20,000 messages at once),
   * 'bad-size' (fewer or more octets than announced), 'no-space', 'refused' (what is not a flag).
   */
  append(messages: AsyncIterable<NewMessage>): Promise<readonly Uid[]>
  /** All or none, flags and internal date kept; copies no content within an account. In the order of `uids`. Throws StoreProblem 'no-such-message' when one has gone. */
  copy(uids: readonly Uid[], to: Mailbox): Promise<readonly UidPair[]>
  /** Copy and expunge in one commit (RFC 6851) within an account; across accounts copy first, then expunge. Needs room only where it counts in another quota root. */
  move(uids: readonly Uid[], to: Mailbox): Promise<readonly UidPair[]>
  /**
   * Appends the one message to `to` and removes `uid` here, in one commit within an account (RFC 8508 §3.4); across accounts append first, then
   * remove. Quota counts the difference. Throws as `append` does, and StoreProblem 'no-such-message'; then nothing has changed.
   */
  replace(uid: Uid, message: AsyncIterable<NewMessage>, to: Mailbox): Promise<Uid>
  /**
   * All or none. `changed` holds every message that was not skipped, also where its flags were already so and its modSeq stays;
   * `skipped` those whose modSeq is greater than `unchangedSince`. Throws StoreProblem 'refused' for what is not a flag, 'too-many-flags' for more than a message or a mailbox may have.
   */
  changeFlags(uids: readonly Uid[], change: FlagChange, unchangedSince?: ModSeq): Promise<ChangedFlags>
  /** Removes those of `uids` that are marked \Deleted, and answers which they were. */
  expunge(uids: readonly Uid[]): Promise<readonly Uid[]>
  changesSince(modSeq: ModSeq): Promise<{ changed: readonly MessageMeta[]; vanished: readonly Uid[] }>
  /** Calls after each commit, in commit order, until the returned function is called. */
  watch(listener: (change: MailboxChange) => void): () => void
}

/** A text in i;unicode-casemap in one of the places that SEARCH tells apart; all or any of several. */
export type TextQuery =
  | { readonly kind: 'subject' | 'from' | 'to' | 'cc' | 'bcc' | 'header' | 'body'; readonly text: string }
  | { readonly kind: 'and' | 'or'; readonly queries: readonly TextQuery[] }

/** A part of the digest; one of the keys where not all of them are asked for, which reads less. */
export type DigestField = WholeField | keyof SearchKeys | 'emailId'
type WholeField = 'envelope' | 'bodyStructure' | 'body' | 'header' | 'parts' | 'keys' | 'preview'

export interface MailboxStatus {
  readonly messages: number
  readonly unseen: number
  readonly deleted: number
  readonly uidNext: Uid
  readonly uidValidity: UidValidity
  readonly highestModSeq: ModSeq
  /** Octets of all messages. */
  readonly size: number
  /** The five system flags, then the keywords in use. */
  readonly flags: readonly string[]
}

export interface MessageMeta {
  readonly uid: Uid
  readonly flags: readonly string[]
  readonly modSeq: ModSeq
  /** Milliseconds since 1970. */
  readonly internalDate: number
  /** Minutes by which the clock that `internalDate` was read from is ahead of UTC: its date is the one that SEARCH compares (RFC 3501 §6.4.4). */
  readonly zone: number
  /** When it came into this mailbox, by whatever way (RFC 8514 §3); milliseconds since 1970. */
  readonly saveDate: number
  readonly size: number
}

/** A field is missing where nobody asked for it; `preview` also where it was stored by an older version and not yet made. */
export type StoredMessage = MessageMeta & Partial<Pick<MessageDigest, WholeField>> & Partial<SearchKeys> & { /** RFC 8474 §5.1. */ readonly emailId?: string }

/** What can be asked for of a message besides its UID. */
export type MessageField = Exclude<keyof MessageMeta, 'uid'> | DigestField

/** A message of which only these fields are known. */
export type MessageFields<Field extends MessageField> = Pick<StoredMessage, 'uid' | Field>

export interface NewMessage {
  readonly flags: readonly string[]
  readonly internalDate: Date
  /** As in MessageMeta; UTC where nobody says so. */
  readonly zone?: number
  /** Octets announced; the content must have exactly so many. Undefined where nobody knows before the content has come. */
  readonly size: number | undefined
  content(): AsyncIterable<Uint8Array>
  readonly common?: CommonContent
}

/** Every message with that token has the same octets from its own `start` (at least 1) on: a store may keep large ones once for all accounts. */
export interface CommonContent {
  readonly start: number
  readonly token: object
}

/** `start` inclusive, `end` exclusive; both are cut to the message's size. */
export interface OctetRange {
  readonly start: number
  readonly end: number
}

/** What `changeFlags` has done. */
export interface ChangedFlags {
  readonly changed: readonly MessageMeta[]
  readonly skipped: readonly Uid[]
  /** What was given to messages whose flags were not so already: who watches knows by them which news are this change's own. */
  readonly modSeqs: readonly ModSeq[]
}

/** Every UID from `first` to `last`, both included. */
export interface UidRun {
  readonly first: Uid
  readonly last: Uid
}

export interface UidPair {
  readonly from: Uid
  readonly to: Uid
}

/** One commit's effect on a mailbox. */
export type MailboxChange =
  | { readonly kind: 'appended'; readonly metas: readonly MessageMeta[] }
  | { readonly kind: 'flags'; readonly metas: readonly MessageMeta[] }
  | { readonly kind: 'expunged'; readonly uids: readonly Uid[]; readonly modSeq: ModSeq }
  | { readonly kind: 'removed' }

export type StoreProblemKind =
  | 'exists'
  | 'no-such-mailbox'
  | 'no-such-message'
  | 'bad-name'
  | 'bad-size'
  | 'too-large'
  | 'over-quota'
  | 'too-many'
  | 'too-many-flags'
  | 'no-space'
  | 'damaged'
  | 'closed'
  | 'no-mailboxes'
  | 'no-right'
  | 'refused'

/** The store's only error that is not a bug; a command translates it into a Refusal. */
export class StoreProblem extends Error {
  readonly kind: StoreProblemKind
  constructor(kind: StoreProblemKind, options?: ErrorOptions) {
    super(kind, options)
    this.name = 'StoreProblem'
    this.kind = kind
  }
}
