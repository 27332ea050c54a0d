import { randomBytes } from 'node:crypto'
import type { KeptImport, KnownCards } from '#lib/mail/contacts/contact-import.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { Storage } from '#lib/storage/storage.ts'
import { saysTheSame, withContentUid } from '../../content-uid.ts'
import { mergeCards } from '../../duplicates/merge-cards.ts'
import type { BookReader } from '../address-book-store.ts'
import { permitted } from '../books.ts'
import { uidOf } from '../card-columns.ts'
import type { ImportOutcome, ImportProblem } from './import-store.ts'
import { dropCard, keptOf, writeCard } from '../write-cards.ts'

/** Lines of one report; of what goes beyond, only the number is known. */
export const MOST_TOLD = 20_000

interface Slice {
  readonly of: KeptImport
  readonly cards: readonly Card[]
  readonly problems: readonly ImportProblem[]
}

/** Cards into the book of a running import, each with a note of how to take it back. */
export async function writeSlice(tx: Storage, who: BookReader, { of, cards, problems }: Slice): Promise<readonly ImportOutcome[]> {
  await permitted(tx, who, of.book, 'write')
  const outcomes: ImportOutcome[] = []
  for (const card of cards) outcomes.push(await writeOne(tx, of, withContentUid(card)))
  const count = (outcome: ImportOutcome): number => outcomes.filter((each) => each === outcome).length
  const told = await tell(tx, of.id, problems)
  const failed = problems.filter(({ isFailure }) => isFailure).length
  await tx.run(
    'UPDATE card_import SET added = added + ?, changed = changed + ?, same = same + ?, kept = kept + ?, failed = failed + ?, remarks = remarks + ?, told = told + ?, beat = ? WHERE id = ?',
    [count('added'), count('changed'), count('same'), count('kept'), failed, problems.length - failed, told, Date.now(), of.id],
  )
  return outcomes
}

async function writeOne(tx: Storage, { id, book, settings }: KeptImport, card: Card): Promise<ImportOutcome> {
  const row = await tx.get('SELECT * FROM card WHERE book = ? AND uid = ?', [book, uidOf(card)])
  const before = row && keptOf(row)
  const wanted = before ? together(before.card, card, settings.known) : card
  if (wanted === undefined) return 'kept'
  if (before && saysTheSame(before.card, wanted)) return 'same'
  try {
    const { id: place, etag } = await writeCard(tx, { book, id: before?.id ?? randomBytes(16).toString('base64url') }, wanted)
    await tx.run('INSERT INTO card_import_step (import, card, change, before) VALUES (?, ?, ?, ?) ON CONFLICT (import, card) DO UPDATE SET change = excluded.change', [id, place, Number(etag), before ? JSON.stringify(before.card) : ''])
    return before ? 'changed' : 'added'
  } catch (error) {
    if (isGatewayError(error) && error.failure === 'too-large') return 'too-large'
    throw error
  }
}

function together(own: Card, other: Card, known: KnownCards): Card | undefined {
  if (saysTheSame(own, other)) return own
  if (known === 'keep') return undefined
  return known === 'merge' ? mergeCards([own, other]) : other
}

async function tell(tx: Storage, id: string, problems: readonly ImportProblem[]): Promise<number> {
  if (problems.length === 0) return 0
  const told = Number((await tx.get('SELECT told FROM card_import WHERE id = ?', [id]))?.['told'])
  const rows = problems.slice(0, Math.max(0, MOST_TOLD - told))
  for (const [at, { line, problem, excerpt, isFailure }] of rows.entries()) {
    await tx.run('INSERT INTO card_import_problem (import, number, line, problem, excerpt, failure) VALUES (?, ?, ?, ?, ?, ?)', [id, told + at, line, problem, excerpt.replaceAll('\0', ''), isFailure ? 1 : 0])
  }
  return rows.length
}

/** Takes cards of an import back; a book that it made goes once it is empty. */
export async function undoSlice(tx: Storage, id: string, most: number): Promise<number> {
  const kept = await tx.get('SELECT book, is_new FROM card_import WHERE id = ?', [id])
  if (!kept) return 0
  const book = String(kept.book)
  const steps = await tx.all('SELECT change, card, before FROM card_import_step WHERE import = ? LIMIT ?', [id, most])
  for (const { change, card, before } of steps) {
    const place = { book, id: String(card) }
    const row = await tx.get('SELECT uid, change FROM card WHERE book = ? AND id = ?', [book, place.id])
    if (row && Number(row.change) === Number(change)) {
      if (before === '') await dropCard(tx, place, String(row.uid))
      else await writeCard(tx, place, JSON.parse(String(before)) as Card)
    }
    await tx.run('DELETE FROM card_import_step WHERE import = ? AND card = ?', [id, place.id])
  }
  if (steps.length === 0 && Number(kept.is_new) === 1) await dropEmpty(tx, book)
  else await tx.run('UPDATE card_import SET beat = ? WHERE id = ?', [Date.now(), id])
  return steps.length
}

async function dropEmpty(tx: Storage, book: string): Promise<void> {
  const row = await tx.get('SELECT cards FROM book WHERE id = ?', [book])
  if (!row || Number(row.cards) > 0) return
  for (const table of ['card_gone', 'book_grant', 'card_apart']) await tx.run(`DELETE FROM ${table} WHERE book = ?`, [book])
  await tx.run('DELETE FROM book WHERE id = ?', [book])
}
