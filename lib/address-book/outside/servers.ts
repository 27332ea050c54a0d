import { randomBytes } from 'node:crypto'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Row, Storage } from '#lib/storage/storage.ts'
import { type FoundBook, OUTSIDE_SERVERS, type OutsideServer } from './outside-book-store.ts'

export async function serversOf(tx: Storage, account: string): Promise<readonly OutsideServer[]> {
  return (await tx.all('SELECT * FROM outside_server WHERE account = ? ORDER BY made, id', [account])).map(serverOf)
}

export async function serverNamed(tx: Storage, account: string, id: string): Promise<OutsideServer> {
  const row = await tx.get('SELECT * FROM outside_server WHERE account = ? AND id = ?', [account, id])
  if (!row) throw new GatewayError('no-such-contact', 'server')
  return serverOf(row)
}

export async function addServer(tx: Storage, account: string, { address, user, sealed, found }: Omit<OutsideServer, 'id' | 'isRefused'>): Promise<OutsideServer> {
  if ((await serversOf(tx, account)).length >= OUTSIDE_SERVERS) throw new GatewayError('refused', 'servers', { refusal: { name: 'outside-many', with: { most: OUTSIDE_SERVERS } } })
  const id = randomBytes(16).toString('base64url')
  await tx.run('INSERT INTO outside_server (id, account, address, user_name, sealed, refused, found, made) VALUES (?, ?, ?, ?, ?, 0, ?, ?)', [id, account, address, user, sealed, JSON.stringify(found), Date.now()])
  return { id, address, user, sealed, isRefused: false, found }
}

export async function changeServer(tx: Storage, account: string, id: string, change: Partial<Omit<OutsideServer, 'id'>>): Promise<void> {
  const { address, user, sealed, isRefused, found } = { ...(await serverNamed(tx, account, id)), ...change }
  await tx.run('UPDATE outside_server SET address = ?, user_name = ?, sealed = ?, refused = ?, found = ? WHERE id = ?', [address, user, sealed, Number(isRefused), JSON.stringify(found), id])
}

export async function removeServer(tx: Storage, account: string, id: string): Promise<void> {
  await serverNamed(tx, account, id)
  await tx.run('DELETE FROM outside_card WHERE book IN (SELECT book FROM outside_book WHERE server = ?)', [id])
  await tx.run('DELETE FROM outside_book WHERE server = ?', [id])
  await tx.run('DELETE FROM outside_server WHERE id = ?', [id])
}

function serverOf(row: Row): OutsideServer {
  return { id: String(row.id), address: String(row.address), user: String(row.user_name), sealed: String(row.sealed), isRefused: Number(row.refused) === 1, found: JSON.parse(String(row.found)) as readonly FoundBook[] }
}
