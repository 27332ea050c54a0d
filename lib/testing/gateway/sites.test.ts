import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type ConfiguredGateway, configureGateway, RouteBrowser } from './route-site.ts'
import { startEmbedded } from './embedded-server.ts'
import type { ServerUnderTest } from './site.ts'
import type { Config } from '#lib/config/config.ts'
import type { GroupConfig, SiteConfig } from '#lib/config/sites/site-config.ts'
import { setProcessSingleton } from '#lib/http/process-singleton.ts'
import { readCookie } from '#lib/session/cookies.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'

const NOWHERE = { host: '127.0.0.1', port: 1, tls: 'none', verify: false } as const

describe('several sites behind one gateway', () => {
  let server: ServerUnderTest
  let gateway: ConfiguredGateway
  let config: Config
  const wiring = () => import('#lib/http/wiring.ts')
  const change = (make: (config: Config) => Config): void => setProcessSingleton('config', make(config))

  before(async () => {
    server = await startEmbedded()
    gateway = await configureGateway(server, (loaded) => {
      const [first] = loaded.sites
      const locked = { ...first.servers, freeChoice: false }
      const lab: SiteConfig = { ...first, name: 'lab', path: 'l', servers: locked, modules: { ...first.modules, manage: false }, admins: ['alice'], limits: { ...first.limits, pageSize: 10 } }
      const away: SiteConfig = { ...first, name: 'away', path: 'away', servers: { ...locked, imap: NOWHERE }, groups: ['travellers'] }
      const group: GroupConfig = { name: 'travellers', members: ['bob'], motd: '', links: [], defaults: {}, locks: {}, hidden: [] }
      config = { ...loaded, sites: [first, lab, away], groups: [group, { ...group, name: 'readers', members: ['alice'], site: 'lab' }] }
      return config
    })
  })
  after(async () => {
    await gateway.end()
    await server.stop()
  })

  /** Signs in as the front would hand it on from that site. */
  async function signedIn(site: string, form: Record<string, string>): Promise<{ status: number; location: string; browser: RouteBrowser; session: SignedIn | undefined }> {
    const browser = new RouteBrowser()
    const answer = await browser.ask('/api/session', { form, headers: { 'x-postern-site': site } })
    const session = await (await (await wiring()).sessions()).find(readCookie(browser.cookie, 'postern'))
    return { status: answer.status, location: answer.headers.get('location') ?? '', browser, session }
  }

  test('the account of a session says which site it is on: the same name on another is somebody else', async () => {
    const [here, there] = [await signedIn('default', { ...server.alice }), await signedIn('lab', { ...server.alice })]
    assert.deepEqual([here.status, there.status], [303, 303])
    assert.ok(here.session && there.session)
    assert.deepEqual([here.session, there.session].map(({ account }) => (JSON.parse(account) as string[])[0]), ['default', 'lab'])
    const { groupsOf, isAdmin } = await wiring()
    assert.deepEqual([here.session, there.session].map((session) => [groupsOf(session).map(({ name }) => name), isAdmin(session)]), [[[], false], [['readers'], true]])
  })

  test('where the server is locked a forged one is not even looked at', async () => {
    const forged = { ...server.alice, host: '169.254.169.254', port: '993', security: 'tls' }
    const { status, session } = await signedIn('lab', forged)
    assert.deepEqual([status, session?.imap.port], [303, server.address.port])
    assert.match((await signedIn('default', forged)).location, /failed=/, 'where people may choose it is refused in words')
  })

  test('a group leads its members to their site, and nobody who names a server', async () => {
    assert.match((await signedIn('default', { ...server.bob })).location, /failed=/, 'their site’s server is away')
    assert.match((await signedIn('default', { ...server.bob, host: server.address.host, port: String(server.address.port), security: 'none' })).location, /failed=/, 'the site’s own server is no choice')
    assert.equal((await signedIn('default', { ...server.alice })).status, 303)
  })

  test('a module that is off has no route, on its site alone', async () => {
    const [here, there] = [await signedIn('default', { ...server.alice }), await signedIn('lab', { ...server.alice })]
    const make = (browser: RouteBrowser) => browser.ask('/api/mailboxes', { json: { name: 'Made here' } })
    assert.deepEqual([(await make(there.browser)).status, (await make(here.browser)).status], [404, 201])
    for (const path of ['/api/mailboxes/INBOX/rename', '/api/mailboxes/INBOX/delete']) assert.equal((await there.browser.ask(path, { json: { name: 'x' } })).status, 404, path)
    assert.equal((await there.browser.ask('/api/mailboxes', { headers: { Accept: 'application/json' } })).status, 200)
  })

  test('a path sets the cookie of its site and leads to the sign-in page', async () => {
    const to = (path: string, browser = new RouteBrowser()) => browser.ask(`/site/${path}`)
    const chosen = await to('l')
    assert.deepEqual([chosen.status, chosen.headers.get('location'), chosen.headers.getSetCookie()], [303, '/sign-in', ['postern-site=lab; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000']])
    assert.match((await to('default')).headers.getSetCookie()[0] ?? '', /^postern-site=; .*Max-Age=0$/)
    for (const path of ['lab', 'gone', 'x'.repeat(90)]) assert.deepEqual([(await to(path)).status, (await to(path)).headers.getSetCookie()], [404, []], path)
    const { browser } = await signedIn('default', { ...server.alice })
    assert.equal((await to('l', browser)).headers.get('location'), '/', 'whoever is signed in stays where they are')
  })

  test('a site that a reload has taken away has no sessions any more', async () => {
    const { browser } = await signedIn('lab', { ...server.alice })
    const index = async () => browser.ask('/api/mailboxes/INBOX/messages', { headers: { Accept: 'application/json' } })
    const { config: current, siteOf } = await wiring()
    assert.equal(siteOf(new Request('http://x/', { headers: { 'x-postern-site': 'lab' } })).limits.pageSize, 10)
    assert.equal((await index()).status, 200)
    change(({ sites: [first], ...others }) => ({ ...others, sites: [first] }))
    assert.equal((await index()).status, 401)
    assert.equal(current().sites.length, 1)
    change((whole) => whole)
  })
})
