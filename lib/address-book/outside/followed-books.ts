import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Row, Storage } from '#lib/storage/storage.ts'
import type { OutsideBook, OutsideBookStore } from './outside-book-store.ts'
import { serverNamed } from './servers.ts'

export async function booksOf(tx: Storage, account: string): Promise<readonly OutsideBook[]> {
  return (await tx.all('SELECT * FROM outside_book WHERE account = ? ORDER BY url', [account])).map(bookOf)
}

export async function bookNamed(tx: Storage, book: string): Promise<OutsideBook | undefined> {
  const row = await tx.get('SELECT * FROM outside_book WHERE book = ?', [book])
  return row && bookOf(row)
}

export async function follow(tx: Storage, { book, account, server, url, mayWrite }: Parameters<OutsideBookStore['follow']>[0]): Promise<void> {
  await serverNamed(tx, account, server)
  const { changes } = await tx.run(
    "INSERT INTO outside_book (book, account, server, url, writable, token, change, began, ended, problem, failures, not_before, holder, held_until) VALUES (?, ?, ?, ?, ?, '', 0, 0, 0, '', 0, 0, '', 0) ON CONFLICT DO NOTHING",
    [book, account, server, url, Number(mayWrite)],
  )
  if (changes === 0) throw new GatewayError('conflict', 'followed', { refusal: { name: 'outside-followed' } })
}

export async function unfollow(tx: Storage, book: string): Promise<void> {
  await tx.run('DELETE FROM outside_card WHERE book = ?', [book])
  await tx.run('DELETE FROM outside_book WHERE book = ?', [book])
}

export async function changeBook(tx: Storage, book: string, change: Parameters<OutsideBookStore['changeBook']>[1]): Promise<void> {
  const known = await bookNamed(tx, book)
  if (!known) return
  const { token, change: upTo, mayWrite, began, ended, problem, failures, notBefore } = { ...known, ...known.run, ...change }
  await tx.run('UPDATE outside_book SET token = ?, change = ?, writable = ?, began = ?, ended = ?, problem = ?, failures = ?, not_before = ? WHERE book = ?', [token, upTo, Number(mayWrite), began, ended, problem, failures, notBefore, book])
}

export async function claim(tx: Storage, book: string, holder: string, { now, until }: { readonly now: number; readonly until: number }): Promise<boolean> {
  return (await tx.run('UPDATE outside_book SET holder = ?, held_until = ? WHERE book = ? AND (holder = ? OR held_until <= ?)', [holder, until, book, holder, now])).changes === 1
}

export async function release(tx: Storage, book: string, holder: string): Promise<void> {
  await tx.run("UPDATE outside_book SET holder = '', held_until = 0 WHERE book = ? AND holder = ?", [book, holder])
}

function bookOf(row: Row): OutsideBook {
  return {
    book: String(row.book),
    account: String(row.account),
    server: String(row.server),
    url: String(row.url),
    mayWrite: Number(row.writable) === 1,
    token: String(row.token),
    change: Number(row.change),
    run: { began: Number(row.began), ended: Number(row.ended), problem: String(row.problem), failures: Number(row.failures), notBefore: Number(row.not_before) },
  }
}
