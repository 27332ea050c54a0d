import type { ModSeq, Uid } from '#lib/mail/uid.ts'
import { ascending } from '../../copy-across.ts'
import type { MessageMeta, UidPair } from '../../mail-store.ts'
import type { AccountDatabase } from '../account-database.ts'
import type { Steps } from '../commits/steps.ts'
import { MailboxWriter } from './mailbox-writer.ts'
import type { MessageRow } from './message-rows.ts'
import { carrySeen } from './seen-rows.ts'

interface Moved {
  /** In the order of the rows. */
  readonly pairs: readonly UidPair[]
  readonly appended: readonly MessageMeta[]
  readonly expunged: { readonly uids: readonly Uid[]; readonly modSeq: ModSeq }
}

/** Moves messages between two mailboxes of one account, or to the end of their own, inside one transaction (RFC 6851). */
export function* moveRows(database: AccountDatabase, rows: readonly MessageRow[], from: number, to: number): Steps<Moved> {
  const target = new MailboxWriter(database, to)
  const source = from === to ? target : new MailboxWriter(database, from)
  const appended = yield* target.insert(rows.map(({ meta, content }) => ({ flags: meta.flags, internalDate: meta.internalDate, zone: meta.zone, size: meta.size, content })))
  const { uids, modSeq } = yield* source.delete(rows)
  const pairs = rows.map(({ meta }, index) => ({ from: meta.uid, to: appended[index]?.uid as Uid }))
  if (pairs.length > 0) yield* carrySeen(database, pairs, { from, to, modSeq: target.change() })
  target.finish()
  if (source !== target) source.finish()
  return { pairs, appended, expunged: { uids: ascending(uids), modSeq } }
}
