import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { CompositionAttachment } from '#lib/mail/composition.ts'
import { openStorage, type Row, type SqlValue, type Storage } from '#lib/storage/storage.ts'
import { randomBytes } from 'node:crypto'
import { ATTACHMENT_LIMIT, COMPOSITION_LIMIT, UPLOAD_LIFE } from './composition-limits.ts'
import { COMPOSITION_MIGRATIONS, contentOf, fromRow, outcomeFromRow, readAttachments, readComposition } from './composition-rows.ts'
import { FileLinkStore } from './file-links/file-link-store.ts'
import { makeMessageId } from './message/message-id.ts'
import { OutboxStore } from './outbox-store.ts'
import { ReminderStore } from './reminder-store.ts'
import { UploadStore } from './upload-store.ts'
import { sameFields, type CompositionOutcome, type CompositionState, type KeptComposition, type NewComposition, type QuotedMessage, type SubmissionRecord, type SavedFields } from './kept-composition.ts'

/**
 * What people are writing, by account: it survives a lost connection, an ended session and a restart. Every call names
 * the account, and another account's composition does not exist for it. What a call has resolved is on the disk.
 */
export class CompositionStore {
  readonly #storage: Storage
  readonly #now: () => number

  constructor(storage: Storage, now: () => number = Date.now) {
    this.#storage = storage
    this.#now = now
  }

