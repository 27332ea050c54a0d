import { randomBytes, randomUUID } from 'node:crypto'
import { addressesOf, type Card, preferred, textOf } from '#lib/mail/contacts/card.ts'
import { wordsOfCard } from '#lib/mail/contacts/search-words.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Row, Storage } from '#lib/storage/storage.ts'
import { type BookReader, type CardPlace, CARDS_PER_BOOK, type KeptCard } from './address-book-store.ts'
import { permitted } from './books.ts'
import { columnsOf, rowOf, type CardColumns } from './card-columns.ts'

/** Rows of one INSERT. */
const ROWS_AT_ONCE = 16

export async function keptCard(tx: Storage, { book, id }: CardPlace): Promise<KeptCard> {
  const row = await tx.get('SELECT * FROM card WHERE book = ? AND id = ?', [book, id])
  if (!row) throw new GatewayError('no-such-contact', 'card')
  return keptOf(row)
}

export function keptOf(row: Row): KeptCard {
  return { ...rowOf(row), created: Number(row.created), card: JSON.parse(String(row.content)) as Card }
}

export interface Saving {
  readonly book: string
  readonly card: Card
  readonly replacing: { readonly id: string; readonly expected: string } | undefined
}

/** For a reader who may write there. */
export async function saveCard(tx: Storage, who: BookReader, { book, card, replacing }: Saving): Promise<KeptCard> {
  await permitted(tx, who, book, 'write')
  const before = replacing && (await keptCard(tx, { book, id: replacing.id }))
  if (before && before.etag !== replacing.expected) throw new GatewayError('conflict', 'etag', { refusal: { name: 'card-changed' } })
  return writeCard(tx, { book, id: before?.id ?? randomBytes(16).toString('base64url') }, withUid(card, before?.uid))
}

/** How other programs know a card that none of them has named. */
function ownName(id: string): string {
  return `${id}.vcf`
}

/** Writes the card into the book, where a card of that id is replaced and keeps its name; nobody's rights are asked here. */
export async function writeCard(tx: Storage, { book, id, name = ownName(id) }: CardPlace & { readonly name?: string }, card: Card, now = Date.now()): Promise<KeptCard> {
  const columns = columnsOf(card)
  const known = await tx.get('SELECT number, created FROM card WHERE book = ? AND id = ?', [book, id])
  const same = await tx.get('SELECT id FROM card WHERE book = ? AND uid = ?', [book, columns.uid])
  if (same && same.id !== id) throw new GatewayError('conflict', 'uid', { refusal: { name: 'card-there' } })
  const { change, cards } = (await tx.get('UPDATE book SET change = change + 1, cards = cards + ? WHERE id = ? RETURNING change, cards', [known ? 0 : 1, book])) as Row
  if (Number(cards) > CARDS_PER_BOOK) throw new GatewayError('refused', 'cards', { refusal: { name: 'cards-many', with: { most: CARDS_PER_BOOK } } })
  await tx.run('DELETE FROM card_gone WHERE book = ? AND id = ?', [book, id])
  const created = Number(known?.created ?? now)
  const stamp = { change: Number(change), now }
  const number = known ? await update(tx, Number(known.number), { columns, ...stamp }) : await insert(tx, { book, id, name }, { columns, ...stamp })
  await index(tx, book, number, card)
  return { ...rowOf({ ...columns, book, id, change: change as number, changed: now }), card, created }
}

interface Stamped {
  readonly columns: CardColumns
  readonly change: number
  readonly now: number
}

async function insert(tx: Storage, { book, id, name: resource }: CardPlace & { readonly name: string }, { columns, change, now }: Stamped): Promise<number> {
  const { uid, kind, name, sorts, letter, address, organization, phone, birthday, day, photo, content } = columns
  const row = await tx.get(
    'INSERT INTO card (book, id, uid, change, kind, name, sorts, letter, address, organization, phone, birthday, day, photo, created, changed, content, resource) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number',
    [book, id, uid, change, kind, name, sorts, letter, address, organization, phone, birthday, day, photo, now, now, content, resource],
  )
  return Number(row?.number)
}

async function update(tx: Storage, number: number, { columns, change, now }: Stamped): Promise<number> {
  const { uid, kind, name, sorts, letter, address, organization, phone, birthday, day, photo, content } = columns
  await tx.run(
    'UPDATE card SET uid = ?, change = ?, kind = ?, name = ?, sorts = ?, letter = ?, address = ?, organization = ?, phone = ?, birthday = ?, day = ?, photo = ?, changed = ?, content = ? WHERE number = ?',
    [uid, change, kind, name, sorts, letter, address, organization, phone, birthday, day, photo, now, content, number],
  )
  await tx.run('DELETE FROM card_word WHERE card = ?', [number])
  await tx.run('DELETE FROM card_address WHERE card = ?', [number])
  return number
}

