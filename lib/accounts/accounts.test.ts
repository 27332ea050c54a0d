import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { openStorage } from '#lib/storage/storage.ts'
import { AccountProblem } from './account-directory.ts'
import { NO_GROUPS } from './account-groups.ts'
import { openAccounts } from './open-accounts.ts'
import { SCRAM_ITERATIONS, deriveScramKeys, preparePassword } from './password.ts'
import { RememberedPasswords } from './remembered-passwords.ts'
import { MIGRATIONS } from './schema.ts'
import type { StoredAccounts } from './stored-accounts.ts'

let folder = ''
let accounts: StoredAccounts
let clock = 0

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-accounts-'))
  clock = 1_000_000
  accounts = await openAccounts(join(folder, 'accounts.db'), { scram: true, now: () => clock })
})
afterEach(async () => {
  await accounts.close()
  rmSync(folder, { recursive: true, force: true })
})

const problem = (kind: AccountProblem['kind']) => (error: unknown): boolean => error instanceof AccountProblem && error.kind === kind

test('an account proves itself by its password and by nothing else', async () => {
  assert.deepEqual(await accounts.add('Alice', 'postern-alice', 1000), { name: 'alice', quota: 1000 })
  assert.deepEqual(await accounts.authenticate('alice', 'postern-alice'), { name: 'alice', quota: 1000 })
  assert.deepEqual(await accounts.authenticate('ALICE', 'postern-alice'), { name: 'alice', quota: 1000 })
  for (const wrong of ['', 'postern-alic', 'postern-alice ', 'Postern-alice', 'postern-alice\u0000', 'x'.repeat(5000), '\ud800']) {
    assert.equal(await accounts.authenticate('alice', wrong), undefined)
  }
  for (const name of ['', 'bob', 'alice ', '../alice', 'a'.repeat(65), "alice' OR 1=1 --", 'al%ce']) {
    assert.equal(await accounts.authenticate(name, 'postern-alice'), undefined)
    assert.equal(await accounts.find(name), undefined)
  }
})

test('an account is found as it is now, whoever has changed it, and is not read again while nobody has', async () => {
  const elsewhere = await openAccounts(join(folder, 'accounts.db'), { scram: true })
  await accounts.add('alice', 'postern-alice', 1000)
  assert.deepEqual(await accounts.find('ALICE'), { name: 'alice', quota: 1000 })
  assert.equal(await accounts.find('ALICE'), await accounts.find('ALICE'), 'the very same')
  await accounts.setQuota('alice', 2000)
  assert.equal((await accounts.find('ALICE'))?.quota, 2000)
  await elsewhere.setMessageQuota('alice', 7)
  assert.equal((await accounts.find('ALICE'))?.messageQuota, 7)
  assert.equal(await accounts.find('bob'), undefined)
  await elsewhere.add('bob', 'postern-bob')
  assert.deepEqual(await accounts.find('bob'), { name: 'bob' })
  await elsewhere.remove('alice')
  assert.equal(await accounts.find('ALICE'), undefined)
  await elsewhere.close()
})

test('passwords with blanks, quotes, backslashes and letters of all scripts are exact', async () => {
  const passwords = [' lead and trail ', '"quoted"', "it's \\ back\\\\slash", 'Grüße', 'пароль', '🔑 key', '{5+}', '%s$1*"', ' ']
  for (const [index, password] of passwords.entries()) {
    await accounts.add(`user${index}`, password)
    assert.equal((await accounts.authenticate(`user${index}`, password))?.name, `user${index}`)
    assert.equal(await accounts.authenticate(`user${index}`, `${password} `), undefined)
  }
  assert.equal((await accounts.authenticate('user3', 'Grüße'.normalize('NFD')))?.name, 'user3')
})

test('preparation follows RFC 4013', () => {
  assert.equal(preparePassword('I\u00adX'), 'IX')
  assert.equal(preparePassword('user'), 'user')
  assert.equal(preparePassword('USER'), 'USER')
  assert.equal(preparePassword('\u00aa'), 'a')
  assert.equal(preparePassword('\u2168'), 'IX')
  assert.equal(preparePassword('a\u3000b'), 'a b')
  for (const unfit of ['', '\u00ad', '\u0007', 'a\nb', '\u0000', '\udfff', 'x'.repeat(1025)]) assert.equal(preparePassword(unfit), undefined)
  assert.equal(preparePassword('x'.repeat(1024))?.length, 1024)
})

