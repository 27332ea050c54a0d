import type { CardRow } from '#lib/mail/contacts/book.ts'
import { wordsOfQuestion } from '#lib/mail/contacts/search-words.ts'
import { uidKey } from '#lib/mail/contacts/uid.ts'
import type { Row, SqlValue, Storage } from '#lib/storage/storage.ts'
import type { BookChanges, BookReader, CardList, CardRun, KeptCard, ListOptions } from './address-book-store.ts'
import { permitted, readableBooks } from './books.ts'
import { ROW_COLUMNS, rowOf } from './card-columns.ts'
import { listed } from './listed.ts'
import { keptOf } from './write-cards.ts'

/** Behind every word that begins with what stands before it. */
export const LAST = '\u{10FFFF}'

export async function listCards(tx: Storage, who: BookReader, book: string, { offset, limit, letter }: ListOptions): Promise<CardList> {
  const { cards } = await permitted(tx, who, book, 'read')
  if (letter === undefined) {
    const rows = await tx.all(`SELECT ${ROW_COLUMNS} FROM card WHERE book = ? ORDER BY sorts, number LIMIT ? OFFSET ?`, [book, limit, offset])
    return { rows: rows.map(rowOf), total: cards }
  }
  const rows = await tx.all(`SELECT ${ROW_COLUMNS} FROM card WHERE book = ? AND letter = ? ORDER BY sorts, number LIMIT ? OFFSET ?`, [book, letter, limit, offset])
  return { rows: rows.map(rowOf), total: many(await tx.get('SELECT count(*) AS many FROM card WHERE book = ? AND letter = ?', [book, letter])) }
}

export async function lettersOf(tx: Storage, who: BookReader, book: string): Promise<readonly string[]> {
  await permitted(tx, who, book, 'read')
  const rows = await tx.all('SELECT DISTINCT letter FROM card WHERE book = ? ORDER BY letter', [book])
  return rows.map(({ letter }) => String(letter))
}

export async function groupsOf(tx: Storage, who: BookReader, { book, limit }: { readonly book: string; readonly limit: number }): Promise<readonly CardRow[]> {
  await permitted(tx, who, book, 'read')
  return (await tx.all(`SELECT ${ROW_COLUMNS} FROM card WHERE book = ? AND kind = 'group' ORDER BY sorts, number LIMIT ?`, [book, limit])).map(rowOf)
}

export async function searchCards(tx: Storage, who: BookReader, question: string, { book, offset, limit }: { readonly book?: string; readonly offset: number; readonly limit: number }): Promise<CardList> {
  const books = book === undefined ? (await readableBooks(tx, who)).map(({ id }) => id) : [(await permitted(tx, who, book, 'read')).id]
  const words = wordsOfQuestion(question)
  const [first, ...more] = words
  if (first === undefined) return { rows: [], total: 0 }
  const among = listed(books)
  const others = withWords('card_word.card', more)
  const found = `SELECT DISTINCT card FROM card_word WHERE book IN ${among.marks} AND word >= ? AND word < ?${others.sql}`
  const params = [...among.values, first, first + LAST, ...others.params]
  const rows = await tx.all(`SELECT ${ROW_COLUMNS} FROM card WHERE number IN (${found}) ORDER BY sorts, number LIMIT ? OFFSET ?`, [...params, limit, offset])
  return { rows: rows.map(rowOf), total: many(await tx.get(`SELECT count(*) AS many FROM (${found}) AS found`, params)) }
}

/** The condition that a card has words with each of these beginnings. */
export function withWords(card: string, words: readonly string[]): { readonly sql: string; readonly params: readonly SqlValue[] } {
  const one = ` AND EXISTS (SELECT 1 FROM card_word AS also WHERE also.card = ${card} AND also.word >= ? AND also.word < ?)`
  return { sql: one.repeat(words.length), params: words.flatMap((word) => [word, word + LAST]) }
}

export async function cardsByUid(tx: Storage, who: BookReader, book: string, uids: readonly string[]): Promise<readonly KeptCard[]> {
  await permitted(tx, who, book, 'read')
  const among = listed(uids.map(uidKey))
  return (await tx.all(`SELECT * FROM card WHERE book = ? AND uid IN ${among.marks}`, [book, ...among.values])).map(keptOf)
}

export async function knownAddresses(tx: Storage, who: BookReader, addresses: readonly string[]): Promise<ReadonlyMap<string, CardRow>> {
  const books = await readableBooks(tx, who)
  const order = new Map(books.map(({ id, kind }, at) => [id, kind === 'collected' ? books.length : at]))
  const [among, of] = [listed(addresses), listed(books.map(({ id }) => id))]
  const columns = ROW_COLUMNS.split(', ').map((column) => `card.${column}`).join(', ')
  const rows = await tx.all(`SELECT card_address.address AS asked, ${columns} FROM card_address JOIN card ON card.number = card_address.card WHERE card_address.address IN ${among.marks} AND card_address.book IN ${of.marks}`, [...among.values, ...of.values])
  const place = (row: Row): number => order.get(String(row.book)) ?? books.length
  const known = new Map<string, CardRow>()
  for (const row of rows.toSorted((one, other) => place(other) - place(one))) known.set(String(row.asked), rowOf(row))
  return known
}

export async function cardRun(tx: Storage, who: BookReader, book: string, { after, limit }: { readonly after?: string | undefined; readonly limit: number }): Promise<CardRun> {
  await permitted(tx, who, book, 'read')
  const [, number = '-1', sorts = ''] = /^([0-9]+) (.*)$/s.exec(after ?? '') ?? []
  const rows = await tx.all('SELECT * FROM card WHERE book = ? AND (sorts, number) > (?, ?) ORDER BY sorts, number LIMIT ?', [book, sorts, Number(number), limit])
  const last = rows.at(-1)
  return { cards: rows.map(keptOf), next: last && rows.length === limit ? `${Number(last.number)} ${String(last.sorts)}` : undefined }
}

/** More birthdays than a page tells. */
const MOST_BIRTHDAYS = 200

export async function birthdays(tx: Storage, who: BookReader, from: string, to: string): Promise<readonly CardRow[]> {
  const among = listed((await readableBooks(tx, who)).map(({ id }) => id))
  const between = async (first: string, last: string): Promise<readonly Row[]> =>
    tx.all(`SELECT ${ROW_COLUMNS} FROM card WHERE book IN ${among.marks} AND day >= ? AND day <= ? ORDER BY day, sorts LIMIT ${MOST_BIRTHDAYS}`, [...among.values, first, last])
  const rows = from <= to ? await between(from, to) : [...(await between(from, '12-31')), ...(await between('01-01', to))]
  return rows.map(rowOf)
}

export async function changesSince(tx: Storage, who: BookReader, book: string, change: number): Promise<BookChanges> {
  const now = await permitted(tx, who, book, 'read')
  const rows = await tx.all(`SELECT ${ROW_COLUMNS} FROM card WHERE book = ? AND change > ? ORDER BY change`, [book, change])
  const gone = await tx.all('SELECT id, uid FROM card_gone WHERE book = ? AND change > ? ORDER BY change', [book, change])
  return { change: now.change, changed: rows.map(rowOf), gone: gone.map(({ id, uid }) => ({ id: String(id), uid: String(uid) })) }
}

function many(row: Row | undefined): number {
  return Number(row?.many ?? 0)
}
