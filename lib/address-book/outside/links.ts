import type { Card } from '#lib/mail/contacts/card.ts'
import type { Row, Storage } from '#lib/storage/storage.ts'
import type { OutsideBookStore, OutsideLink, WholeLink } from './outside-book-store.ts'

export async function linksOf(tx: Storage, book: string): Promise<readonly OutsideLink[]> {
  return (await tx.all('SELECT href, card, etag, local, problem, conflict FROM outside_card WHERE book = ?', [book])).map(linkOf)
}

export async function openLinks(tx: Storage, book: string): Promise<readonly OutsideLink[]> {
  return (await tx.all("SELECT href, card, etag, local, problem, conflict FROM outside_card WHERE book = ? AND (conflict <> '' OR problem <> '' OR local = '') ORDER BY href", [book])).map(linkOf)
}

export async function linkAt(tx: Storage, book: string, href: string): Promise<WholeLink | undefined> {
  return wholeOf(await tx.get('SELECT * FROM outside_card WHERE book = ? AND href = ?', [book, href]))
}

export async function linkOfCard(tx: Storage, book: string, card: string): Promise<WholeLink | undefined> {
  return card === '' ? undefined : wholeOf(await tx.get('SELECT * FROM outside_card WHERE book = ? AND card = ? ORDER BY href', [book, card]))
}

export async function saveLink(tx: Storage, book: string, { href, card, etag, local, problem, conflict, agreed, theirs }: Parameters<OutsideBookStore['saveLink']>[1]): Promise<void> {
  await tx.run(
    `INSERT INTO outside_card (book, href, card, etag, local, problem, conflict, their_etag, agreed, theirs) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (book, href) DO UPDATE SET card = excluded.card, etag = excluded.etag, local = excluded.local, problem = excluded.problem, conflict = excluded.conflict, their_etag = excluded.their_etag, agreed = excluded.agreed, theirs = excluded.theirs`,
    [book, href, card, etag, local, problem, conflict ?? '', theirs?.etag ?? '', written(agreed), written(theirs?.card)],
  )
}

export async function dropLink(tx: Storage, book: string, href: string): Promise<void> {
  await tx.run('DELETE FROM outside_card WHERE book = ? AND href = ?', [book, href])
}

function linkOf(row: Row): OutsideLink {
  const conflict = row.conflict === 'changed' || row.conflict === 'deleted' ? row.conflict : undefined
  return { href: String(row.href), card: String(row.card), etag: String(row.etag), local: String(row.local), problem: String(row.problem), conflict }
}

function wholeOf(row: Row | undefined): WholeLink | undefined {
  if (!row) return undefined
  const card = read(row.theirs)
  return { ...linkOf(row), agreed: read(row.agreed), theirs: card && { card, etag: String(row.their_etag) } }
}

function written(card: Card | undefined): string {
  return card === undefined ? '' : JSON.stringify(card)
}

function read(text: unknown): Card | undefined {
  return text === '' ? undefined : (JSON.parse(String(text)) as Card)
}
