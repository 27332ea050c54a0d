import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { startDavServer, type DavAnswer, type DavServer } from '#lib/testing/gateway/dav-server.ts'
import { guessersIn } from '#lib/testing/manual/login-guard.ts'

async function serverWith(t: TestContext, env: Readonly<Record<string, string>> = {}, toml = ''): Promise<DavServer> {
  const server = await startDavServer(env, toml)
  t.after(() => server.stop())
  return server
}

const asked = { method: 'PROPFIND', path: '/dav/', headers: { depth: '0' } }
const statuses = (answers: readonly DavAnswer[]): readonly number[] => answers.map(({ status }) => status)

test('where address books are: the same address on every host, whatever the method and the base path', async (t) => {
  const server = await serverWith(t, { POSTERN_HTTP_BASE_PATH: '/mail' })
  for (const method of ['GET', 'PROPFIND', 'OPTIONS']) {
    const { status, headers } = await server.ask({ method, path: '/.well-known/carddav' })
    assert.deepEqual([status, headers.location], [301, '/mail/dav/'], method)
  }
  const { status, headers } = await server.ask({ method: 'OPTIONS', path: '/mail/dav/' })
  assert.deepEqual([status, headers.dav, headers.allow], [200, '1, 3, extended-mkcol, addressbook', 'OPTIONS, PROPFIND'])
  const found = await server.ask({ ...asked, path: '/mail/dav/', as: server.bob })
  assert.match(found.body, /<d:href>\/mail\/dav\/people\/bob\/<\/d:href>/)
  assert.equal((await server.ask({ ...asked, as: server.bob })).status, 405, 'a page')
})

test('a name and a password are asked for, proved by the mail server, and never written down', async (t) => {
  const server = await serverWith(t)
  const unknown = await server.ask(asked)
  assert.deepEqual([unknown.status, unknown.headers['www-authenticate']], [401, 'Basic realm="Postern", charset="UTF-8"'])
  assert.match(unknown.body, /^Sign in with /)
  for (const as of [{ user: 'bob', password: 'guessed-secret' }, { user: 'alice', password: server.bob.password }, { user: 'bob', password: '' }]) assert.equal((await server.ask({ ...asked, as })).status, 401)
  for (const authorization of ['Basic', 'Basic %%%', 'Bearer abc', 'Basic Ym9i', `Basic ${Buffer.from('bob:\xff', 'latin1').toString('base64')}`, `Basic ${Buffer.from('bob:a\r\nA LOGOUT').toString('base64')}`]) assert.equal((await server.ask({ ...asked, headers: { authorization } })).status, 401, authorization)
  for (const as of [server.alice, server.bob]) assert.equal((await server.ask({ ...asked, as })).status, 207, 'in any characters')
  await server.stopMail()
  assert.equal((await server.ask({ ...asked, as: server.bob })).status, 207, 'remembered')
  const down = await server.ask({ ...asked, as: { user: 'carol', password: 'guessed-secret' } })
  assert.deepEqual([down.status, down.headers['retry-after']], [503, '60'])
  assert.doesNotMatch(server.lines.join(''), /guessed-secret|postern-bob|quoted/)
  assert.match(server.lines.join(''), /program-not-signed-in/)
})

test('whoever guesses is stopped, without the mail server being asked', async (t) => {
  const server = await serverWith(t)
  const answers: DavAnswer[] = []
  for (let at = 0; at < 12; at++) answers.push(await server.ask({ ...asked, as: { user: 'bob', password: `guess-${at}` } }))
  assert.deepEqual(statuses(answers), [...Array.from({ length: 10 }, () => 401), 429, 429])
  assert.equal(answers.at(-1)?.headers['retry-after'], '900')
  assert.deepEqual(guessersIn(server.lines), answers.map(() => '127.0.0.1'), 'as the manual tells fail2ban')
  assert.match(server.lines.join(''), /"event":"audit","requestId":"[^"]+","did":"program-sign-in-refused","site":"default","remote":"127\.0\.0\.1"}/)
  assert.equal((await server.ask({ ...asked, as: server.alice })).status, 207, 'others are let in')
})

test('a password is taken over TLS alone, as a trusted proxy says, or from this machine', async (t) => {
  const server = await serverWith(t, { POSTERN_HTTP_BEHIND_PROXY: 'true', POSTERN_HTTP_PUBLIC_ORIGIN: 'https://mail.example.test', POSTERN_HTTP_TRUSTED_PROXIES: '127.0.0.1/32' })
  const over = async (headers: Record<string, string>): Promise<number> => (await server.ask({ ...asked, as: server.bob, headers: { depth: '0', 'x-forwarded-for': '203.0.113.7', ...headers } })).status
  assert.deepEqual([await over({}), await over({ 'x-forwarded-proto': 'https' }), await over({ 'x-forwarded-proto': 'http' }), await over({ 'x-forwarded-proto': 'https, http' })], [207, 207, 403, 403])
  const refused = await server.ask({ ...asked, headers: { 'x-forwarded-proto': 'http' } })
  assert.match(refused.body, /in the clear/)
  assert.equal(refused.headers['www-authenticate'], undefined, 'nobody is asked for a password there')
})

