import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { generate } from 'selfsigned'
import { outsideBookContract } from '#lib/address-book/outside/outside-contract.ts'
import { openSharedOutsideBooks } from '#lib/address-book/outside/stored-outside-books.ts'
import { importContract } from '#lib/address-book/store/imports/import-contract.ts'
import type { OpenAddressBooks } from '#lib/address-book/store/contract-people.ts'
import { addressBookContract } from '#lib/address-book/store/store-contract.ts'
import { openSharedAddressBooks } from '#lib/address-book/store/stored-address-books.ts'
import { preferenceStoreContract } from '#lib/prefs/store-contract.ts'
import { programPasswordContract } from '#lib/session/program-passwords/store-contract.ts'
import { openSharedProgramPasswords } from '#lib/session/program-passwords/stored-program-passwords.ts'
import { keyringContract } from '#lib/signatures/keyring/store-contract.ts'
import { openSharedKeyring } from '#lib/signatures/keyring/stored-keyring.ts'
import { openSharedPreferences } from '#lib/prefs/stored-preferences.ts'
import { storageContract } from '#lib/storage/storage-contract.ts'
import { openSharedStorage, type Storage } from '#lib/storage/storage.ts'
import { startPostgres, type RunningPostgres } from './postgres-server.ts'

let server: RunningPostgres
before(async () => {
  server = await startPostgres()
})
after(() => server.stop())

let places = 0
const newSchema = (): string => `place_${'abcdefghijklmnopqrstuvwxyz'[Math.floor(places / 26)]}${'abcdefghijklmnopqrstuvwxyz'[places++ % 26]}`

storageContract('PostgreSQL', async () => {
  const schema = newSchema()
  return { open: (migrations) => openSharedStorage(server.url, schema, migrations) }
})

preferenceStoreContract('PostgreSQL', async () => {
  const schema = newSchema()
  const open = () => openSharedPreferences(server.url, schema)
  return { store: await open(), again: open }
})

const openBooks: OpenAddressBooks = async () => {
  const schema = newSchema()
  const open = () => openSharedAddressBooks(server.url, schema)
  return { store: await open(), again: open }
}
addressBookContract('PostgreSQL', openBooks)
importContract('PostgreSQL', openBooks)

outsideBookContract('PostgreSQL', async () => {
  const schema = newSchema()
  const open = () => openSharedOutsideBooks(server.url, schema)
  return { store: await open(), again: open }
})

programPasswordContract('PostgreSQL', async () => {
  const schema = newSchema()
  const open = () => openSharedProgramPasswords(server.url, schema)
  return { store: await open(), again: open }
})

keyringContract('PostgreSQL', async () => {
  const schema = newSchema()
  const open = () => openSharedKeyring(server.url, schema)
  return { store: await open(), again: open }
})

const MIGRATIONS = ['CREATE TABLE note (text TEXT NOT NULL PRIMARY KEY)']
const texts = async (storage: Storage) => (await storage.all('SELECT text FROM note ORDER BY text')).map((row) => row['text'])

