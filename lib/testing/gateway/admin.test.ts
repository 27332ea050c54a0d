import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { configureGateway, RouteBrowser } from './route-site.ts'
import { startEmbedded } from './embedded-server.ts'
import type { ServerUnderTest } from './site.ts'
import type { Config } from '#lib/config/config.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { notice } from '#lib/http/failed-forms.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'

describe('the routes of administrators', () => {
  let server: ServerUnderTest
  let gateway: Awaited<ReturnType<typeof configureGateway>>
  const wiring = () => import('#lib/http/wiring.ts')

  before(async () => {
    server = await startEmbedded()
    gateway = await configureGateway(server, (loaded): Config => {
      const [first] = loaded.sites
      const lab: SiteConfig = { ...first, name: 'lab', title: 'Lab', path: 'lab', admins: ['bob'] }
      return { ...loaded, sites: [{ ...first, admins: ['alice'] }, lab] }
    })
  })
  after(async () => {
    const { pool, sessions } = await wiring()
    pool().closeAll()
    await (await sessions()).close()
    await server.stop()
    await gateway.remove()
  })

  async function signedIn(site: string, form: Credentials): Promise<RouteBrowser> {
    const browser = new RouteBrowser()
    assert.equal((await browser.ask('/api/session', { form: { ...form }, headers: { 'x-postern-site': site } })).status, 303)
    return browser
  }

  const isIn = async (browser: RouteBrowser): Promise<boolean> => (await browser.ask('/api/mailboxes', { headers: { Accept: 'application/json' } })).status === 200

  /** What the administrator's page would name somebody by. */
  async function refOf(site: string, { user }: Credentials): Promise<string> {
    const { personRef } = await import('#lib/gateway/admin/signed-in-people.ts')
    const found = (await (await (await wiring()).sessions()).list()).find(({ account }) => account.startsWith(JSON.stringify([site]).slice(0, -1)) && account.endsWith(`${JSON.stringify(user)}]`))
    return personRef(found?.account ?? '')
  }

  const signOut = (browser: RouteBrowser, person: string, more: Record<string, string> = {}) => browser.ask('/api/admin/people/sign-out', { form: { person, confirm: 'yes', return: '/admin/people', ...more } })

  test('an administrator of the default site signs anybody out, on every device, and the log says who did it', async () => {
    const [admin, here, there] = [await signedIn('default', server.alice), await signedIn('lab', server.bob), await signedIn('lab', server.bob)]
    const answer = await signOut(admin, await refOf('lab', server.bob))
    const location = new URL(answer.headers.get('location') ?? '', 'http://x')
    assert.deepEqual([answer.status, location.pathname], [303, '/admin/people'])
    assert.match(notice(location.searchParams.get('notice') ?? '') ?? '', /^bob is signed out: 2 sessions were ended\.$/)
    assert.deepEqual([await isIn(here), await isIn(there), await isIn(admin)], [false, false, true])
    const line = gateway.logged.find((each) => each.includes('"did":"sign-out"')) ?? ''
    assert.match(line, /"by":"alice".*"user":"bob","site":"lab","sessions":2/)
    assert.ok(!line.includes(server.alice.password))
  })

  test('an administrator of one site is none on another, and does not reach its people', async () => {
    const [ofLab, stranger, target] = [await signedIn('lab', server.bob), await signedIn('default', server.bob), await signedIn('default', server.alice)]
    const person = await refOf('default', server.alice)
    const answer = await signOut(ofLab, person)
    assert.match(notice(new URL(answer.headers.get('location') ?? '', 'http://x').searchParams.get('notice') ?? '') ?? '', /not signed in any more/)
    assert.equal((await ofLab.ask('/api/admin/people/sign-out', { json: { person, confirm: 'yes' } })).status, 404)
    assert.equal((await signOut(stranger, person)).status, 404, 'bob is an administrator of the lab only')
    assert.equal(await isIn(target), true)
    const guest = await signedIn('lab', server.alice)
    assert.equal((await signOut(guest, await refOf('lab', server.bob))).status, 404, 'alice is one of the default site only, which this session is not of')
    assert.equal(await isIn(ofLab), true)
    assert.equal((await ofLab.ask('/api/admin/people/sign-out', { json: { person: await refOf('lab', server.alice), confirm: 'yes' } })).status, 200)
    assert.equal(await isIn(guest), false)
  })

  test('what is forged, unconfirmed or misshapen does nothing', async () => {
    const [admin, target] = [await signedIn('default', server.alice), await signedIn('lab', server.bob)]
    const person = await refOf('lab', server.bob)
    for (const says of [{ Origin: 'https://evil.test' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
      admin.says = says
      assert.equal((await signOut(admin, person)).status, 403, JSON.stringify(says))
    }
    admin.says = {}
    assert.equal((await signOut(admin, person, { token: 'forged' })).status, 403)
    admin.says = new RouteBrowser().says
    for (const json of [{ person }, { person, confirm: 'no' }, { person: 'x', confirm: 'yes' }, { person: ['a'], confirm: 'yes' }, {}]) {
      assert.equal((await admin.ask('/api/admin/people/sign-out', { json })).status, 400, JSON.stringify(json))
    }
    assert.equal((await new RouteBrowser().ask('/api/admin/people/sign-out', { json: { person, confirm: 'yes' } })).status, 401)
    assert.equal(await isIn(target), true)
  })

  test('whoever the configuration does not name any more administers nothing, at once', async () => {
    const admin = await signedIn('default', server.alice)
    const { config, isAdmin, sessionOf } = await wiring()
    const session = await sessionOf(new Request('http://x/', { headers: { Cookie: admin.cookie } }))
    assert.ok(session && isAdmin(session))
    const { setProcessSingleton } = await import('#lib/http/process-singleton.ts')
    const before = config()
    const [first, ...others] = before.sites
    setProcessSingleton('config', { ...before, sites: [{ ...first, admins: [] }, ...others] })
    assert.deepEqual([isAdmin(session), (await signOut(admin, await refOf('default', server.alice))).status], [false, 404])
    setProcessSingleton('config', before)
  })
})
