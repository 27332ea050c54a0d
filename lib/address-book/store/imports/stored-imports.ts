import { randomBytes } from 'node:crypto'
import type { ImportSettings, ImportState, KeptImport } from '#lib/mail/contacts/contact-import.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Row, Storage } from '#lib/storage/storage.ts'
import type { ReadProblem } from '../../read-result.ts'
import type { BookReader } from '../address-book-store.ts'
import { createBook, permitted } from '../books.ts'
import { IMPORT_LIFE, type ImportStore, WAITING_IMPORTS, WAITING_LIFE } from './import-store.ts'
import { undoSlice, writeSlice } from './import-slices.ts'

const OF_ITS_OWNER = 'id = ? AND account = ?'

/** Imports as rows of a storage. */
export function storedImports(storage: Storage): ImportStore {
  const alone = <T>(work: (tx: Storage) => Promise<T>): Promise<T> => storage.transaction(work)
  return {
    createImport: (who, given) => alone((tx) => createImport(tx, who, given)),
    import: (who, id) => keptImport(storage, who, id),
    imports: async (who) => (await storage.all('SELECT * FROM card_import WHERE account = ? ORDER BY created DESC, id LIMIT 20', [who.account])).map(importOf),
    changeImport: (who, id, settings) => alone(async (tx) => {
      await inState(tx, who, id, 'waiting')
      await tx.run('UPDATE card_import SET settings = ? WHERE id = ?', [JSON.stringify(settings), id])
    }),
    beginImport: (who, id) => alone((tx) => beginImport(tx, who, id)),
    importCards: (who, id, cards, problems) => alone(async (tx) => writeSlice(tx, who, { of: await inState(tx, who, id, 'running'), cards, problems })),
    endImport: async (id, { state, failure }) => {
      await storage.run('UPDATE card_import SET state = ?, failure = ?, beat = ? WHERE id = ?', [state, failure === undefined ? '' : JSON.stringify(failure), Date.now(), id])
    },
    beginUndo: (who, id) => alone(async (tx) => {
      const { book } = await inState(tx, who, id, 'done')
      await permitted(tx, who, book, 'write')
      await tx.run('UPDATE card_import SET state = ?, beat = ? WHERE id = ?', ['undoing', Date.now(), id])
    }),
    undoSlice: (id, most) => alone((tx) => undoSlice(tx, id, most)),
    problems: async (who, id, { offset, limit }) => {
      await keptImport(storage, who, id)
      const rows = await storage.all('SELECT line, problem, excerpt, failure FROM card_import_problem WHERE import = ? ORDER BY failure DESC, number LIMIT ? OFFSET ?', [id, limit, offset])
      const total = Number((await storage.get('SELECT count(*) AS many FROM card_import_problem WHERE import = ?', [id]))?.['many'])
      return { problems: rows.map(({ line, problem, excerpt, failure }) => ({ line: Number(line), problem: problem as ReadProblem, excerpt: String(excerpt), isFailure: Number(failure) === 1 })), total }
    },
    dropImport: (who, id) => alone(async (tx) => {
      await inState(tx, who, id, 'waiting')
      await tx.run('DELETE FROM card_import WHERE id = ?', [id])
    }),
    stalledImports: async (since) => (await storage.all("SELECT id FROM card_import WHERE state IN ('running', 'undoing') AND beat < ?", [since])).map(({ id }) => String(id)),
    tidyImports: (now) => alone((tx) => tidy(tx, now)),
  }
}

async function createImport(tx: Storage, who: BookReader, { file, name, octets, settings }: Pick<KeptImport, 'file' | 'name' | 'octets' | 'settings'>): Promise<KeptImport> {
  const waiting = await tx.all("SELECT id FROM card_import WHERE account = ? AND state = 'waiting' ORDER BY created DESC, id", [who.account])
  for (const { id } of waiting.slice(WAITING_IMPORTS - 1)) await tx.run('DELETE FROM card_import WHERE id = ?', [id as string])
  const id = randomBytes(16).toString('base64url')
  const now = Date.now()
  await tx.run(
    'INSERT INTO card_import (id, account, state, name, file, octets, settings, book, is_new, added, changed, same, kept, failed, remarks, told, failure, created, beat) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, ?, ?, ?)',
    [id, who.account, 'waiting', name, file, octets, JSON.stringify(settings), '', '', now, now],
  )
  return keptImport(tx, who, id)
}

async function keptImport(tx: Storage, { account }: Pick<BookReader, 'account'>, id: string): Promise<KeptImport> {
  const row = await tx.get(`SELECT * FROM card_import WHERE ${OF_ITS_OWNER}`, [id, account])
  if (!row) throw new GatewayError('no-such-contact', 'import', { refusal: { name: 'import-gone' } })
  return importOf(row)
}

async function inState(tx: Storage, who: BookReader, id: string, state: ImportState): Promise<KeptImport> {
  const kept = await keptImport(tx, who, id)
  if (kept.state !== state) throw new GatewayError('conflict', `${kept.state}, not ${state}`, { refusal: { name: 'import-begun' } })
  return kept
}

async function beginImport(tx: Storage, who: BookReader, id: string): Promise<KeptImport> {
  const { settings } = await inState(tx, who, id, 'waiting')
  const isNew = settings.book === ''
  const book = isNew ? await createBook(tx, who, settings.title) : await permitted(tx, who, settings.book, 'write')
  if (book.kind === 'collected') throw new GatewayError('contacts-forbidden', book.kind)
  await tx.run("UPDATE card_import SET state = 'running', book = ?, is_new = ?, beat = ? WHERE id = ?", [book.id, isNew ? 1 : 0, Date.now(), id])
  return keptImport(tx, who, id)
}

async function tidy(tx: Storage, now: number): Promise<ReadonlySet<string>> {
  const old = await tx.all("SELECT id FROM card_import WHERE created < ? OR (state = 'waiting' AND created < ?) LIMIT 20", [now - IMPORT_LIFE, now - WAITING_LIFE])
  for (const { id } of old) {
    const { changes } = await tx.run('DELETE FROM card_import_step WHERE import = ? AND card IN (SELECT card FROM card_import_step WHERE import = ? LIMIT 1000)', [id as string, id as string])
    if (changes > 0) continue // the others next time: nobody waits for a hundred thousand
    await tx.run('DELETE FROM card_import_problem WHERE import = ?', [id as string])
    await tx.run('DELETE FROM card_import WHERE id = ?', [id as string])
  }
  return new Set((await tx.all("SELECT file FROM card_import WHERE state IN ('waiting', 'running')")).map(({ file }) => String(file)))
}

function importOf(row: Row): KeptImport {
  const { id, state, name, octets, file, settings, book, added, changed, same, kept, failed, remarks, failure, created } = row
  return {
    id: String(id),
    state: state as ImportState,
    name: String(name),
    octets: Number(octets),
    file: String(file),
    settings: JSON.parse(String(settings)) as ImportSettings,
    book: String(book),
    counts: { added: Number(added), changed: Number(changed), same: Number(same), kept: Number(kept), failed: Number(failed), remarks: Number(remarks) },
    failure: failure === '' ? undefined : (JSON.parse(String(failure)) as KeptImport['failure']),
    created: Number(created),
  }
}
