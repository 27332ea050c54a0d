import { randomBytes } from 'node:crypto'
import type { Book } from '#lib/mail/contacts/book.ts'
import { type Card, preferred, textOf } from '#lib/mail/contacts/card.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Row, Storage } from '#lib/storage/storage.ts'
import type { BookReader, KeptCard } from './address-book-store.ts'
import { createBook, permitted, readableBooks } from './books.ts'
import { columnsOf } from './card-columns.ts'
import { CARDS_AT_ONCE, NAMES_AT_ONCE, type NameChanges, type NamedCard, type NamedRow, type SaveOver } from './card-names.ts'
import { listed } from './listed.ts'
import { keptCard, removeCard, withUid, writeCard } from './write-cards.ts'

interface NamedPlace {
  readonly book: string
  readonly name: string
}

export async function createNamedBook(tx: Storage, who: BookReader, name: string, title: string): Promise<Book> {
  if ((await readableBooks(tx, who)).some((book) => book.name === name)) throw new GatewayError('conflict', 'book')
  return createBook(tx, who, title, name)
}

export async function namesAfter(tx: Storage, who: BookReader, book: string, after: string): Promise<readonly NamedRow[]> {
  await permitted(tx, who, book, 'read')
  return (await tx.all(`SELECT resource, change, changed FROM card WHERE book = ? AND resource > ? ORDER BY resource LIMIT ${NAMES_AT_ONCE}`, [book, after])).map(namedRow)
}

export async function namedAfter(tx: Storage, who: BookReader, book: string, after: string): Promise<readonly NamedCard[]> {
  await permitted(tx, who, book, 'read')
  return (await tx.all(`SELECT resource, change, changed, content FROM card WHERE book = ? AND resource > ? ORDER BY resource LIMIT ${CARDS_AT_ONCE}`, [book, after])).map(namedCard)
}

export async function namedCards(tx: Storage, who: BookReader, book: string, names: readonly string[]): Promise<readonly NamedCard[]> {
  await permitted(tx, who, book, 'read')
  const among = listed(names)
  return (await tx.all(`SELECT resource, change, changed, content FROM card WHERE book = ? AND resource IN ${among.marks} ORDER BY resource`, [book, ...among.values])).map(namedCard)
}

export async function namesSince(tx: Storage, who: BookReader, book: string, since: number): Promise<NameChanges> {
  const { change } = await permitted(tx, who, book, 'read')
  const rows = await tx.all('SELECT resource, change, changed FROM card WHERE book = ? AND change > ? ORDER BY change', [book, since])
  // Where another card has the name of one that has gone, it has changed.
  const gone = await tx.all(
    'SELECT DISTINCT resource FROM card_gone WHERE book = ? AND change > ? AND NOT EXISTS (SELECT 1 FROM card WHERE card.book = card_gone.book AND card.resource = card_gone.resource) ORDER BY resource',
    [book, since],
  )
  return { change, changed: rows.map(namedRow), gone: gone.map(({ resource }) => String(resource)) }
}

export async function saveNamed(tx: Storage, who: BookReader, { place: { book, name }, card, over }: { readonly place: NamedPlace; readonly card: Card; readonly over: SaveOver }): Promise<{ readonly kept: KeptCard; readonly isNew: boolean }> {
  await permitted(tx, who, book, 'write')
  const before = await keptNamed(tx, { book, name })
  if (over.kind !== 'anything' && before?.etag !== (over.kind === 'state' ? over.etag : undefined)) throw new GatewayError('conflict', 'etag', { refusal: { name: 'card-changed' } })
  const hasUid = textOf(preferred(card, 'uid')) !== ''
  // RFC 6352 §6.3.2.1: a card is never replaced by another one.
  if (before && hasUid && columnsOf(card).uid !== before.uid) throw new GatewayError('conflict', 'uid', { refusal: { name: 'card-there' } })
  const id = before?.id ?? randomBytes(16).toString('base64url')
  return { kept: await writeCard(tx, { book, id, name }, withUid(card, before?.uid)), isNew: before === undefined }
}

export async function removeNamed(tx: Storage, who: BookReader, { book, name }: NamedPlace, expected?: string): Promise<void> {
  await permitted(tx, who, book, 'write')
  const before = await keptNamed(tx, { book, name })
  if (!before) throw new GatewayError('no-such-contact', 'card')
  await removeCard(tx, who, { book, id: before.id }, expected)
}

async function keptNamed(tx: Storage, { book, name }: NamedPlace): Promise<KeptCard | undefined> {
  const row = await tx.get('SELECT id FROM card WHERE book = ? AND resource = ?', [book, name])
  return row && keptCard(tx, { book, id: String(row.id) })
}

function namedRow(row: Row): NamedRow {
  return { name: String(row.resource), etag: String(row.change), changed: Number(row.changed) }
}

function namedCard(row: Row): NamedCard {
  return { ...namedRow(row), card: JSON.parse(String(row.content)) as Card }
}
