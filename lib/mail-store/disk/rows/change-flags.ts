import type { FlagChange } from '#lib/mail/flags.ts'
import type { ModSeq, Uid } from '#lib/mail/uid.ts'
import { flagsAfter, withSeen } from '../../flag-list.ts'
import type { MessageMeta } from '../../mail-store.ts'
import type { Steps } from '../commits/steps.ts'
import type { MailboxWriter } from './mailbox-writer.ts'
import type { MessageRow } from './message-rows.ts'
import type { SeenRows } from './seen-rows.ts'

interface Changed {
  /** Every message that was not skipped, as who asked sees it. */
  readonly answered: readonly MessageMeta[]
  readonly skipped: readonly Uid[]
  /** What those have been given whose flags were not so already. */
  readonly modSeqs: readonly ModSeq[]
  /** What everybody is told, as the owner sees it. */
  readonly told: readonly MessageMeta[]
  /** What only the reader who asked is told. */
  readonly own: readonly MessageMeta[]
}

/** Changes the flags of messages inside a transaction; \Seen of the reader, where there is one. */
export function* changeRows(writer: MailboxWriter, rows: readonly MessageRow[], { change, unchangedSince, seen }: { change: FlagChange; unchangedSince: ModSeq | undefined; seen: SeenRows | undefined }): Steps<Changed> {
  const skipped: Uid[] = []
  const told: MessageMeta[] = []
  const own: { readonly uid: Uid; readonly isSeen: boolean }[] = []
  const stored = rows.map(({ meta }) => meta)
  const asRead = seen ? seen.apply(stored) : stored
  const answered: MessageMeta[] = []
  for (const [index, meta] of asRead.entries()) {
    yield
    if (unchangedSince !== undefined && meta.modSeq > unchangedSince) {
      skipped.push(meta.uid)
      continue
    }
    const flags = flagsAfter(meta.flags, change, writer.keywords.spelling)
    const [before, isSeen] = [stored[index] as MessageMeta, flags.includes('\\Seen')]
    const kept = seen ? withSeen(flags, before.flags.includes('\\Seen')) : flags
    if (flags !== meta.flags && !isSame(kept, before.flags)) told.push(writer.setFlags(before, kept))
    if (seen && isSeen !== meta.flags.includes('\\Seen')) own.push({ uid: meta.uid, isSeen })
    answered.push(flags === meta.flags ? meta : { ...meta, flags, modSeq: writer.change() })
  }
  for (const isSeen of own.length > 0 ? [true, false] : []) seen?.set(own.filter((one) => one.isSeen === isSeen).map(({ uid }) => uid), isSeen, writer.change())
  const modSeqs = told.length + own.length > 0 ? [writer.change()] : []
  if (own.length === 0) return { answered, skipped, modSeqs, told, own: [] }
  const [toldAll, ownUids] = [new Set(told.map(({ uid }) => uid)), new Set(own.map(({ uid }) => uid))]
  return { answered, skipped, modSeqs, told, own: answered.filter(({ uid }) => ownUids.has(uid) && !toldAll.has(uid)) }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((flag) => other.includes(flag))
}
