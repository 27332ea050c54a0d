import type { Row, Storage } from '#lib/storage/storage.ts'
import { FORM_FIELDS, PLAIN, type CompositionAttachment } from '#lib/mail/composition.ts'
import type { CompositionOutcome, CompositionState, KeptComposition, SubmissionRecord } from './kept-composition.ts'

/** The schema of `compositions.sqlite`; only ever appended to. */
export const COMPOSITION_MIGRATIONS: readonly string[] = [
  `CREATE TABLE composition (
     id TEXT PRIMARY KEY,
     account TEXT NOT NULL,
     revision INTEGER NOT NULL,
     saved_at INTEGER NOT NULL,
     state TEXT NOT NULL,
     touched INTEGER NOT NULL,
     message_id TEXT NOT NULL,
     content TEXT NOT NULL,
     draft TEXT,
     submission TEXT
   ) STRICT;
   CREATE INDEX composition_account ON composition (account, saved_at);
   CREATE TABLE attachment (
     id TEXT PRIMARY KEY,
     composition TEXT NOT NULL REFERENCES composition (id) ON DELETE CASCADE,
     account TEXT NOT NULL,
     position INTEGER NOT NULL,
     name TEXT NOT NULL,
     media_type TEXT NOT NULL,
     size INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX attachment_composition ON attachment (composition, position);
   CREATE INDEX attachment_account ON attachment (account);
   CREATE TABLE outcome (
     id TEXT PRIMARY KEY,
     account TEXT NOT NULL,
     at INTEGER NOT NULL,
     result TEXT NOT NULL
   ) STRICT`,
  // The session that began or saved it last: signing out puts away what was written there, and nothing else.
  `ALTER TABLE composition ADD COLUMN session TEXT NOT NULL DEFAULT ''`,
  // What leaves by itself. It goes with its composition.
  `CREATE TABLE outbox (
     composition TEXT PRIMARY KEY REFERENCES composition (id) ON DELETE CASCADE,
     account TEXT NOT NULL,
     due INTEGER,
     since INTEGER NOT NULL,
     attempts INTEGER NOT NULL,
     problem TEXT,
     sealed TEXT
   ) STRICT;
   CREATE INDEX outbox_due ON outbox (due)`,
  // Pictures that stand in the HTML; and a long quoted message, which is no part of what each save writes.
  `ALTER TABLE attachment ADD COLUMN content_id TEXT;
   CREATE TABLE quotation (
     composition TEXT PRIMARY KEY REFERENCES composition (id) ON DELETE CASCADE,
     html TEXT NOT NULL,
     text TEXT NOT NULL
   ) STRICT`,
  // Files that are still arriving; each becomes an attachment of that id once it is whole.
  `CREATE TABLE upload (
     id TEXT PRIMARY KEY,
     composition TEXT NOT NULL REFERENCES composition (id) ON DELETE CASCADE,
     account TEXT NOT NULL,
     name TEXT NOT NULL,
     media_type TEXT NOT NULL,
     size INTEGER NOT NULL,
     modified INTEGER NOT NULL,
     received INTEGER NOT NULL,
     touched_at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX upload_composition ON upload (composition);
   CREATE INDEX upload_account ON upload (account)`,
  // When to look into whose mailboxes for what is to come back.
  `CREATE TABLE reminder (account TEXT PRIMARY KEY, due INTEGER, sealed TEXT) STRICT;
   CREATE INDEX reminder_due ON reminder (due)`,
  // Files that are sent as links. They outlive the message that named them; `fetched` counts octets.
  `ALTER TABLE upload ADD COLUMN as_link INTEGER NOT NULL DEFAULT 0;
   CREATE TABLE file_link (
     id TEXT PRIMARY KEY,
     token TEXT NOT NULL UNIQUE,
     account TEXT NOT NULL,
     site TEXT NOT NULL,
     name TEXT NOT NULL,
     size INTEGER NOT NULL,
     created INTEGER NOT NULL,
     until INTEGER NOT NULL,
     most INTEGER NOT NULL,
     fetched INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX file_link_account ON file_link (account, created);
   CREATE INDEX file_link_until ON file_link (until)`,
]

/** The part of a composition that is kept as JSON. */
export type Content = Omit<KeptComposition, 'id' | 'revision' | 'savedAt' | 'state' | 'touched' | 'messageId' | 'draft' | 'submission' | 'attachments'>

/** One composition of that account, or undefined. */
export async function readComposition(storage: Storage, account: string, id: string): Promise<KeptComposition | undefined> {
  const row = await storage.get('SELECT * FROM composition WHERE id = ? AND account = ?', [id, account])
  return row && fromRow(row, await readAttachments(storage, id))
}

export async function readAttachments(storage: Storage, composition: string): Promise<readonly CompositionAttachment[]> {
  const rows = await storage.all('SELECT * FROM attachment WHERE composition = ? ORDER BY position', [composition])
  return rows.map((row) => ({ id: String(row['id']), name: String(row['name']), mediaType: String(row['media_type']), size: Number(row['size']), ...(typeof row['content_id'] === 'string' ? { contentId: row['content_id'] } : {}) }))
}

export function fromRow(row: Row, attachments: readonly CompositionAttachment[]): KeptComposition {
  const content = JSON.parse(String(row['content'])) as Content
  const { draft, submission } = row
  return {
    // What older versions did not keep.
    ...{ reports: 'none', followUp: 'none', headers: '', copyTo: '', ...PLAIN },
    ...content,
    id: String(row['id']),
    revision: Number(row['revision']),
    savedAt: Number(row['saved_at']),
    state: String(row['state']) as CompositionState,
    touched: row['touched'] === 1,
    messageId: String(row['message_id']),
    attachments,
    ...(typeof draft === 'string' ? { draft: JSON.parse(draft) as NonNullable<KeptComposition['draft']> } : {}),
    ...(typeof submission === 'string' ? { submission: JSON.parse(submission) as SubmissionRecord } : {}),
  }
}

export function contentOf(composition: Content): string {
  const { kind, original, others = [], inReplyTo, references } = composition
  const fields = Object.fromEntries(FORM_FIELDS.map((name) => [name, composition[name]]))
  return JSON.stringify({ kind, ...fields, inReplyTo, references, ...(original ? { original } : {}), ...(others.length > 0 ? { others } : {}) })
}

export function outcomeFromRow(row: Row): CompositionOutcome {
  return JSON.parse(String(row['result'])) as CompositionOutcome
}
