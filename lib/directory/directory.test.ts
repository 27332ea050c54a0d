import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { PIER, startPierDirectory, ZOE_CERTIFICATE, ZOE_DN, ZOE_PASSWORD, ZOE_PHOTO, type PierDirectory } from '#lib/testing/directory/pier-directory.ts'
import { Directory, type Asker } from './directory.ts'
import { USUAL_ATTRIBUTES, type DirectorySettings } from '#lib/mail/directory/directory-settings.ts'

let pier: PierDirectory
before(async () => void (pier = await startPierDirectory()))
after(() => pier.close())

const NOBODY: Asker = { user: 'bob', credentials: () => ({ user: 'bob', password: 'of his mail' }) }
const settings = (more: Partial<DirectorySettings> = {}): DirectorySettings => ({
  name: 'pier', title: 'The pier', server: { host: '127.0.0.1', port: pier.port, tls: 'none', verify: true, timeout: 1000 }, base: PIER, identity: { as: 'nobody' }, attributes: USUAL_ATTRIBUTES, ...more,
})

async function withDirectory(given: Partial<DirectorySettings>, use: (directory: Directory) => Promise<void>, now?: () => number): Promise<void> {
  const directory = new Directory(settings(given), now)
  try {
    await use(directory)
  } finally {
    await directory.close()
  }
}

test('people and groups are found with what the directory tells of them; things are not', async () => {
  await withDirectory({}, async (directory) => {
    const { entries } = await directory.complete('me', NOBODY, 10)
    assert.deepEqual(entries.map(({ name, addresses, manager }) => [name, addresses, manager]), [['Hans Meier', ['meier@pier.test'], ZOE_DN], ['Grete Meyer', ['meyer@pier.test'], '']])
    const [zoe] = (await directory.lookUp({ conditions: [{ field: 'title', match: 'contains', text: 'master' }], join: 'and', scope: 'sub' }, NOBODY, 10)).entries
    assert.deepEqual(zoe, { dn: ZOE_DN, directory: 'pier', kind: 'person', name: 'Zoë Ōe', addresses: ['zoe@pier.test'], phones: ['+43 1 234'], organization: 'The pier', unit: '', title: 'Harbour master', city: '', manager: '' })
    assert.deepEqual((await directory.complete('deck', NOBODY, 10)).entries.map(({ kind, name }) => [kind, name]), [['group', 'Deck']])
    assert.deepEqual(await directory.complete('', NOBODY, 10), { entries: [], hasMore: false })
  })
})

test('photo and certificate of a person come as their octets, of that person alone', async () => {
  await withDirectory({}, async (directory) => {
    assert.deepEqual(new Uint8Array((await directory.octets(ZOE_DN, 'photo', NOBODY)) ?? []), ZOE_PHOTO)
    assert.deepEqual(new Uint8Array((await directory.octets(ZOE_DN, 'certificate', NOBODY)) ?? []), ZOE_CERTIFICATE)
    const meier = `uid=meier,ou=people,${PIER}`
    assert.equal(await directory.octets(meier, 'photo', NOBODY), undefined)
    assert.deepEqual([await directory.read(ZOE_DN, NOBODY), await directory.read(meier, NOBODY)].map((details) => [details?.hasPhoto, details?.hasCertificate]), [[true, true], [false, false]])
    assert.equal(await directory.octets(ZOE_DN.replace(PIER, 'dc=elsewhere'), 'photo', NOBODY), undefined)
  })
})

test('either condition, both of them, and only right below the base', async () => {
  await withDirectory({}, async (directory) => {
    const conditions = [{ field: 'last', match: 'is', text: 'Meyer' }, { field: 'first', match: 'is', text: 'Hans' }, { field: 'user', match: 'begins', text: 'zo' }] as const
    const names = async (join: 'and' | 'or', scope: 'sub' | 'one' = 'sub') => (await directory.lookUp({ conditions, join, scope }, NOBODY, 10)).entries.map(({ name }) => name)
    assert.deepEqual(await names('or'), ['Zoë Ōe', 'Grete Meyer'])
    assert.deepEqual(await names('and'), [])
    assert.deepEqual(await names('or', 'one'), [])
  })
})

test('the same question is asked once in half a minute, over connections that are kept', async () => {
  let time = 0
  await withDirectory({}, async (directory) => {
    const before = pier.asked.searches
    await Promise.all(Array.from({ length: 5 }, () => directory.complete('crew', NOBODY, 3)))
    assert.equal(pier.asked.searches, before + 1)
    time = 31_000
    assert.equal((await directory.complete('crew', NOBODY, 3)).hasMore, true)
    assert.equal(pier.asked.searches, before + 2)
  }, () => time)
})

test('two who ask in the same moment do not close the one idle connection under each other', async () => {
  await withDirectory({}, async (directory) => {
    await directory.complete('zoe', NOBODY, 3)
    const found = await Promise.all(['meier', 'meyer', 'ада'].map((text) => directory.complete(text, NOBODY, 3)))
    assert.deepEqual(found.map(({ entries }) => entries.length), [1, 1, 1])
  })
})

test('a hundred people type at once over a few connections', async () => {
  await withDirectory({}, async (directory) => {
    const found = await Promise.all(Array.from({ length: 100 }, (_, at) => directory.complete(`crew${at % 30} x`.replace(' x', ''), { ...NOBODY, user: `u${at}` }, 5)))
    assert.ok(found.every(({ entries }) => entries.length > 0))
  })
})

test('whoever asks as themselves has their own password proved, and nobody goes on with it', async () => {
  await withDirectory({ identity: { as: 'person', dn: `uid=%l,ou=people,${PIER}` } }, async (directory) => {
    const zoe = (password: string): Asker => ({ user: 'zoe@pier.test', credentials: () => ({ user: 'zoe@pier.test', password }) })
    assert.equal((await directory.complete('meyer', zoe(ZOE_PASSWORD), 5)).entries.length, 1)
    await assert.rejects(directory.complete('meyer', zoe('wrong'), 5), { kind: 'credentials' })
    await assert.rejects(directory.complete('meyer', { user: 'zoe,ou=people,dc=x', credentials: () => ({ user: '', password: ZOE_PASSWORD }) }, 5), { kind: 'credentials' }, 'a name says nothing else in a distinguished name')
  })
})

test('a directory that hangs is given up in time, and asked again when it is back', async () => {
  const mute = createServer(() => undefined)
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
  const { port } = mute.address() as AddressInfo
  await withDirectory({ server: { host: '127.0.0.1', port, tls: 'none', verify: true, timeout: 150 } }, async (directory) => {
    const all = await Promise.allSettled(Array.from({ length: 20 }, (_, at) => directory.complete(`x${at}`, NOBODY, 5)))
    assert.ok(all.every((each) => each.status === 'rejected' && (each.reason as { kind?: string }).kind === 'timeout'))
  })
  mute.close()
  await withDirectory({ server: { host: '127.0.0.1', port, tls: 'none', verify: true, timeout: 500 } }, async (directory) => {
    await assert.rejects(directory.complete('x', NOBODY, 5), { kind: 'unreachable' })
    const back = await startPierDirectory()
    await back.close()
    await assert.rejects(directory.complete('x', NOBODY, 5), { kind: 'unreachable' })
  })
})
