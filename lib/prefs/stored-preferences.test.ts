import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { openStorage } from '#lib/storage/storage.ts'
import { preferenceStoreContract } from './store-contract.ts'
import { openPreferences, PREFERENCE_MIGRATIONS } from './stored-preferences.ts'

const folders: string[] = []
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))
async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'postern-preferences-'))
  folders.push(made)
  return made
}

preferenceStoreContract('SQLite', async () => {
  const data = await folder()
  return { store: await openPreferences(data), again: () => openPreferences(data) }
})

test('what this version does not know, or cannot read, is left alone', async () => {
  const data = await folder()
  const store = await openPreferences(data)
  await store.save('alice', [{ name: 'language', value: 'de' }])
  const storage = await openStorage(path.join(data, 'gateway', 'preferences.sqlite'), PREFERENCE_MIGRATIONS)
  for (const [name, value] of [['from.the_future', '{"a":1}'], ['index.page_size', '9999'], ['reading.headers', 'no JSON']] as const) {
    await storage.run('INSERT INTO preference (account, name, value, version) VALUES (?, ?, ?, 7)', ['alice', name, value])
  }
  assert.deepEqual((await store.load('alice')).values, { language: 'de' })
  await store.save('alice', [{ name: 'language', value: 'fr' }])
  assert.equal((await storage.all('SELECT value FROM preference WHERE version = 7')).length, 3)
  await Promise.all([store.close(), storage.close()])
  assert.equal((await stat(path.join(data, 'gateway'))).mode & 0o777, 0o700)
})
