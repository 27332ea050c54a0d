import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { accountKey, identityOfAccount } from './account-identity.ts'
import { readCookie, sessionCookieName, writeCookie } from './cookies.ts'
import { seal, unseal } from './credential-box.ts'
import { loadSealingKeys } from './sealing-keys.ts'
import { Sessions, type NewSession } from './sessions.ts'

const HOUR = 3_600_000
const LIMITS = { idleMilliseconds: 12 * HOUR, totalMilliseconds: 7 * 24 * HOUR }
const SERVER = { host: '127.0.0.1', port: 143, tls: 'none', verify: true } as const
const ALICE: NewSession = { account: 'a', onPublicComputer: false, address: 'alice@example.test', imap: SERVER, smtp: SERVER, credentials: { user: 'alice', password: 'unmistakable secret' } }

let data = ''
before(async () => (data = await mkdtemp(path.join(tmpdir(), 'postern-session-'))))
after(() => rm(data, { recursive: true }))

const open = (now: () => number = Date.now) => Sessions.open(data, LIMITS, now)

test('a session is found by its cookie, also by another process', async () => {
  const sessions = await open()
  const { cookie, signedIn } = await sessions.begin(ALICE)
  const found = await sessions.find(cookie)
  assert.deepEqual([found?.id, found?.account, found?.address, found?.credentials()], [signedIn.id, 'a', 'alice@example.test', ALICE.credentials])
  assert.ok(!JSON.stringify(found).includes('unmistakable'), 'no serializer takes the password along')
  await sessions.close()
  const again = await open()
  assert.equal((await again.find(cookie))?.user, 'alice')
  await again.close()
})

test('a forged, cut or foreign cookie is nobody', async () => {
  const sessions = await open()
  const { cookie } = await sessions.begin(ALICE)
  for (const wrong of [undefined, '', 'x', cookie.slice(0, -4), `${cookie.slice(0, 40)}x${cookie.slice(41)}`, 'Fe26.2*9*a*b*c*d*e*f', 'x'.repeat(100_000)]) assert.equal(await sessions.find(wrong), undefined)
  await sessions.close()
})

test('ending a session ends it for whoever holds the cookie, and no other', async () => {
  const sessions = await open()
  const [first, second] = [await sessions.begin(ALICE), await sessions.begin(ALICE)]
  await sessions.end(first.signedIn.id)
  assert.equal(await sessions.find(first.cookie), undefined)
  assert.equal(await sessions.isOpen(first.signedIn.id), false)
  assert.equal((await sessions.find(second.cookie))?.user, 'alice')
  assert.equal(await sessions.hasSession('a'), true)
  await sessions.close()
})

test('sessions are listed without a secret, and an account is signed out everywhere at once', async () => {
  let now = Date.now()
  const sessions = await open(() => now)
  const account = accountKey({ site: 'lab', host: 'imap.test', port: 993, user: 'carol' })
  const carol = { ...ALICE, account, credentials: { user: 'carol', password: 'unmistakable secret' } }
  const old = await sessions.begin(carol)
  now += 13 * HOUR
  assert.ok(!(await sessions.list()).some((each) => each.account === account), 'one that has run out is not there any more')
  const [first, second] = [await sessions.begin(carol), await sessions.begin(carol)]
  const other = await sessions.begin(ALICE)
  const listed = await sessions.list()
  assert.deepEqual(listed.filter((each) => each.account === account), [1, 2].map(() => ({ account, madeAt: now, seenAt: now })))
  assert.ok(!JSON.stringify(listed).includes(first.signedIn.id) && !JSON.stringify(listed).includes('unmistakable'))
  assert.equal(await sessions.endAll(account), 2)
  for (const { cookie } of [old, first, second]) assert.equal(await sessions.find(cookie), undefined)
  assert.equal((await sessions.find(other.cookie))?.user, 'alice')
  assert.equal(await sessions.endAll(account), 0)
  await sessions.close()
})

test('a session goes on with other credentials, and the others of its account end', async () => {
  const sessions = await open()
  const account = 'changing'
  const [mine, elsewhere, other] = [await sessions.begin({ ...ALICE, account }), await sessions.begin({ ...ALICE, account }), await sessions.begin({ ...ALICE, account: 'another' })]
  assert.equal(await sessions.changeCredentials(mine.cookie, { user: 'alice', password: 'the next one' }), true)
  assert.equal(await sessions.endOthers(account, mine.signedIn.id), 1)
  const { credentials, id, address } = (await sessions.find(mine.cookie)) ?? assert.fail()
  assert.deepEqual([credentials(), id, address], [{ user: 'alice', password: 'the next one' }, mine.signedIn.id, ALICE.address])
  assert.equal(await sessions.find(elsewhere.cookie), undefined)
  assert.deepEqual((await sessions.find(other.cookie))?.credentials(), ALICE.credentials)
  assert.equal(await sessions.changeCredentials(elsewhere.cookie, { user: 'alice', password: 'x' }), false, 'it has ended')
  for (const cookie of [undefined, '', 'forged']) assert.equal(await sessions.changeCredentials(cookie, { user: 'alice', password: 'x' }), false)
  await sessions.close()
})

test('the key of an account says what it was made of, and nothing else does', () => {
  const identity = { site: 'default', host: 'imap.test', port: 993, user: 'a"b' }
  assert.deepEqual(identityOfAccount(accountKey(identity)), identity)
  for (const foreign of ['', 'a', '{}', '[]', '["a","b","c","d"]', '[1,2,3,4]', 'null']) assert.equal(identityOfAccount(foreign), undefined, foreign)
})