describe('PostgreSQL', () => {
  test('a password is asked for on the network, and a wrong one is refused', async () => {
    const storage = await openSharedStorage(server.networkUrl, newSchema(), MIGRATIONS)
    assert.deepEqual(await texts(storage), [])
    await storage.close()
    await assert.rejects(openSharedStorage(server.networkUrl.replace(/:[^:@]*@/, ':wrong@'), newSchema(), MIGRATIONS), /password/)
  })

  test('two gateways that count at once lose no step', async () => {
    const schema = newSchema()
    const storages = await Promise.all([openSharedStorage(server.url, schema, MIGRATIONS), openSharedStorage(server.url, schema, MIGRATIONS)])
    await storages[0].run("INSERT INTO note VALUES ('0')")
    const step = (storage: Storage) =>
      storage.transaction(async (tx) => {
        const before = Number((await tx.get('SELECT text FROM note'))?.['text'])
        await tx.run('UPDATE note SET text = ?', [String(before + 1)])
      })
    await Promise.all(Array.from({ length: 20 }, (_, index) => step(index % 2 === 0 ? storages[0] : storages[1])))
    assert.deepEqual(await texts(storages[1]), ['20'])
    await Promise.all(storages.map((storage) => storage.close()))
  })

  test('devices on two gateways merge by preference, and the later on the same one is told', async () => {
    const schema = newSchema()
    const [one, other] = await Promise.all([openSharedPreferences(server.url, schema), openSharedPreferences(server.url, schema)])
    const outcomes = await Promise.all([
      one.save('alice', [{ name: 'language', value: 'de', expected: 0 }, { name: 'index.page_size', value: 20, expected: 0 }]),
      other.save('alice', [{ name: 'language', value: 'fr', expected: 0 }, { name: 'reading.headers', value: 'full', expected: 0 }]),
    ])
    assert.deepEqual(outcomes.flatMap(({ conflicts }) => conflicts), ['language'])
    const { values } = await one.load('alice')
    assert.deepEqual([values['index.page_size'], values['reading.headers'], values.language], [20, 'full', outcomes[0].conflicts.length === 0 ? 'de' : 'fr'])
    await Promise.all([one.close(), other.close()])
  })

  test('an error that was caught inside a transaction still takes all of it away', async () => {
    const storage = await openSharedStorage(server.url, newSchema(), MIGRATIONS)
    const careless = storage.transaction(async (tx) => {
      await tx.run("INSERT INTO note VALUES ('first')")
      await tx.run('INSERT INTO nowhere VALUES (1)').catch(() => undefined) // as careless code does
    })
    await assert.rejects(careless, /statement of this transaction failed/)
    assert.deepEqual(await texts(storage), [])
    await storage.close()
  })

  test('TLS counts only with a certificate that is trusted and names the server', async () => {
    const [right, wrong] = await Promise.all([certificateFor([{ type: 7, ip: '127.0.0.1' }]), certificateFor([{ type: 2, value: 'elsewhere.example' }])])
    for (const [made, isTrusted] of [[right, true], [wrong, false]] as const) {
      const secure = await startPostgres({ settings: 'ssl = on', files: { 'server.crt': made.cert, 'server.key': made.private } })
      const folder = await mkdtemp(path.join(tmpdir(), 'postern-authority-'))
      try {
        await writeFile(path.join(folder, 'authority.pem'), made.cert)
        const trusting = `${secure.networkUrl}?sslrootcert=${encodeURIComponent(path.join(folder, 'authority.pem'))}`
        await assert.rejects(openSharedStorage(`${secure.networkUrl}?sslmode=verify-full`, 'notes', MIGRATIONS), /self-signed/)
        if (isTrusted) await (await openSharedStorage(trusting, 'notes', MIGRATIONS)).close()
        else await assert.rejects(openSharedStorage(trusting, 'notes', MIGRATIONS), /127\.0\.0\.1/)
      } finally {
        await secure.stop()
        await rm(folder, { recursive: true })
      }
    }
    await assert.rejects(openSharedStorage(`${server.networkUrl}?sslmode=verify-full`, 'notes', MIGRATIONS), /SSL/, 'a server without TLS is not spoken to')
  })

  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    test(`a server that went away (${signal}): calls reject, nothing acknowledged is lost, and it goes on by itself`, async () => {
      const storage = await openSharedStorage(server.url, newSchema(), MIGRATIONS)
      await storage.run("INSERT INTO note VALUES ('kept')")
      const cut = storage.transaction(async (tx) => {
        await tx.run("INSERT INTO note VALUES ('half')")
        await server.down(signal)
        await tx.run("INSERT INTO note VALUES ('other half')")
      })
      await assert.rejects(cut)
      await Promise.all([assert.rejects(texts(storage)), assert.rejects(storage.run("INSERT INTO note VALUES ('never')"))])
      await server.up()
      assert.deepEqual(await settled(() => texts(storage)), ['kept'])
      await storage.run("INSERT INTO note VALUES ('later')")
      assert.deepEqual(await texts(storage), ['kept', 'later'])
      await storage.close()
    })
  }
})

/** The answer as soon as there is one: a storage that found no server makes a pause before it asks again. */
async function settled<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const answer = await ask().catch(() => undefined)
    if (answer !== undefined) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return ask()
}

function certificateFor(altNames: ({ type: 7; ip: string } | { type: 2; value: string })[]) {
  return generate([{ name: 'commonName', value: 'database' }], { keyType: 'ec', extensions: [{ name: 'subjectAltName', altNames }] })
}
