import { createHash, randomBytes } from 'node:crypto'
import { BOOK_RIGHTS, type Book, type BookGrant, type BookKind, type BookRight } from '#lib/mail/contacts/book.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Row, Storage } from '#lib/storage/storage.ts'
import { type BookReader, BOOKS_PER_PERSON, GRANTS_PER_BOOK, TITLE_LENGTH } from './address-book-store.ts'
import { listed } from './listed.ts'

/** Books of others that one reader sees. */
const MOST_SHARED = 200

/** The books that every account has; their ids follow from the account, so that two devices make the same ones. */
const GIVEN = ['personal', 'collected'] as const

export function givenBook(account: string, kind: (typeof GIVEN)[number]): string {
  return createHash('sha256').update(`${kind}\n${account}`).digest('base64url').slice(0, 22)
}

/** Makes the books that every account has, where they are not there. */
export async function ensureGiven(tx: Storage, who: BookReader): Promise<void> {
  for (const kind of GIVEN) await insertBook(tx, who, { id: givenBook(who.account, kind), kind, title: '' })
}

export async function readableBooks(tx: Storage, who: BookReader): Promise<readonly Book[]> {
  const own = await tx.all('SELECT * FROM book WHERE account = ? ORDER BY title, id', [who.account])
  const grantees = granteesOf(who)
  const shared = await tx.all(
    `SELECT book.*, book_grant.may FROM book_grant JOIN book ON book.id = book_grant.book WHERE book_grant.realm = ? AND book_grant.grantee IN ${grantees.marks} AND book.account <> ? ORDER BY book.title, book.id LIMIT ${MOST_SHARED}`,
    [who.realm, ...grantees.values, who.account],
  )
  const others = new Map<string, Book>()
  for (const row of shared) {
    const book = bookOf(row, who)
    const known = others.get(book.id)
    if (!known || strength(book.right) > strength(known.right)) others.set(book.id, book)
  }
  const place = ({ kind }: Book): number => (kind === 'personal' ? 0 : kind === 'further' ? 1 : 2)
  return [...own.map((row) => bookOf(row, who)).toSorted((one, other) => place(one) - place(other)), ...others.values()]
}

/** The book, when the reader has that right in it. Throws GatewayError 'no-such-contact' or 'contacts-forbidden'. */
export async function permitted(tx: Storage, who: BookReader, id: string, right: BookRight): Promise<Book> {
  const row = await tx.get('SELECT * FROM book WHERE id = ?', [id])
  if (!row) throw new GatewayError('no-such-contact', 'book')
  const may = row.account === who.account ? 'manage' : await grantedRight(tx, who, id)
  if (may === undefined) throw new GatewayError('no-such-contact', 'book')
  if (strength(may) < strength(right)) throw new GatewayError('contacts-forbidden', right)
  return bookOf({ ...row, may }, who)
}

async function grantedRight(tx: Storage, who: BookReader, id: string): Promise<BookRight | undefined> {
  const grantees = granteesOf(who)
  const rows = await tx.all(`SELECT may FROM book_grant WHERE book = ? AND realm = ? AND grantee IN ${grantees.marks}`, [id, who.realm, ...grantees.values])
  return rows.map(({ may }) => may as BookRight).toSorted((one, other) => strength(other) - strength(one))[0]
}

/** `name` is how the program that makes it knows it. */
export async function createBook(tx: Storage, who: BookReader, title: string, name = ''): Promise<Book> {
  const count = Number((await tx.get('SELECT count(*) AS many FROM book WHERE account = ?', [who.account]))?.['many'])
  if (count >= BOOKS_PER_PERSON + GIVEN.length) throw new GatewayError('refused', 'books', { refusal: { name: 'books-many', with: { most: BOOKS_PER_PERSON } } })
  const id = randomBytes(16).toString('base64url')
  await insertBook(tx, who, { id, kind: 'further', title: checkedTitle(title), name })
  return permitted(tx, who, id, 'manage')
}