test('a cookie that was seen before is still only as good as its session', async () => {
  const [here, there] = [await open(), await open()]
  const { cookie, signedIn } = await here.begin(ALICE)
  for (let time = 0; time < 3; time++) assert.equal((await here.find(cookie))?.user, 'alice')
  await there.end(signedIn.id)
  assert.equal(await here.find(cookie), undefined, 'ended by another process')
  await Promise.all([here.close(), there.close()])
})

test('twelve hours idle or seven days in all end a session', async () => {
  let now = Date.now()
  const sessions = await open(() => now)
  const idle = await sessions.begin(ALICE)
  now += 12 * HOUR + 1
  assert.equal(await sessions.find(idle.cookie), undefined)
  const busy = await sessions.begin(ALICE)
  for (let hour = 0; hour < 7 * 24; hour += 11) {
    assert.equal((await sessions.find(busy.cookie))?.user, 'alice')
    now += 11 * HOUR
  }
  now += 11 * HOUR
  assert.equal(await sessions.find(busy.cookie), undefined)
  await sessions.close()
})

test('sessions are counted for as long as they last', async () => {
  let now = Date.now() + 400 * 24 * HOUR
  const sessions = await open(() => now)
  const { signedIn } = await sessions.begin(ALICE)
  await sessions.begin({ ...ALICE, account: 'counted' })
  assert.equal(await sessions.count(), 2)
  await sessions.end(signedIn.id)
  assert.equal(await sessions.count(), 1)
  now += 13 * HOUR
  assert.equal(await sessions.count(), 0)
  await sessions.endAll('counted')
  await sessions.close()
})

test('on a computer of others a session ends after ten minutes unused, and goes on while somebody goes on', async () => {
  let now = Date.now()
  const sessions = await open(() => now)
  const { cookie, signedIn } = await sessions.begin({ ...ALICE, onPublicComputer: true })
  assert.equal(signedIn.onPublicComputer, true)
  for (let minute = 0; minute < 60; minute += 9) {
    now += 9 * 60_000
    assert.equal((await sessions.find(cookie))?.onPublicComputer, true)
  }
  now += 10 * 60_000 + 1
  assert.equal(await sessions.isOpen(signedIn.id), false)
  assert.equal(await sessions.find(cookie), undefined)
  await sessions.close()
})

test('neither the database nor the cookie holds the password, and the keys are the owner’s alone', async () => {
  const sessions = await open()
  const { cookie, signedIn } = await sessions.begin(ALICE)
  await sessions.close()
  const database = await readFile(path.join(data, 'gateway', 'sessions.sqlite'))
  assert.ok(!database.includes('unmistakable') && !database.includes(signedIn.id))
  assert.ok(!cookie.includes('unmistakable'))
  assert.equal((await stat(path.join(data, 'gateway', 'session-keys.json'))).mode & 0o777, 0o600)
})

test('sealing keys rotate, and the old one opens as long as a session may live', async () => {
  const file = path.join(data, 'keys.json')
  const week = LIMITS.totalMilliseconds
  const [first] = await loadSealingKeys(file, 0, week)
  assert.deepEqual(await loadSealingKeys(file, week, week), [first])
  const both = await loadSealingKeys(file, 31 * 24 * HOUR, week)
  assert.deepEqual(both.map(({ id }) => id), ['1', '2'])
  assert.deepEqual(both[0], first)
  assert.deepEqual((await loadSealingKeys(file, 31 * 24 * HOUR + week + 1, week)).map(({ id }) => id), ['2'])
})

test('a sealed box opens with its key and context only', () => {
  const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const sealed = seal('p\u00e4ss "word" ', key, 'alice')
  assert.equal(unseal(sealed, key, 'alice'), 'p\u00e4ss "word" ')
  assert.equal(unseal(sealed, other, 'alice'), undefined)
  assert.equal(unseal(sealed, key, 'bob'), undefined)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    assert.equal(unseal(changed, key, 'alice'), undefined)
  }
  assert.equal(unseal(Buffer.alloc(3), key, 'alice'), undefined)
})

test('an account is site, host, port and user; hosts compare without case', () => {
  const key = (more: object) => accountKey({ site: 'default', host: 'mail.example.org', port: 993, user: 'alice', ...more })
  assert.equal(key({ host: 'Mail.Example.ORG.' }), key({}))
  for (const other of [{ host: 'mail.example.com' }, { port: 143 }, { user: 'Alice' }, { user: 'alice","x' }, { site: 'other' }]) assert.notEqual(key(other), key({}))
})

test('cookies: names by security, values read from among others', () => {
  assert.deepEqual([sessionCookieName(true), sessionCookieName(false)], ['__Host-postern', 'postern'])
  assert.deepEqual([sessionCookieName(true, 0), sessionCookieName(true, 2), sessionCookieName(false, 5)], ['__Host-postern', '__Host-postern-2', 'postern-5'])
  assert.equal(readCookie('a=1; postern=x=y ; postern=z', 'postern'), 'x=y')
  assert.equal(readCookie('xpostern=1; posternx=2', 'postern'), undefined)
  assert.equal(readCookie(null, 'postern'), undefined)
  assert.equal(writeCookie('__Host-postern', 'v', { secure: true, maxAge: 0 }), '__Host-postern=v; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0')
})