test('names and passwords that cannot be are refused', async () => {
  for (const name of ['', '.alice', 'a b', 'a/b', 'a@b', 'ä', 'a\u0000', 'x'.repeat(65)]) await assert.rejects(accounts.add(name, 'secret'), problem('bad-name'), name)
  for (const password of ['', 'a\u0000b', '\r\n', 'x'.repeat(1025)]) await assert.rejects(accounts.add('alice', password), problem('bad-password'))
  assert.deepEqual(await accounts.list(), [])
  await accounts.add('x'.repeat(64), 'secret')
  await accounts.add('a.b_c+d-9', 'secret')
  await assert.rejects(accounts.add('A.B_C+D-9', 'other'), problem('exists'))
  const racing = await Promise.allSettled([accounts.add('race', 'one'), accounts.add('race', 'two')])
  assert.deepEqual(racing.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('a verification counts for its name, password and hash, and for some minutes', () => {
  const remembered = new RememberedPasswords(() => clock)
  remembered.remember('alice', 'secret', 'hash 1')
  assert.equal(remembered.holds('alice', 'secret', 'hash 1'), true)
  assert.equal(remembered.holds('alice', 'Secret', 'hash 1'), false)
  assert.equal(remembered.holds('alice', 'secret', 'hash 2'), false)
  assert.equal(remembered.holds('bob', 'secret', 'hash 1'), false)
  clock += 5 * 60_000 - 1
  assert.equal(remembered.holds('alice', 'secret', 'hash 1'), true)
  clock += 1
  assert.equal(remembered.holds('alice', 'secret', 'hash 1'), false)
})

test('a password that was changed is refused at once, remembered or not', async () => {
  await accounts.add('alice', 'old')
  assert.equal((await accounts.authenticate('alice', 'old'))?.name, 'alice')
  assert.equal(await accounts.authenticate('alice', 'wrong'), undefined)
  assert.equal((await accounts.authenticate('alice', 'old'))?.name, 'alice')
  await accounts.setPassword('alice', 'new')
  assert.equal(await accounts.authenticate('alice', 'old'), undefined)
  assert.equal((await accounts.authenticate('alice', 'new'))?.name, 'alice')
  await accounts.remove('alice')
  assert.equal(await accounts.authenticate('alice', 'new'), undefined)
  await accounts.add('alice', 'third')
  assert.equal(await accounts.authenticate('alice', 'new'), undefined)
})

test('SCRAM keys are those of RFC 7677, and none without SCRAM', async () => {
  const example = await deriveScramKeys('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'), 4096)
  assert.equal(Buffer.from(example.storedKey).toString('base64'), 'WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=')
  assert.equal(Buffer.from(example.serverKey).toString('base64'), 'wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=')
  await accounts.add('alice', 'pencil')
  const keys = await accounts.scramKeys('ALICE')
  assert.ok(keys && keys.iterations >= 4096 && keys.salt.length >= 16)
  assert.deepEqual(Buffer.from((await deriveScramKeys('pencil', keys.salt, keys.iterations)).storedKey), Buffer.from(keys.storedKey))
  await accounts.setPassword('alice', 'pen')
  assert.notDeepEqual((await accounts.scramKeys('alice'))?.storedKey, keys.storedKey)
  await accounts.close()
  accounts = await openAccounts(join(folder, 'accounts.db'), { scram: false })
  assert.equal(accounts.keepsScramKeys, false)
  await accounts.add('bob', 'pencil')
  await accounts.close()
  accounts = await openAccounts(join(folder, 'accounts.db'), { scram: true })
  assert.equal(accounts.keepsScramKeys, true)
  assert.equal((await accounts.authenticate('bob', 'pencil'))?.name, 'bob')
})

test('who has no SCRAM keys is answered like anybody else, the same each time, and fits no password', async () => {
  await accounts.add('alice', 'pencil')
  const nobody = await accounts.scramKeys('nobody')
  assert.deepEqual([nobody.iterations, nobody.salt.length], [SCRAM_ITERATIONS, (await accounts.scramKeys('alice')).salt.length])
  assert.notDeepEqual((await deriveScramKeys('pencil', nobody.salt, nobody.iterations)).storedKey, nobody.storedKey)
  assert.notDeepEqual((await accounts.scramKeys('somebody')).salt, nobody.salt)
  await accounts.close()
  accounts = await openAccounts(join(folder, 'accounts.db'), { scram: true })
  assert.deepEqual(await accounts.scramKeys('Nobody'), nobody)
  const elsewhere = await openAccounts(join(folder, 'others.db'), { scram: true })
  assert.notDeepEqual((await elsewhere.scramKeys('nobody')).salt, nobody.salt)
  await elsewhere.close()
})

test('no password stands in the files', async () => {
  await accounts.add('alice', 'a-very-secret-thing')
  await accounts.authenticate('alice', 'a-very-secret-thing')
  for (const file of readdirSync(folder)) assert.equal(readFileSync(join(folder, file)).includes('a-very-secret-thing'), false)
})

test('quotas are set and lifted', async () => {
  await accounts.add('alice', 'secret')
  assert.deepEqual(await accounts.find('alice'), { name: 'alice' })
  await accounts.setQuota('alice', 50 * 2 ** 40)
  assert.deepEqual(await accounts.list(), [{ name: 'alice', quota: 50 * 2 ** 40 }])
  await accounts.setQuota('Alice', undefined)
  assert.deepEqual(await accounts.find('alice'), { name: 'alice' })
  await assert.rejects(accounts.setQuota('nobody', 1), problem('no-such-account'))
  await assert.rejects(accounts.setPassword('nobody', 'x'), problem('no-such-account'))
  await assert.rejects(accounts.remove('nobody'), problem('no-such-account'))
})

test('grants are given, changed, taken back, and go with their accounts', async () => {
  for (const name of ['alice', 'bob', 'carol']) await accounts.add(name, 'secret')
  const grant = { owner: 'alice', uidValidity: 7, identifier: 'bob', rights: 'erl?', alias: 'Projects' }
  await accounts.grant(grant)
  assert.deepEqual(await accounts.grantsTo('Bob'), [{ ...grant, rights: 'lre' }])
  await accounts.grant({ ...grant, rights: 'lrs', alias: 'alice/Projects' })
  await accounts.grant({ owner: 'alice', uidValidity: 7, identifier: 'BOB', rights: 'lrsw' })
  assert.deepEqual(await accounts.grantsOf('alice'), [{ ...grant, rights: 'lrsw', alias: 'alice/Projects' }])
  await accounts.grant({ ...grant, identifier: 'carol' })
  await assert.rejects(accounts.grant({ ...grant, owner: 'carol', alias: 'alice/Projects' }), problem('exists'))
  for (const identifier of ['nobody', '-nobody', '', '-', 'a b']) await assert.rejects(accounts.grant({ ...grant, identifier }), problem('no-such-account'))
  await assert.rejects(accounts.grant({ ...grant, owner: 'nobody' }), problem('no-such-account'))
  for (const alias of ['', 'a//b', '/a', 'a\nb']) await assert.rejects(accounts.grant({ ...grant, alias }), problem('bad-name'))
  await accounts.grant({ ...grant, rights: '' })
  assert.deepEqual(await accounts.grantsTo('bob'), [])
  assert.equal((await accounts.grantsOf('alice')).length, 1)
  await accounts.grant({ owner: 'alice', uidValidity: 7, identifier: '-carol', rights: 'r' })
  await accounts.remove('carol')
  assert.deepEqual(await accounts.grantsOf('alice'), [])
  await accounts.grant(grant)
  await accounts.grant({ ...grant, uidValidity: 8, alias: 'Eight' })
  await accounts.forgetMailbox('alice', 7)
  assert.deepEqual((await accounts.grantsTo('bob')).map(({ uidValidity }) => uidValidity), [8])
  await accounts.remove('alice')
  assert.deepEqual(await accounts.grantsTo('bob'), [])
})

test('entries about the server are kept and removed', async () => {
  await accounts.setServerEntries(new Map([['/shared/comment', Buffer.from('Sunday')], ['/shared/vendor/x/a', Buffer.from('1')]]))
  await accounts.setServerEntries(new Map([['/shared/comment', Buffer.from('Monday')], ['/shared/vendor/x/a', undefined]]))
  assert.deepEqual([...(await accounts.serverEntries())].map(([name, value]) => [name, Buffer.from(value).toString()]), [['/shared/comment', 'Monday']])
})

test('what speaks of anyone speaks of everybody but the owner', async () => {
  for (const name of ['alice', 'bob']) await accounts.add(name, 'secret')
  const entry = { owner: 'alice', uidValidity: 7 }
  for (const identifier of ['anyone', '-anyone', 'bob', '-bob', 'alice']) await accounts.grant({ ...entry, identifier, rights: 'l' })
  assert.deepEqual((await accounts.grantsTo('bob')).map(({ identifier }) => identifier), ['-anyone', '-bob', 'anyone', 'bob'])
  assert.deepEqual(await accounts.grantsTo('alice'), [])
  for (const name of ['anyone', 'anonymous', '-bob']) await assert.rejects(accounts.add(name, 'secret'), problem('bad-name'))
})

test('what speaks of a group speaks of its members, whoever they are at the moment', async () => {
  for (const name of ['alice', 'bob', 'carol']) await accounts.add(name, 'secret')
  const entry = { owner: 'alice', uidValidity: 7, rights: 'l' }
  await assert.rejects(accounts.grant({ ...entry, identifier: 'group:editors' }), problem('no-such-account'))
  let told = 0
  accounts.watchGrants(() => told++)
  const members = (...names: readonly string[]): void => accounts.useGroups({ has: (group) => group === 'editors', of: (name) => (names.includes(name) ? ['editors'] : []) })
  members('alice', 'bob', 'anyone', 'anonymous')
  await accounts.grant({ ...entry, identifier: 'Group:EDITORS', alias: 'Desk' })
  await accounts.grant({ ...entry, identifier: '-group:editors' })
  assert.equal(told, 3)
  const said = async (name: string): Promise<readonly string[]> => (await accounts.grantsTo(name)).map(({ identifier }) => identifier)
  assert.deepEqual(await said('Bob'), ['-group:editors', 'group:editors'])
  for (const name of ['alice', 'carol', 'anyone', 'anonymous']) assert.deepEqual(await said(name), [], name)
  await assert.rejects(accounts.grant({ ...entry, uidValidity: 8, identifier: 'group:editors', alias: 'Desk' }), problem('exists'))
  members('carol')
  assert.deepEqual([await said('bob'), await said('carol')], [[], ['-group:editors', 'group:editors']])
  accounts.useGroups(NO_GROUPS)
  assert.deepEqual(await said('carol'), [])
  for (const identifier of ['group:editors', '-group:editors']) await accounts.grant({ ...entry, identifier, rights: '' })
  assert.deepEqual(await accounts.grantsOf('alice'), [])
  for (const identifier of ['group:', 'group:a/b', 'group:-a', 'team:a']) await assert.rejects(accounts.grant({ ...entry, identifier }), problem('no-such-account'), identifier)
})

test('grants of an older Postern, which named mailboxes, are settled once', async () => {
  for (const name of ['alice', 'bob']) await accounts.add(name, 'secret')
  await accounts.close()
  const storage = await openStorage(join(folder, 'accounts.db'), MIGRATIONS)
  for (const [mailbox, alias] of [['Team', 'Team'], ['Gone', 'Gone']]) await storage.run('INSERT INTO mailbox_grant VALUES (?, ?, ?, ?, ?)', ['alice', mailbox as string, 'bob', 'lr', alias as string])
  await storage.close()
  accounts = await openAccounts(join(folder, 'accounts.db'), { scram: true, now: () => clock })
  const asked: string[] = []
  const settle = async (owner: string, mailbox: string): Promise<readonly number[]> => {
    asked.push(`${owner} ${mailbox}`)
    return mailbox === 'Team' ? [7, 8] : []
  }
  await accounts.settleNamedGrants(settle)
  await accounts.settleNamedGrants(settle)
  assert.deepEqual(asked.sort(), ['alice Gone', 'alice Team'])
  assert.deepEqual(await accounts.grantsTo('bob'), [
    { owner: 'alice', uidValidity: 8, identifier: 'bob', rights: 'lr' },
    { owner: 'alice', uidValidity: 7, identifier: 'bob', rights: 'lr', alias: 'Team' },
  ])
})
