import type { AccountDatabase } from '../account-database.ts'
import type { JournalRecord } from './journal-line.ts'

/** Messages of one piece of the journal: so long nobody else gets a turn. */
const BATCH = 500

/** The mailbox as it is. */
export function mailboxRecord(database: AccountDatabase, id: number): JournalRecord {
  const row = database.sql('SELECT uid_validity, name, special_use, uid_next, mod_seq, quota, message_quota FROM mailbox WHERE id = ?').get(id)
  return ['mailbox', ...(row as readonly [number, string, string | null, number, number, number | null, number | null])]
}

/** What is annotated to a mailbox, or to the account itself. */
export function annotationRecords(database: AccountDatabase, mailbox: number): readonly JournalRecord[] {
  const rows = database
    .sql('SELECT coalesce(b.uid_validity, 0), a.reader, a.name, a.value FROM annotation a LEFT JOIN mailbox b ON b.id = a.mailbox WHERE a.mailbox = ?')
    .all(mailbox) as readonly (readonly [number, string, string, Uint8Array])[]
  return rows.map(([uidValidity, reader, name, value]) => ['annotation', uidValidity, reader, name, Buffer.from(value).toString('base64')])
}

/** What readers have seen of a mailbox. */
function seenRecords(database: AccountDatabase, mailbox: number): readonly JournalRecord[] {
  const rows = database
    .sql('SELECT b.uid_validity, s.reader, s.stretch, s.mod_seq, s.runs FROM seen s JOIN mailbox b ON b.id = s.mailbox WHERE s.mailbox = ?')
    .all(mailbox) as readonly (readonly [number, string, number, number, string])[]
  return rows.map((row) => ['seen', ...row])
}

/** Everything that a journal has to say of the present, in pieces; each is so at the moment at which it is asked for. */
export function* presentRecords(database: AccountDatabase): Generator<readonly JournalRecord[]> {
  const subscriptions = database.sql('SELECT name FROM subscription').all().map(([name]): JournalRecord => ['subscribed', name as string])
  yield [['account', database.sql('SELECT last_uid_validity FROM account').get()?.[0] as number], ...subscriptions, ...annotationRecords(database, 0)]
  for (const [id] of database.sql('SELECT id FROM mailbox ORDER BY id').all()) {
    // A removal while others had their turn.
    if (!database.sql('SELECT 1 FROM mailbox WHERE id = ?').get(id as number)) continue
    yield [mailboxRecord(database, id as number), ...annotationRecords(database, id as number), ...seenRecords(database, id as number)]
    for (let last = 0, found = BATCH; found === BATCH; ) {
      const rows = database
        .sql(`SELECT b.uid_validity, m.uid, c.sha256, m.flags, m.internal_date, m.save_date, m.mod_seq, m.zone
          FROM message m CROSS JOIN content c ON c.id = m.content CROSS JOIN mailbox b ON b.id = m.mailbox WHERE m.mailbox = ? AND m.uid > ? ORDER BY m.uid LIMIT ?`)
        .all(id as number, last, BATCH) as readonly (readonly [number, number, Uint8Array, string, number, number, number, number])[]
      found = rows.length
      last = rows.at(-1)?.[1] ?? last
      yield rows.map(([uidValidity, uid, sha256, ...rest]) => ['message', uidValidity, uid, Buffer.from(sha256).toString('hex'), ...rest])
    }
  }
}
