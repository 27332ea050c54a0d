import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { importContract } from './import-contract.ts'
import { addressBookContract, type OpenAddressBooks } from './store-contract.ts'
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
