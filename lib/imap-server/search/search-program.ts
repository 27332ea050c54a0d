import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import type { Addressing, SequenceSet } from '../protocol/sequence-set.ts'

/** What SEARCH asks of each message (RFC 3501 §6.4.4): text decoded to Unicode, days as UTC midnights in milliseconds. */
export type SearchKey =
  | { readonly kind: 'all' }
  | { readonly kind: 'and'; readonly keys: readonly SearchKey[] }
  | { readonly kind: 'or'; readonly keys: readonly SearchKey[] }
  | { readonly kind: 'not'; readonly key: SearchKey }
  | { readonly kind: 'set'; readonly set: SequenceSet; readonly by: Addressing }
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'recent' }
  | { readonly kind: 'arrived'; readonly test: DayTest; readonly day: number }
  /** RFC 8514 §4.3: came into this mailbox. */
  | { readonly kind: 'saved'; readonly test: DayTest; readonly day: number }
  | { readonly kind: 'sent'; readonly test: DayTest; readonly day: number }
  /** RFC 5032: arrived within so many seconds from now. */
  | { readonly kind: 'younger'; readonly seconds: number }
  | { readonly kind: 'larger'; readonly octets: number }
  | { readonly kind: 'smaller'; readonly octets: number }
  | { readonly kind: 'mod-seq'; readonly least: bigint }
  | { readonly kind: 'address'; readonly field: AddressField; readonly text: string }
  | { readonly kind: 'subject'; readonly text: string }
  | { readonly kind: 'header'; readonly field: string; readonly text: string }
  | { readonly kind: 'body'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** RFC 8474 §6. */
  | { readonly kind: 'email-id' | 'thread-id'; readonly id: string }

export type DayTest = 'before' | 'on' | 'since'
export type AddressField = 'from' | 'to' | 'cc' | 'bcc'

/** True when the key itself, or one inside it, fits. */
export function someKey(key: SearchKey, fits: (key: SearchKey) => boolean): boolean {
  if (fits(key)) return true
  if (key.kind === 'not') return someKey(key.key, fits)
  return (key.kind === 'and' || key.kind === 'or') && key.keys.some((inner) => someKey(inner, fits))
}

/** What a search needs of a session's view; numbers and \Recent are the session's own. */
export interface SearchScope {
  readonly mailbox: Mailbox
  /** UIDs that the set names, ascending. */
  resolve(set: SequenceSet, by: Addressing): readonly Uid[]
  /** UIDs of all messages that may be found, ascending. */
  uids(): readonly Uid[]
  isRecent(uid: Uid): boolean
}
