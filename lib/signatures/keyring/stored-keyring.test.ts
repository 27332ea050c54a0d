import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { keyringContract } from './store-contract.ts'
import { openKeyring } from './stored-keyring.ts'

const folders: string[] = []
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

keyringContract('SQLite', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'postern-keyring-'))
  folders.push(data)
  return { store: await openKeyring(data), again: () => openKeyring(data) }
})
