import type { AccountDatabase } from '../account-database.ts'
import { presentRecords } from './present-records.ts'

/** Writes the journal anew, in steps between which changes go on: they go into the old journal and into the new one. */
export async function* rewriteJournal(database: AccountDatabase): AsyncGenerator<void> {
  const { journal } = database
  journal.beginNext(database.sequence())
  try {
    for (const records of presentRecords(database)) {
      if (!journal.addToNext(records)) return
      yield
    }
    journal.finishNext(database.sequence())
  } finally {
    journal.abandonNext()
  }
}
