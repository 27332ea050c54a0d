import { randomBytes } from 'node:crypto'
import type { Book } from '#lib/mail/contacts/book.ts'
import { type Card, preferred, textOf } from '#lib/mail/contacts/card.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Row, Storage } from '#lib/storage/storage.ts'
import type { BookReader, KeptCard } from './address-book-store.ts'
import { createBook, permitted, readableBooks } from './books.ts'
import { columnsOf } from './card-columns.ts'
import { CARDS_AT_ONCE, NAMES_AT_ONCE, type NameChanges, type NamedCard, type NamedRow, type Precondition } from './card-names.ts'
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

export async function namesSince(tx: Storage, who: BookReader, { book, since, limit }: { readonly book: string; readonly since: number; readonly limit: number }): Promise<NameChanges> {
  const { change } = await permitted(tx, who, book, 'read')
  const changed = await tx.all('SELECT resource, change, changed FROM card WHERE book = ? AND change > ? ORDER BY change LIMIT ?', [book, since, limit + 1])
  const gone = await tx.all('SELECT resource, change FROM card_gone WHERE book = ? AND change > ? ORDER BY change LIMIT ?', [book, since, limit + 1])
  // No two of them have one count: whoever knows the first of all knows the state after the last of these.
  const known = [...changed.map((row) => ({ row, isGone: false })), ...gone.map((row) => ({ row, isGone: true }))].toSorted((one, other) => Number(one.row.change) - Number(other.row.change)).slice(0, limit)
  const isWhole = known.length === changed.length + gone.length
  const rows = known.filter(({ isGone }) => !isGone).map(({ row }) => namedRow(row))
  return { change: isWhole ? change : Number(known.at(-1)?.row.change ?? since), isWhole, changed: rows, gone: await stillGone(tx, book, known.filter(({ isGone }) => isGone).map(({ row }) => String(row.resource))) }
}

/** Where another card has the name of one that has gone, it has changed. */
async function stillGone(tx: Storage, book: string, names: readonly string[]): Promise<readonly string[]> {
  const gone = new Set(names)
  for (let at = 0; at < names.length; at += NAMES_AT_ONCE) {
    const among = listed(names.slice(at, at + NAMES_AT_ONCE))
    for (const { resource } of await tx.all(`SELECT resource FROM card WHERE book = ? AND resource IN ${among.marks}`, [book, ...among.values])) gone.delete(String(resource))
  }
  return [...gone]
}

interface Saving {
  readonly place: NamedPlace
  readonly card: Card
  readonly mayReplace: Precondition
}

export async function saveNamed(tx: Storage, who: BookReader, { place: { book, name }, card, mayReplace }: Saving): Promise<{ readonly kept: KeptCard; readonly isNew: boolean }> {
  await permitted(tx, who, book, 'write')
  const before = await keptNamed(tx, { book, name })
  if (!mayReplace(before?.etag)) throw changed()
  const hasUid = textOf(preferred(card, 'uid')) !== ''
  // RFC 6352 §6.3.2.1: a card is never replaced by another one.
  if (before && hasUid && columnsOf(card).uid !== before.uid) throw new GatewayError('conflict', 'uid', { refusal: { name: 'card-there' } })
  const id = before?.id ?? randomBytes(16).toString('base64url')
  return { kept: await writeCard(tx, { book, id, name }, withUid(card, before?.uid)), isNew: before === undefined }
}

export async function removeNamed(tx: Storage, who: BookReader, { book, name }: NamedPlace, mayReplace: Precondition): Promise<void> {
  await permitted(tx, who, book, 'write')
  const before = await keptNamed(tx, { book, name })
  if (!before) throw new GatewayError('no-such-contact', 'card')
  if (!mayReplace(before.etag)) throw changed()
  await removeCard(tx, who, { book, id: before.id })
}

function changed(): GatewayError {
  return new GatewayError('conflict', 'etag', { refusal: { name: 'card-changed' } })
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
