import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { programPasswordContract } from './store-contract.ts'
import { openProgramPasswords } from './stored-program-passwords.ts'

const folders: string[] = []
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))
async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'postern-program-passwords-'))
  folders.push(made)
  return made
}

programPasswordContract('SQLite', async () => {
  const data = await folder()
  return { store: await openProgramPasswords(data), again: () => openProgramPasswords(data) }
})

test('what is written down is no password', async () => {
  const data = await folder()
  const store = await openProgramPasswords(data)
  const { password } = await store.make('alice', 'Phone', 1)
  await store.close()
  const file = (await readFile(path.join(data, 'gateway', 'program-passwords.sqlite'))).toString('latin1')
  assert.ok(file.includes('Phone'))
  for (const group of password.split('-')) assert.ok(!file.includes(group), group)
})
