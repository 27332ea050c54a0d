import type { Uid } from '#lib/mail/uid.ts'
import { ascending } from '../../copy-across.ts'
import type { UidRun } from '../../mail-store.ts'
import { uidRunsOf } from '../../uid-runs.ts'
import type { AccountDatabase } from '../account-database.ts'
import type { Steps } from '../commits/steps.ts'

/**
 * The UIDs of each mailbox as runs of neighbours, kept beside the messages so that a mailbox opens in the time of its gaps. What holds at every
 * commit: the runs of a mailbox are those of its messages.
 */

export function readRuns(database: AccountDatabase, mailbox: number): readonly UidRun[] {
  return database.sql('SELECT first, last FROM uid_run WHERE mailbox = ? ORDER BY first').all(mailbox).map(([first, last]) => ({ first: first as Uid, last: last as Uid }))
}

/** Adds UIDs that are greater than all others of the mailbox. */
export function addRun(database: AccountDatabase, mailbox: number, { first, last }: UidRun): void {
  const before = runAt(database, mailbox, first)
  if (before && before.last === first - 1) endRun(database, mailbox, { first: before.first, last })
  else beginRun(database, mailbox, { first, last })
}

/** Takes out UIDs that are there, in whatever order. */
export function* removeFromRuns(database: AccountDatabase, mailbox: number, uids: readonly Uid[]): Steps<void> {
  for (const gone of uidRunsOf(ascending(uids))) {
    yield
    const run = runAt(database, mailbox, gone.first)
    if (!run) continue
    if (run.first < gone.first) endRun(database, mailbox, { first: run.first, last: (gone.first - 1) as Uid })
    else database.sql('DELETE FROM uid_run WHERE mailbox = ? AND first = ?').run(mailbox, run.first)
    if (gone.last < run.last) beginRun(database, mailbox, { first: (gone.last + 1) as Uid, last: run.last })
  }
}

/** The last run that begins at that UID or before. */
function runAt(database: AccountDatabase, mailbox: number, uid: Uid): UidRun | undefined {
  const row = database.sql('SELECT first, last FROM uid_run WHERE mailbox = ? AND first <= ? ORDER BY first DESC LIMIT 1').get(mailbox, uid)
  return row && { first: row[0] as Uid, last: row[1] as Uid }
}

function beginRun(database: AccountDatabase, mailbox: number, { first, last }: UidRun): void {
  database.sql('INSERT INTO uid_run VALUES (?, ?, ?)').run(mailbox, first, last)
}

function endRun(database: AccountDatabase, mailbox: number, { first, last }: UidRun): void {
  database.sql('UPDATE uid_run SET last = ? WHERE mailbox = ? AND first = ?').run(last, mailbox, first)
}