export async function renameBook(tx: Storage, who: BookReader, id: string, title: string): Promise<void> {
  refuseGiven(await permitted(tx, who, id, 'manage'))
  await tx.run('UPDATE book SET title = ? WHERE id = ?', [checkedTitle(title), id])
}

export async function deleteBook(tx: Storage, who: BookReader, id: string): Promise<void> {
  const book = await permitted(tx, who, id, 'manage')
  refuseGiven(book)
  if (!book.isOwn) throw new GatewayError('contacts-forbidden', 'owner')
  for (const table of ['card_word', 'card_address', 'card_gone', 'card', 'card_apart', 'book_grant']) await tx.run(`DELETE FROM ${table} WHERE book = ?`, [id])
  await tx.run('DELETE FROM book WHERE id = ?', [id])
}

export async function grantsOf(tx: Storage, who: BookReader, id: string): Promise<readonly BookGrant[]> {
  await permitted(tx, who, id, 'manage')
  const rows = await tx.all('SELECT grantee, may FROM book_grant WHERE book = ? ORDER BY grantee', [id])
  return rows.map(({ grantee, may }) => {
    const [to = '', ...name] = String(grantee).split(':')
    return { to: to as BookGrant['to'], name: name.join(':'), right: may as BookRight }
  })
}

export async function shareBook(tx: Storage, who: BookReader, id: string, { to, name, right }: Pick<BookGrant, 'to' | 'name'> & { readonly right: BookRight | undefined }): Promise<void> {
  const { kind } = await permitted(tx, who, id, 'manage')
  if (kind === 'collected') throw new GatewayError('contacts-forbidden', kind)
  const grantee = `${to}:${name.trim().toLowerCase()}`
  if (right === undefined) {
    await tx.run('DELETE FROM book_grant WHERE book = ? AND grantee = ?', [id, grantee])
    return
  }
  // The realm is the owner's: whoever may manage the book shares it with the owner's site.
  await tx.run('INSERT INTO book_grant (book, realm, grantee, may) SELECT id, realm, ?, ? FROM book WHERE id = ? ON CONFLICT (book, grantee) DO UPDATE SET may = excluded.may', [grantee, right, id])
  const count = Number((await tx.get('SELECT count(*) AS many FROM book_grant WHERE book = ?', [id]))?.['many'])
  if (count > GRANTS_PER_BOOK) throw new GatewayError('refused', 'grants', { refusal: { name: 'grants-many', with: { most: GRANTS_PER_BOOK } } })
}

async function insertBook(tx: Storage, who: BookReader, { id, kind, title, name = '' }: { id: string; kind: BookKind; title: string; name?: string }): Promise<void> {
  await tx.run('INSERT INTO book (id, account, realm, owner, kind, title, cards, change, resource) VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?) ON CONFLICT (id) DO NOTHING', [id, who.account, who.realm, who.user, kind, title, name])
}

function checkedTitle(title: string): string {
  const trimmed = title.replaceAll(/\p{Cc}/gu, ' ').trim()
  if (trimmed === '' || trimmed.length > TITLE_LENGTH) throw new GatewayError('invalid', 'title')
  return trimmed
}

function refuseGiven({ kind }: Book): void {
  if (kind !== 'further') throw new GatewayError('contacts-forbidden', kind)
}

function granteesOf({ names, groups }: BookReader): ReturnType<typeof listed> {
  return listed([...names.map((name) => `user:${name}`), ...groups.map((name) => `group:${name}`)])
}

function strength(right: BookRight): number {
  return BOOK_RIGHTS.indexOf(right)
}

function bookOf(row: Row, who: BookReader): Book {
  return {
    id: String(row.id),
    name: row.account === who.account && row.resource !== '' ? String(row.resource) : String(row.id),
    title: String(row.title),
    kind: row.kind as BookKind,
    isOwn: row.account === who.account,
    right: row.account === who.account ? 'manage' : (row.may as BookRight),
    owner: String(row.owner),
    cards: Number(row.cards),
    change: Number(row.change),
  }
}