test('a proxy that nobody trusts is not believed', async (t) => {
  const server = await serverWith(t, { POSTERN_HTTP_BEHIND_PROXY: 'true', POSTERN_HTTP_PUBLIC_ORIGIN: 'https://mail.example.test', POSTERN_HTTP_TRUSTED_PROXIES: '192.0.2.0/24' })
  assert.equal((await server.ask({ ...asked, as: server.bob, headers: { depth: '0', 'x-forwarded-proto': 'https' } })).status, 403)
})

test('no page gets in with what its browser remembers, and no cookie counts', async (t) => {
  const server = await serverWith(t)
  const from = async (headers: Record<string, string>, as = server.bob): Promise<DavAnswer> => server.ask({ ...asked, as, headers: { depth: '0', ...headers } })
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example' }, { origin: 'null' }]) assert.equal((await from(headers)).status, 403, JSON.stringify(headers))
  const own = await from({ 'sec-fetch-site': 'same-origin' })
  assert.deepEqual([own.status, own.headers['access-control-allow-origin'], own.headers['set-cookie']], [207, undefined, undefined])
  assert.equal((await server.ask({ ...asked, headers: { cookie: 'postern=abc; postern-site=other' } })).status, 401)
  const read = await server.ask({ method: 'GET', path: '/dav/', headers: { accept: 'text/html', 'sec-fetch-dest': 'document' } })
  assert.deepEqual([read.status, read.headers['www-authenticate']], [405, undefined])
  assert.match(read.body, /for programs/)
})

test('where a site has no address books there is nothing; each host leads to its own site', async (t) => {
  const toml = '[site.lab]\nhosts = ["lab.test"]\ncontacts = [{ name = "Desk", address = "desk@lab.test" }]\n[site.none]\nhosts = ["none.test"]\nmodules.contacts = false\n'
  const server = await serverWith(t, {}, toml)
  const at = (host: string, path = '/dav/books/bob/'): Promise<DavAnswer> => server.ask({ method: 'PROPFIND', path, as: server.bob, headers: { depth: '1', host } })
  assert.deepEqual(statuses([await at('none.test'), await at('none.test', '/.well-known/carddav'), await at('lab.test'), await at('127.0.0.1'), await at('evil.test')]), [404, 404, 207, 207, 421])
  assert.deepEqual([...(await at('lab.test')).body.matchAll(/<d:displayname>([^<]*)/g)].map(([, title]) => title), ['bob', 'Personal', 'Contacts of this site'])
  const book = await at('lab.test', '/dav/books/bob/site/')
  assert.match(book.body, /\/site\/[0-9a-f-]{36}\.vcf</)
  const put = await server.ask({ method: 'PUT', path: '/dav/books/bob/site/x.vcf', as: server.bob, headers: { host: 'lab.test' }, body: 'BEGIN:VCARD\nVERSION:4.0\nFN:X\nEND:VCARD\n' })
  assert.equal(put.status, 403)
  assert.doesNotMatch((await at('127.0.0.1')).body, /\/site\//)
})

test('a password that somebody made for programs opens their address books, without their mail server', async (t) => {
  const server = await serverWith(t, { POSTERN_SERVERS_DOMAIN: 'localhost' })
  const { id, password } = await server.passwords.make(server.accountOf(server.bob), 'Phone', Date.now())
  await server.stopMail()
  const as = (user: string, typed = password) => server.ask({ ...asked, as: { user, password: typed } })
  assert.deepEqual(statuses([await as('bob'), await as('BOB@localhost', password.toUpperCase()), await as('alice'), await as('bob', '000000-000000-000000-000000')]), [207, 207, 401, 401])
  assert.match((await as('bob@localhost')).body, /\/dav\/people\/bob\//)
  assert.ok((await server.passwords.list(server.accountOf(server.bob)))[0]?.used)
  await server.passwords.revoke(server.accountOf(server.bob), id)
  assert.equal((await as('bob')).status, 401, 'at once')
  assert.ok(!server.lines.join('').includes(password))
})

test('a site can do without passwords for programs; those that there are open nothing then', async (t) => {
  const server = await serverWith(t, { POSTERN_MODULES_PROGRAM_PASSWORDS: 'no' })
  const { password } = await server.passwords.make(server.accountOf(server.bob), 'Phone', Date.now())
  assert.deepEqual(statuses([await server.ask({ ...asked, as: { user: 'bob', password } }), await server.ask({ ...asked, as: server.bob })]), [401, 207])
})
