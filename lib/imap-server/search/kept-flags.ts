import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import { uidsOfRuns } from '#lib/mail-store/uid-runs.ts'
import type { ModSeq } from '#lib/mail/uid.ts'
import { FlagTable } from './flag-table.ts'
import { inTurns } from './in-turns.ts'
import { KeptResults } from './kept-results.ts'

/** Messages below which reading their flags takes no time to speak of. */
const MANY = 1000
/** A search of fewer than one of so many messages is not worth reading the flags of all. */
const SHARE = 4
/** Octets of all tables that are kept: two for each message. */
const KEPT = 16 * 1024 * 1024

interface Kept {
  readonly table: FlagTable
  /** All changes up to this one are in the table. */
  modSeq: ModSeq
}

const tables = new KeptResults<Kept>(KEPT)

/**
 * The flags of all messages as they are now, for who asks about so many of them. All are read once, and later only what has changed since. Undefined
 * where it is better to read those messages: in a small mailbox, for few of a large one whose flags are not known, and where the flags are too many to
 * be kept.
 */
export async function flagsOf(mailbox: Mailbox, asked: number): Promise<FlagTable | undefined> {
  const kept = tables.get(mailbox, '') ?? (await readFlags(mailbox, asked))
  if (!kept || kept.table.isFull) return undefined
  for (;;) {
    const { modSeq } = kept
    const { highestModSeq } = await mailbox.status()
    if (highestModSeq === modSeq) break
    const { changed, vanished } = await mailbox.changesSince(modSeq)
    // Somebody else may have brought it further meanwhile.
    if (kept.modSeq !== modSeq) continue
    for (const { uid, flags } of changed) kept.table.set(uid, flags)
    for (const uid of vanished) kept.table.remove(uid)
    kept.modSeq = highestModSeq
  }
  tables.set(mailbox, '', { value: kept, weight: kept.table.size })
  return kept.table.isFull ? undefined : kept.table
}

async function readFlags(mailbox: Mailbox, asked: number): Promise<Kept | undefined> {
  const { messages, highestModSeq } = await mailbox.status()
  if (messages < MANY || asked * SHARE < messages) return undefined
  const table = new FlagTable()
  for await (const batch of inTurns(mailbox.fields(uidsOfRuns(await mailbox.uidRuns()), ['flags']))) for (const { uid, flags } of batch) table.set(uid, flags)
  return { table, modSeq: highestModSeq }
}
