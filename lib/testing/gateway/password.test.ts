import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Config } from '#lib/config/config.ts'
import { failedForm, notice } from '#lib/http/failed-forms.ts'
import { setProcessSingleton } from '#lib/http/process-singleton.ts'
import { startEmbedded } from './embedded-server.ts'
import { type ConfiguredGateway, configureGateway, ORIGIN, RouteBrowser } from './route-site.ts'
import type { ServerUnderTest } from './site.ts'

const NEXT = ' näxt "one\\" {5} '
const fields = (password: string, next: string, again = next) => ({ password, new_password: next, new_password_again: again })

describe('the route of the password', () => {
  let server: ServerUnderTest
  let gateway: ConfiguredGateway
  let config: Config

  const signedInAs = async (credentials: ServerUnderTest['alice']): Promise<RouteBrowser> => {
    const browser = new RouteBrowser()
    assert.equal((await browser.signIn(credentials)).status, 303)
    return browser
  }
  const reads = async (browser: RouteBrowser): Promise<number> => (await browser.ask('/api/mailboxes/INBOX/messages', { headers: { Accept: 'application/json' } })).status
  const refusalOf = async (browser: RouteBrowser, form: Readonly<Record<string, string>>) => {
    const answer = await browser.ask('/api/password', { form })
    const to = new URL(answer.headers.get('location') ?? '', ORIGIN)
    assert.deepEqual([answer.status, to.pathname], [303, '/password'])
    const failed = failedForm(to.searchParams.get('failed') ?? '')
    assert.deepEqual(Object.keys(failed?.fields ?? {}), [], 'no password is kept for the page')
    return failed?.refusal?.name
  }

  before(async () => {
    server = await startEmbedded()
    gateway = await configureGateway(server, (loaded) => (config = loaded))
  })
  after(async () => {
    await gateway.end()
    await server.stop()
  })

  test('whoever proves the present one goes on with the new one, and nobody else does', async () => {
    const [here, elsewhere, bob] = [await signedInAs(server.alice), await signedInAs(server.alice), await signedInAs(server.bob)]
    assert.equal(await reads(elsewhere), 200)
    const answer = await here.ask('/api/password', { form: fields(server.alice.password, NEXT) })
    const to = new URL(answer.headers.get('location') ?? '', ORIGIN)
    assert.deepEqual([answer.status, to.pathname, notice(to.searchParams.get('notice') ?? '')], [303, '/password', 'Your password is changed. You are signed out everywhere else.'])
    assert.equal(await reads(here), 200, 'this session goes on, over new connections')
    assert.equal(await reads(elsewhere), 401, 'the other one has ended')
    assert.equal(await reads(bob), 200, 'other people stay')
    assert.match((await new RouteBrowser().signIn(server.alice)).headers.get('location') ?? '', /failed=/, 'the old one opens nothing')
    await signedInAs({ user: server.alice.user, password: NEXT })
    const back = await here.ask('/api/password', { json: fields(NEXT, server.alice.password) })
    assert.equal(back.status, 204)
    assert.equal(await reads(here), 200)
    for (const line of gateway.logged) for (const secret of [NEXT.trim(), server.alice.password.trim(), JSON.stringify(NEXT).slice(2, -2)]) assert.ok(!line.includes(secret), line)
  })

  test('a page that listens for news begins anew, with the new one', async () => {
    const here = await signedInAs(server.alice)
    const stream = await here.ask('/api/events?mailbox=INBOX')
    assert.equal(stream.status, 200)
    assert.equal((await here.ask('/api/password', { json: fields(server.alice.password, NEXT) })).status, 204)
    assert.match(await stream.text(), /^retry: 2000/, 'it has come to its end')
    const { watches } = await import('#lib/http/wiring.ts')
    assert.equal(watches().count, 0)
    assert.equal((await here.ask('/api/password', { json: fields(NEXT, server.alice.password) })).status, 204)
  })

  test('what is no good is refused with its reason, and nothing is changed', async () => {
    const bob = await signedInAs(server.bob)
    const { password } = server.bob
    assert.equal(await refusalOf(bob, fields(password, 'long enough', 'long enough!')), 'password-differs')
    assert.equal(await refusalOf(bob, fields(password, 'short')), 'password-short')
    assert.equal(await refusalOf(bob, fields(password, password)), 'password-same')
    assert.equal(await refusalOf(bob, fields('wrong', 'long enough')), 'password-wrong')
    assert.equal(await reads(bob), 200)
    await signedInAs(server.bob)
    const told = await bob.ask('/api/password', { json: fields('wrong', 'long enough') })
    assert.deepEqual([told.status, ((await told.json()) as { sentence: string }).sentence.trim()], [422, 'This is not your present password. Nothing was changed.'])
  })

  test('a forged form changes nothing: the token and the origin are asked first', async () => {
    const bob = await signedInAs(server.bob)
    bob.says = { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site' }
    assert.equal((await bob.ask('/api/password', { form: fields(server.bob.password, 'long enough') })).status, 403)
    bob.says = {}
    assert.equal((await bob.ask('/api/password', { form: { ...fields(server.bob.password, 'long enough'), token: 'forged' } })).status, 403)
    assert.match((await new RouteBrowser().ask('/api/password', { form: fields(server.bob.password, 'long enough') })).headers.get('location') ?? '', /^\/sign-in/)
    await signedInAs(server.bob)
  })

  test('who guesses is stopped, with the right one, too', async () => {
    const bob = await signedInAs(server.bob)
    const told: (string | undefined)[] = []
    for (let time = 0; time < 12; time++) told.push(await refusalOf(bob, fields(`guess ${time}`, 'long enough')))
    assert.equal(told.at(0), 'password-wrong')
    assert.equal(told.at(-1), 'password-tries')
    assert.equal(await refusalOf(bob, fields(server.bob.password, 'long enough')), 'password-tries')
    assert.equal(await reads(bob), 200)
  })

  test('where the module is off there is no route', async () => {
    const [first, ...others] = config.sites
    const alice = await signedInAs(server.alice)
    setProcessSingleton('config', { ...config, sites: [{ ...first, modules: { ...first.modules, password: false } }, ...others] })
    try {
      assert.equal((await alice.ask('/api/password', { form: fields(server.alice.password, 'long enough') })).status, 404)
    } finally {
      setProcessSingleton('config', config)
    }
  })
})
