import { cp, mkdir, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { openSqlite, type SqliteDatabase } from '#lib/storage/sqlite.ts'
import { nextUidValidity } from '../../store-options.ts'
import { CONTENT_FOLDER, DATABASE } from '../account-database.ts'
import { KnownState } from '../repair/known-state.ts'
import { openOldDatabase } from '../repair/read-database.ts'
import { readJournal } from '../repair/read-journal.ts'
import { MIGRATIONS } from '../rows/schema.ts'
import { verifyAccount } from '../verify-account.ts'
import { copySharing, type LiveAccounts } from './live-files.ts'

/** UIDs and modSeqs that are skipped where nobody knows how many have been given since the copy was made. */
const UNKNOWN_UIDS = 100_000
const UNKNOWN_CHANGES = 1_000_000_000

const GREATEST_UID = 0xffffffff

export interface Adoption {
  readonly messages: number
  readonly mailboxes: number
  /** Names of mailboxes that had to get another UIDVALIDITY. */
  readonly renewed: readonly string[]
}

/**
 * Makes a folder of a copy that can take the place of `live`, which nobody has open and which need not exist: no UID that has been given since
 * is given again, and mail programs are told everything anew. UIDVALIDITY stays unless another mailbox has taken the name meanwhile.
 * Content that accounts share is shared again with those that are named. Throws where the copy is damaged. `now` in milliseconds since 1970.
 */
export async function adoptCopy(copy: string, target: string, live: string, { now, directories }: LiveAccounts & { readonly now: number }): Promise<Adoption> {
  await mkdir(target, { recursive: true, mode: 0o700 })
  await cp(join(copy, DATABASE), join(target, DATABASE), { preserveTimestamps: true })
  await copySharing(dirname(copy), basename(copy), target, { directories })
  let faults = await verifyAccount(target)
  if (faults.length > 0) {
    // What an account has now may be damaged where the copy is not: then every octet is taken from the copy.
    const content = await emptied(join(target, CONTENT_FOLDER))
    for (const name of await readdir(join(copy, CONTENT_FOLDER))) await cp(join(copy, CONTENT_FOLDER, name), join(content, name), { preserveTimestamps: true })
    faults = await verifyAccount(target)
  }
  if (faults.length > 0) throw new Error(`The copy is damaged: ${faults.join('; ')}`)
  const given = await givenIn(live)
  const database = openSqlite(join(target, DATABASE), { migrations: MIGRATIONS })
  try {
    return database.transaction(() => adjust(database, given, now))
  } finally {
    database.close()
  }
}

async function emptied(folder: string): Promise<string> {
  for (const name of await readdir(folder)) await rm(join(folder, name))
  return folder
}

/** What has been given out in an account's folder, from whichever copy of it says more. */
async function givenIn(folder: string): Promise<KnownState> {
  const state = new KnownState()
  const old = openOldDatabase(folder)
  for (const record of old?.records() ?? []) state.take(record)
  old?.close()
  for await (const record of readJournal(folder).records) {
    // What has been removed has been given all the same.
    if (record[0] === 'removed') state.take(['account', record[1]])
    else state.take(record)
  }
  return state
}

type MailboxRow = readonly [id: number, name: string, uidValidity: number, uidNext: number, modSeq: number]

function adjust(database: SqliteDatabase, given: KnownState, now: number): Adoption {
  const rows = database.prepareArrays('SELECT id, name, uid_validity, uid_next, mod_seq FROM mailbox').all() as readonly unknown[] as readonly MailboxRow[]
  let last = Math.max(given.lastUidValidity, database.prepareArrays('SELECT last_uid_validity FROM account').get()?.[0] as number)
  const renewed: string[] = []
  for (const [id, name, before, uidNext, modSeq] of rows) {
    const same = given.mailboxes.get(before)
    const next = same ? Math.max(uidNext, same.uidNext) : uidNext + UNKNOWN_UIDS
    const changed = (same ? Math.max(modSeq, same.modSeq) : modSeq + UNKNOWN_CHANGES) + 1
    const isTaken = [...given.mailboxes].some(([other, mailbox]) => mailbox.name === name && other !== before) || next > GREATEST_UID
    if (isTaken) {
      last = nextUidValidity(last, now)
      renewed.push(name)
    }
    database
      .prepareArrays('UPDATE mailbox SET uid_validity = ?, uid_next = ?, mod_seq = ?, forgotten = ? WHERE id = ?')
      .run(isTaken ? last : before, next > GREATEST_UID ? uidNext : next, changed, changed, id)
    // Who comes back with a later modSeq is told the state of everything (RFC 7162 §3.2.5).
    database.prepareArrays('UPDATE message SET mod_seq = ? WHERE mailbox = ?').run(changed, id)
    database.prepareArrays('DELETE FROM vanished WHERE mailbox = ?').run(id)
  }
  database.prepareArrays('UPDATE account SET last_uid_validity = ?').run(last)
  const messages = database.prepareArrays('SELECT count(*) FROM message').get()?.[0] as number
  return { messages, mailboxes: rows.length, renewed }
}
