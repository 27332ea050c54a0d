import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { openStorage } from '#lib/storage/storage.ts'
import { importContract } from './imports/import-contract.ts'
import { ADDRESS_BOOK_MIGRATIONS } from './schema.ts'
import { type OpenAddressBooks, person, reader } from './contract-people.ts'
import { addressBookContract } from './store-contract.ts'
import { openAddressBooks } from './stored-address-books.ts'

const folders: string[] = []
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

const open: OpenAddressBooks = async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'postern-address-books-'))
  folders.push(data)
  return { store: await openAddressBooks(data), again: () => openAddressBooks(data) }
}

addressBookContract('SQLite', open)
importContract('SQLite', open)

test('cards of an older version have names by which other programs know them', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'postern-address-books-'))
  folders.push(data)
  await mkdir(path.join(data, 'gateway'))
  const before = await openStorage(path.join(data, 'gateway', 'address-books.sqlite'), ADDRESS_BOOK_MIGRATIONS.slice(0, 1))
  const alice = reader('alice')
  await before.run("INSERT INTO book (id, account, realm, owner, kind, title, cards, change) VALUES ('b', ?, ?, 'alice', 'further', 'B', 1, 7)", [alice.account, alice.realm])
  const card = JSON.stringify(person('Ann'))
  await before.run("INSERT INTO card (book, id, uid, change, kind, name, sorts, letter, address, organization, phone, birthday, day, photo, created, changed, content) VALUES ('b', 'one', 'u', 6, 'individual', 'Ann', 'ann', 'A', '', '', '', '', '', 0, 1, 1, ?)", [card])
  await before.run("INSERT INTO card_gone (book, id, uid, change) VALUES ('b', 'two', 'v', 7)")
  await before.close()
  const store = await openAddressBooks(data)
  assert.deepEqual(await store.namesSince(alice, 'b', 0, 10), { change: 7, isWhole: true, changed: [{ name: 'one.vcf', etag: '6', changed: 1 }], gone: ['two.vcf'] })
  assert.deepEqual((await store.books(alice)).map(({ id, name }) => id === name), [true, true, true])
  await store.close()
})