  /** Throws GatewayError('too-large') when the account has too many open compositions. */
  async begin(account: string, { messageId, attachments = [], touched = false, draft, quoted, session = '', ...fields }: NewComposition): Promise<KeptComposition> {
    const id = randomBytes(16).toString('base64url')
    return this.#storage.transaction(async (tx) => {
      const count = await tx.get('SELECT count(*) AS n FROM composition WHERE account = ?', [account])
      if (Number(count?.['n']) >= COMPOSITION_LIMIT) {
        throw new GatewayError('too-large', 'compositions', { refusal: { name: 'compositions-many', with: { most: COMPOSITION_LIMIT } } })
      }
      await tx.run('INSERT INTO composition (id, account, revision, saved_at, state, touched, message_id, content, draft, session) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)', [
        id, account, this.#now(), 'open', touched ? 1 : 0, messageId ?? makeMessageId(fields.from), contentOf(fields), draft ? JSON.stringify(draft) : null, session,
      ])
      if (quoted) await tx.run('INSERT INTO quotation (composition, html, text) VALUES (?, ?, ?)', [id, quoted.html, quoted.text])
      for (const attachment of attachments) await insertAttachment(tx, account, id, attachment)
      return this.#required(tx, account, id)
    })
  }

  async find(account: string, id: string): Promise<KeptComposition | undefined> {
    return readComposition(this.#storage, account, id)
  }

  /** As `find`; throws GatewayError('no-such-composition'). */
  async get(account: string, id: string): Promise<KeptComposition> {
    return this.#required(this.#storage, account, id)
  }

  /** The quoted message that is kept apart from it; undefined for none. */
  async quoted(account: string, id: string): Promise<QuotedMessage | undefined> {
    const row = await this.#storage.get('SELECT html, text FROM quotation JOIN composition ON id = composition WHERE id = ? AND account = ?', [id, account])
    return row && { html: String(row['html']), text: String(row['text']) }
  }

  /** All of the account, the one saved last first. */
  async list(account: string): Promise<readonly KeptComposition[]> {
    return this.#listed(await this.#storage.all('SELECT * FROM composition WHERE account = ? ORDER BY saved_at DESC, id', [account]))
  }

  /** Those of the account that are being written in that session, the one saved last first. */
  async listOfSession(account: string, session: string): Promise<readonly KeptComposition[]> {
    return this.#listed(await this.#storage.all('SELECT * FROM composition WHERE account = ? AND session = ? ORDER BY saved_at DESC, id', [account, session]))
  }

  /** From now on it is being written in that session, whichever began it. */
  async claim(account: string, id: string, session: string): Promise<void> {
    await this.#storage.run('UPDATE composition SET session = ? WHERE id = ? AND account = ? AND session <> ?', [session, id, account, session])
  }

  /** The open composition that stands for that draft, if there is one. */
  async findByDraft(account: string, draft: { readonly mailbox: string; readonly id: string }): Promise<KeptComposition | undefined> {
    return (await this.list(account)).find((kept) => kept.draft?.mailbox === draft.mailbox && kept.draft.id === draft.id)
  }

  /**
   * Keeps what was typed. `revision` is the one that the person saw; throws GatewayError('conflict') when another tab has
   * saved something else since, or when the message is on its way: the kept text stays as it is.
   */
  async save(account: string, id: string, revision: number, fields: SavedFields): Promise<KeptComposition> {
    return this.#storage.transaction(async (tx) => {
      const kept = await this.#required(tx, account, id)
      // A repeated save of the same text, such as one whose answer was lost, contradicts nobody.
      if (sameFields(kept, fields)) return kept
      if (kept.revision !== revision) throw new GatewayError('conflict', `revision ${revision} of ${kept.revision}`)
      if (kept.state !== 'open') throw new GatewayError('conflict', `state ${kept.state}`)
      await tx.run('UPDATE composition SET content = ?, revision = revision + 1, saved_at = ?, touched = 1 WHERE id = ?', [
        contentOf({ ...kept, ...fields }), this.#now(), id,
      ])
      return this.#required(tx, account, id)
    })
  }

  /** One that arrived in pieces is no upload any more. Throws GatewayError('too-large') beyond the number of attachments, 'conflict' when the message is on its way. */
  async addAttachment(account: string, id: string, attachment: CompositionAttachment): Promise<KeptComposition> {
    return this.#storage.transaction(async (tx) => {
      const kept = await this.#open(tx, account, id)
      if (kept.attachments.length >= ATTACHMENT_LIMIT) {
        throw new GatewayError('too-large', 'attachments', { refusal: { name: 'attachments-many', with: { most: ATTACHMENT_LIMIT } } })
      }
      await insertAttachment(tx, account, id, attachment)
      await tx.run('DELETE FROM upload WHERE account = ? AND id = ?', [account, attachment.id])
      await this.#touch(tx, id)
      return this.#required(tx, account, id)
    })
  }

  /** Unknown attachments are ignored: a second click on Remove is no mistake. */
  async removeAttachment(account: string, id: string, attachment: string): Promise<KeptComposition> {
    return this.#storage.transaction(async (tx) => {
      await this.#open(tx, account, id)
      await tx.run('DELETE FROM attachment WHERE id = ? AND composition = ?', [attachment, id])
      await this.#touch(tx, id)
      return this.#required(tx, account, id)
    })
  }

  /** Octets of attachments that the account keeps or is uploading; files for links have a quota of their own. */
  async spooled(account: string): Promise<number> {
    const row = await this.#storage.get('SELECT coalesce(sum(size), 0) AS octets FROM (SELECT size FROM attachment WHERE account = ? UNION ALL SELECT size FROM upload WHERE account = ? AND as_link = 0)', [account, account])
    return Number(row?.['octets'])
  }

  /**
   * Moves the composition from one of `from` to `to`, for one caller only: false when it stands elsewhere, as after a second
   * click. Durable when it resolves.
   */
  async advance(account: string, id: string, from: readonly CompositionState[], to: CompositionState): Promise<boolean> {
    return this.#move('id = ? AND account = ?', [id, account], from, to)
  }

  /** The same for the text that was read: false, too, when it has been saved anew since. */
  async advanceText(account: string, { id, revision }: Pick<KeptComposition, 'id' | 'revision'>, from: readonly CompositionState[], to: CompositionState): Promise<boolean> {
    return this.#move('id = ? AND account = ? AND revision = ?', [id, account, revision], from, to)
  }

  /** Keeps what the server said and what has been seen to since; the state becomes `accepted`. */
  async recordSubmission(account: string, id: string, submission: SubmissionRecord): Promise<void> {
    await this.#storage.run("UPDATE composition SET state = 'accepted', submission = ? WHERE id = ? AND account = ?", [JSON.stringify(submission), id, account])
  }

  /** Remembers which draft holds this composition now. */
  async recordDraft(account: string, id: string, draft: KeptComposition['draft']): Promise<void> {
    await this.#storage.run('UPDATE composition SET draft = ? WHERE id = ? AND account = ?', [draft ? JSON.stringify(draft) : null, id, account])
  }

  /** Removes it and remembers for a day what became of it. Returns the spool files that nobody needs any more. */
  async close(account: string, id: string, outcome: Omit<CompositionOutcome, 'id' | 'at'>): Promise<readonly string[]> {
    return this.#storage.transaction(async (tx) => {
      const kept = await this.#required(tx, account, id)
      const at = this.#now()
      await tx.run('DELETE FROM composition WHERE id = ?', [id])
      await tx.run('INSERT OR REPLACE INTO outcome (id, account, at, result) VALUES (?, ?, ?, ?)', [id, account, at, JSON.stringify({ ...outcome, id, at })])
      return spoolFiles(kept)
    })
  }

  /** What became of a composition that is gone; undefined when nobody knows any more. */
  async outcome(account: string, id: string): Promise<CompositionOutcome | undefined> {
    const row = await this.#storage.get('SELECT result FROM outcome WHERE id = ? AND account = ?', [id, account])
    return row && outcomeFromRow(row)
  }

  /**
   * To be called once at the start of the process, before anything else: what was being sent when the last one died is open, or
   * waits, again if no content had left, and otherwise uncertain.
   */
  async recover(): Promise<void> {
    await this.#storage.run("UPDATE composition SET state = 'waiting' WHERE state = 'sending' AND id IN (SELECT composition FROM outbox WHERE due IS NOT NULL)")
    await this.#storage.run("UPDATE composition SET state = 'open' WHERE state = 'sending'")
    await this.#storage.run("UPDATE composition SET state = 'uncertain' WHERE state = 'delivering'")
    // What may have been sent is never sent again by itself.
    await this.#storage.run("DELETE FROM outbox WHERE composition IN (SELECT id FROM composition WHERE state = 'uncertain')")
  }

  /** Forgets outcomes and compositions untouched for so many milliseconds, and links that have ended; returns every spool file that is still needed. */
  async expire(outcomeAge: number, compositionAge: number): Promise<ReadonlySet<string>> {
    await this.#storage.run('DELETE FROM outcome WHERE at < ?', [this.#now() - outcomeAge])
    await this.#storage.run("DELETE FROM composition WHERE saved_at < ? AND state = 'open'", [this.#now() - compositionAge])
    await this.#storage.run('DELETE FROM upload WHERE touched_at < ?', [this.#now() - UPLOAD_LIFE])
    await this.#storage.run('DELETE FROM file_link WHERE until <= ?', [this.#now()])
    const attachments = await this.#storage.all('SELECT id FROM attachment UNION ALL SELECT id FROM upload UNION ALL SELECT id FROM file_link')
    const messages = await this.#storage.all("SELECT json_extract(submission, '$.message') AS id FROM composition WHERE submission IS NOT NULL")
    return new Set([...attachments, ...messages].map((row) => String(row['id'])))
  }

  async shutDown(): Promise<void> {
    await this.#storage.close()
  }

  async #move(which: string, params: readonly SqlValue[], from: readonly CompositionState[], to: CompositionState): Promise<boolean> {
    const places = from.map(() => '?').join(', ')
    const { changes } = await this.#storage.run(`UPDATE composition SET state = ? WHERE ${which} AND state IN (${places})`, [to, ...params, ...from])
    return changes === 1
  }

  #listed(rows: readonly Row[]): Promise<readonly KeptComposition[]> {
    return Promise.all(rows.map(async (row) => fromRow(row, await readAttachments(this.#storage, String(row['id'])))))
  }

  async #required(storage: Storage, account: string, id: string): Promise<KeptComposition> {
    const kept = await readComposition(storage, account, id)
    if (!kept) throw new GatewayError('no-such-composition')
    return kept
  }

  async #open(tx: Storage, account: string, id: string): Promise<KeptComposition> {
    const kept = await this.#required(tx, account, id)
    if (kept.state !== 'open') throw new GatewayError('conflict', `state ${kept.state}`)
    return kept
  }

  async #touch(tx: Storage, id: string): Promise<void> {
    await tx.run('UPDATE composition SET touched = 1, saved_at = ? WHERE id = ?', [this.#now(), id])
  }
}

/** What a database of compositions holds. */
export interface OpenCompositions {
  readonly store: CompositionStore
  /** What of it leaves by itself. */
  readonly outbox: OutboxStore
  /** Files that are still arriving. */
  readonly uploads: UploadStore
  /** Files that were sent as links. */
  readonly fileLinks: FileLinkStore
  /** When what was put off comes back. */
  readonly reminders: ReminderStore
}

/** Opens or creates what people write in that file. */
export async function openCompositions(file: string, now?: () => number): Promise<OpenCompositions> {
  const storage = await openStorage(file, COMPOSITION_MIGRATIONS)
  return { store: new CompositionStore(storage, now), outbox: new OutboxStore(storage), uploads: new UploadStore(storage, now), fileLinks: new FileLinkStore(storage, now), reminders: new ReminderStore(storage) }
}

/** The spool files that a composition holds. */
function spoolFiles({ attachments, submission }: KeptComposition): readonly string[] {
  return [...attachments.map(({ id }) => id), ...(submission && submission.message !== '' ? [submission.message] : [])]
}

async function insertAttachment(tx: Storage, account: string, composition: string, { id, name, mediaType, size, contentId }: CompositionAttachment): Promise<void> {
  await tx.run(
    'INSERT INTO attachment (id, composition, account, position, name, media_type, size, content_id) VALUES (?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM attachment WHERE composition = ?), ?, ?, ?, ?)',
    [id, composition, account, composition, name, mediaType, size, contentId ?? null],
  )
}
