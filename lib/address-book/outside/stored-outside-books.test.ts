import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { outsideBookContract } from './outside-contract.ts'
import { openOutsideBooks } from './stored-outside-books.ts'

const folders: string[] = []
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

outsideBookContract('SQLite', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'postern-outside-books-'))
  folders.push(data)
  return { store: await openOutsideBooks(data), again: () => openOutsideBooks(data) }
})