async function index(tx: Storage, book: string, card: number, content: Card): Promise<void> {
  const words = wordsOfCard(content).map((word) => word.replaceAll('\0', '')).filter((word) => word !== '')
  for (let at = 0; at < words.length; at += ROWS_AT_ONCE) {
    // The last row is repeated, so that there is one statement.
    const some = Array.from({ length: ROWS_AT_ONCE }, (_, next) => words[at + next] ?? words.at(-1) ?? '')
    await tx.run(`INSERT INTO card_word (book, word, card) VALUES ${some.map(() => '(?, ?, ?)').join(', ')} ON CONFLICT DO NOTHING`, some.flatMap((word) => [book, word, card]))
  }
  for (const written of addressesOf(content).slice(0, 100)) {
    const address = written.replaceAll('\0', '')
    await tx.run('INSERT INTO card_address (address, book, card, written) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', [address.toLowerCase().slice(0, 320), book, card, address])
  }
}

/** From a reader who may write there; a collected address is forgotten with its card. */
export async function removeCard(tx: Storage, who: BookReader, place: CardPlace, expected?: string): Promise<void> {
  const { kind } = await permitted(tx, who, place.book, 'write')
  const before = await keptCard(tx, place)
  if (expected !== undefined && before.etag !== expected) throw new GatewayError('conflict', 'etag', { refusal: { name: 'card-changed' } })
  if (kind === 'collected') await tx.run('DELETE FROM used_address WHERE account = ? AND address = ?', [who.account, before.address.toLowerCase()])
  await dropCard(tx, place, before.uid)
}

/** Leaves the mark of a card that has gone; nobody's rights are asked here. */
export async function dropCard(tx: Storage, { book, id }: CardPlace, uid: string): Promise<void> {
  const row = await tx.get('SELECT number, resource FROM card WHERE book = ? AND id = ?', [book, id])
  if (!row) return
  const number = Number(row.number)
  const { change } = (await tx.get('UPDATE book SET change = change + 1, cards = cards - 1 WHERE id = ? RETURNING change', [book])) as Row
  for (const table of ['card_word', 'card_address']) await tx.run(`DELETE FROM ${table} WHERE card = ?`, [number])
  await tx.run('DELETE FROM card WHERE number = ?', [number])
  await tx.run('INSERT INTO card_gone (book, id, uid, change, resource) VALUES (?, ?, ?, ?, ?) ON CONFLICT (book, id) DO UPDATE SET change = excluded.change, uid = excluded.uid, resource = excluded.resource', [book, id, uid, Number(change), String(row.resource)])
}

/** The card into another book too, or for good. */
export async function transferCard(tx: Storage, who: BookReader, { place, to, how }: { readonly place: CardPlace; readonly to: string; readonly how: 'copy' | 'move' }): Promise<KeptCard> {
  await permitted(tx, who, place.book, how === 'move' ? 'write' : 'read')
  const { kind } = await permitted(tx, who, to, 'write')
  if (kind === 'collected') throw new GatewayError('contacts-forbidden', kind)
  const { card, uid, id } = await keptCard(tx, place)
  if (place.book === to) throw new GatewayError('conflict', 'same book', { refusal: { name: 'card-there' } })
  const there = await writeCard(tx, how === 'move' ? { book: to, id, name: await nameThere(tx, place, to) } : { book: to, id: randomBytes(16).toString('base64url') }, card)
  if (how === 'move') await dropCard(tx, place, uid)
  return there
}

/** What a card that is moved is called: as before, unless another one there is. */
async function nameThere(tx: Storage, { book, id }: CardPlace, to: string): Promise<string> {
  const row = await tx.get('SELECT resource FROM card WHERE book = ? AND id = ?', [book, id])
  const taken = await tx.get('SELECT id FROM card WHERE book = ? AND resource = ?', [to, String(row?.resource)])
  return taken ? ownName(randomBytes(16).toString('base64url')) : String(row?.resource)
}

/** A card keeps the uid that it has, and gets one where it has none (RFC 6350 §6.7.6). */
export function withUid(card: Card, known?: string): Card {
  if (textOf(preferred(card, 'uid')) !== '') return card
  return { properties: [...card.properties, { name: 'uid', parameters: {}, type: 'uri', values: [known ?? `urn:uuid:${randomUUID()}`] }] }
}
