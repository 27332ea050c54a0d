import { uidsOfRuns } from '../../uid-runs.ts'
import type { AccountDatabase } from '../account-database.ts'
import type { Steps } from '../commits/steps.ts'
import { MailboxWriter } from './mailbox-writer.ts'
import { readRows } from './message-rows.ts'
import { readRuns } from './uid-run-rows.ts'

/** Every message has changed, for whoever comes back and asks since when (RFC 7162 §3.1): inside a change. */
export function* renewModSeqs(database: AccountDatabase, mailbox: number): Steps<void> {
  const writer = new MailboxWriter(database, mailbox)
  for (const { meta } of yield* readRows(database, mailbox, uidsOfRuns(readRuns(database, mailbox)))) {
    writer.setFlags(meta, meta.flags)
    yield
  }
  writer.finish()
}
