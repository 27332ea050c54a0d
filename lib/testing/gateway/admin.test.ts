import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type ConfiguredGateway, configureGateway, RouteBrowser } from './route-site.ts'
import { startEmbedded } from './embedded-server.ts'
import type { ServerUnderTest } from './site.ts'
import type { Config } from '#lib/config/config.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { notice } from '#lib/http/failed-forms.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'

describe('the routes of administrators', () => {
  let server: ServerUnderTest
  let gateway: ConfiguredGateway
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
    await (await import('#lib/http/admin/announcements.ts')).announcements().close()
    await gateway.end()
    await server.stop()
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
    const line = gateway.logged.find((each) => each.includes('"did":"person-signed-out"')) ?? ''
    assert.match(line, /"who":"alice","site":"default".*"person":"bob","ofSite":"lab","sessions":2/)
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

  const announce = (browser: RouteBrowser, json: Record<string, unknown>) => browser.ask('/api/admin/announcements', { json })

  test('an alert reaches whoever listens on its site, and can be put away until it changes', async () => {
    const [admin, ofLab, reader] = [await signedIn('default', server.alice), await signedIn('lab', server.bob), await signedIn('lab', server.alice)]
    const request = new AbortController()
    const stream = (await reader.ask('/api/events?only=announcements', { signal: request.signal })).body?.getReader()
    let told = ''
    const until = async (text: string): Promise<void> => {
      while (!told.includes(text)) {
        const { value, done } = (await stream?.read()) ?? { done: true }
        assert.ok(!done, `${text} in ${told}`)
        told += Buffer.from(value ?? []).toString()
      }
    }
    await until('"alerts":[]')
    assert.equal((await announce(ofLab, { site: 'lab', kind: 'alert', text: '  Disks are\r\n full ' })).status, 200)
    await until('"text":"Disks are full"')
    assert.equal((await announce(admin, { site: '*', kind: 'alert', text: 'Restart at noon' })).status, 200)
    await until('"text":"Restart at noon"')
    assert.ok(!told.includes('event: watching'), 'no mailbox is watched for it')
    request.abort()

    const { alertsOf } = await import('#lib/http/admin/announcements.ts')
    const { sessionOf } = await wiring()
    const seen = async (cookie = reader.cookie): Promise<readonly string[]> => {
      const session = await sessionOf(new Request('http://x/', { headers: { Cookie: cookie } }))
      assert.ok(session)
      return (await alertsOf(session, cookie)).map(({ text }) => text)
    }
    assert.deepEqual(await seen(), ['Restart at noon', 'Disks are full'])
    assert.deepEqual(await seen(admin.cookie), ['Restart at noon'], 'that of the lab is for the lab')
    const id = /"id":"([^"]{12})","text":"Disks are full"/.exec(told)?.[1] ?? ''
    const away = await new RouteBrowser().ask('/api/alert', { form: { alert: id }, headers: { Cookie: reader.cookie, Referer: 'http://127.0.0.1:3000/settings/reading?x=1' } })
    assert.deepEqual([away.status, away.headers.get('location')], [303, '/settings/reading?x=1'])
    const [put = ''] = (away.headers.getSetCookie()[0] ?? '').split(';')
    assert.deepEqual(await seen(`${reader.cookie}; ${put}`), ['Restart at noon'])
    assert.equal((await new RouteBrowser().ask('/api/alert', { form: { alert: id }, headers: { Cookie: reader.cookie, Referer: 'https://evil.test/settings' } })).headers.get('location'), '/')
    await announce(ofLab, { site: 'lab', kind: 'alert', text: 'Disks are empty' })
    assert.deepEqual(await seen(`${reader.cookie}; ${put}`), ['Restart at noon', 'Disks are empty'])
    for (const site of ['lab', '*']) await announce(admin, { site, kind: 'alert', text: '' })
    assert.deepEqual(await seen(), [])
    assert.match(gateway.logged.join(''), /"did":"announcement","who":"bob","site":"lab",.*"kind":"alert","forSite":"lab","text":"Disks are full"/)
  })

  test('an alert to one person is seen by them alone, on the sites of whoever said it, and its text is not logged', async () => {
    const [admin, ofLab, bob, other] = [await signedIn('default', server.alice), await signedIn('lab', server.bob), await signedIn('default', server.bob), await signedIn('lab', server.alice)]
    const { alertsOf, personalAlerts } = await import('#lib/http/admin/announcements.ts')
    const { administratorOf } = await import('#lib/http/admin/administrator.ts')
    const { sessionOf } = await wiring()
    const session = async (browser: RouteBrowser) => (await sessionOf(new Request('http://x/', { headers: { Cookie: browser.cookie } }))) ?? assert.fail()
    const seen = async (browser: RouteBrowser): Promise<readonly string[]> => (await alertsOf(await session(browser), browser.cookie)).map(({ text }) => text)
    assert.equal((await announce(admin, { site: '*', kind: 'person', user: ' BOB ', text: 'Call the\r\ndesk' })).status, 200)
    assert.deepEqual([await seen(bob), await seen(ofLab), await seen(admin), await seen(other)], [['Call the desk'], ['Call the desk'], [], []])
    for (const site of ['*', 'default']) assert.equal((await announce(ofLab, { site, kind: 'person', user: 'bob', text: '' })).status, 404)
    assert.equal((await announce(other, { site: 'lab', kind: 'person', user: 'bob', text: 'x' })).status, 404, 'who administers nothing')
    for (const wrong of [{ user: '' }, { user: 'x'.repeat(321) }, { user: 'a\nb' }, { text: 'x'.repeat(301) }, { text: 'a\u001b[2J' }]) assert.equal((await announce(admin, { site: '*', kind: 'person', user: 'bob', text: 'x', ...wrong })).status, 400, JSON.stringify(wrong))
    const known = administratorOf(await session(admin)) ?? assert.fail()
    assert.deepEqual([await personalAlerts(known), await personalAlerts(administratorOf(await session(ofLab)) ?? assert.fail())], [[{ site: '*', person: 'bob', text: 'Call the desk' }], []])
    // Who named the server themselves may be called anything.
    const stranger = { ...(await session(bob)), imap: { ...(await session(bob)).imap, allowed: ['public'] } } as const
    assert.deepEqual(await alertsOf(stranger, null), [])
    const taken = await admin.ask('/api/admin/announcements', { form: { site: '*', kind: 'person', user: 'bob', text: '', clear: 'yes' } })
    assert.match(notice(new URL(taken.headers.get('location') ?? '', 'http://x').searchParams.get('notice') ?? '') ?? '', /^bob has no alert of their own any more\.$/)
    assert.deepEqual(await seen(bob), [])
    const log = gateway.logged.join('')
    assert.match(log, /"did":"alert-to-person","who":"alice","site":"default",.*"person":"bob","ofSite":"\*","act":"show"/)
    assert.ok(!log.includes('Call the desk'))
  })

  test('a message of the day stands beside that of the configuration, and its text is not logged', async () => {
    const admin = await signedIn('default', server.alice)
    const answer = await admin.ask('/api/admin/announcements', { form: { site: 'lab', kind: 'motd', text: 'Heliotrope\r\nday' } })
    assert.match(notice(new URL(answer.headers.get('location') ?? '', 'http://x').searchParams.get('notice') ?? '') ?? '', /Lab is saved/)
    const { mottosOf } = await import('#lib/http/admin/announcements.ts')
    assert.deepEqual(await mottosOf({ name: 'lab', motd: 'Configured' }), ['Configured', 'Heliotrope\nday'])
    assert.deepEqual(await mottosOf({ name: 'default', motd: '' }), [''])
    assert.ok(!gateway.logged.join('').includes('Heliotrope'))
  })

  test('nobody announces what is not theirs to announce, and nothing that is no announcement', async () => {
    const [admin, ofLab, nobody] = [await signedIn('default', server.alice), await signedIn('lab', server.bob), await signedIn('lab', server.alice)]
    for (const site of ['default', '*']) assert.equal((await announce(ofLab, { site, kind: 'alert', text: 'Mine' })).status, 404, site)
    assert.equal((await announce(nobody, { site: 'lab', kind: 'alert', text: 'Mine' })).status, 404)
    assert.equal((await announce(admin, { site: 'gone', kind: 'alert', text: 'Mine' })).status, 404)
    assert.equal((await new RouteBrowser().ask('/api/admin/announcements', { json: { site: 'lab', kind: 'alert', text: 'Mine' } })).status, 401)
    for (const json of [{ site: 'lab', kind: 'alert', text: 'x'.repeat(301) }, { site: 'lab', kind: 'alert', text: 'a\u001b[2J' }, { site: 'lab', kind: 'motd', text: 'x'.repeat(4001) }, { site: 'lab', kind: 'other', text: '' }, { site: '../lab', kind: 'alert', text: '' }, { site: 'lab', kind: 'alert' }]) {
      assert.equal((await announce(admin, json)).status, 400, JSON.stringify(json).slice(0, 60))
    }
    admin.says = { Origin: 'https://evil.test' }
    assert.equal((await announce(admin, { site: 'lab', kind: 'alert', text: 'Forged' })).status, 403)
    const { announcements } = await import('#lib/http/admin/announcements.ts')
    assert.deepEqual([await announcements().alerts('lab'), await announcements().alerts('default')], [[], []])
    for (const alert of ['', 'x', 'a'.repeat(13), '../../../../']) assert.equal((await ofLab.ask('/api/alert', { json: { alert } })).status, 400)
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

  test('a trace is asked for, read and removed by administrators alone, each within their sites', async () => {
    const [all, lab, nobody] = [await signedIn('default', server.alice), await signedIn('lab', server.bob), await signedIn('lab', server.alice)]
    const list = async (browser: RouteBrowser) => (await (await browser.ask('/api/admin/traces', { headers: { Accept: 'application/json' } })).json()) as { id: string; user: string; octets: { gateway: number } }[]
    const begin = (browser: RouteBrowser, json: Record<string, unknown>) => browser.ask('/api/admin/traces', { json })
    const { id } = (await (await begin(lab, { user: 'Bob', minutes: 5 })).json()) as { id: string }
    assert.deepEqual([(await begin(nobody, { user: 'bob', minutes: 5 })).status, (await begin(all, { user: 'bob', minutes: 0 })).status, (await begin(all, { user: ' ', minutes: 5 })).status], [404, 400, 400])
    const { id: ofAll } = (await (await begin(all, { user: 'alice', minutes: 5 })).json()) as { id: string }
    assert.deepEqual([(await list(lab)).map((each) => each.id), (await list(all)).map((each) => each.id).toSorted()], [[id], [id, ofAll].toSorted()])
    const act = (browser: RouteBrowser, trace: string, what: string) => browser.ask(`/api/admin/traces/${trace}`, { json: { act: what } })
    const read = (browser: RouteBrowser, trace: string) => browser.ask(`/api/admin/traces/${trace}?side=gateway`)
    assert.deepEqual([(await act(lab, ofAll, 'remove')).status, (await read(lab, ofAll)).status, (await read(nobody, id)).status], [404, 404, 404])
    const { traceBook } = await import('#lib/http/sessions/traced-account.ts')
    await traceBook((await wiring()).config()).look()
    await isIn(await signedIn('lab', server.bob))
    await traceBook((await wiring()).config()).settled()
    const text = await (await read(lab, id)).text()
    assert.match(text, /imap \d+ C: \w+ LIST /)
    assert.ok(![server.bob.password, 'bob'].some((canary) => text.includes(canary)), text)
    assert.equal((await act(lab, id, 'end')).status, 200)
    const removed = await all.ask(`/api/admin/traces/${id}`, { form: { act: 'remove', return: '/admin/traces' } })
    assert.deepEqual([removed.status, (await list(lab)).length, (await read(lab, id)).status], [303, 0, 404])
    await act(all, ofAll, 'remove')
    const acts = gateway.logged.filter((line) => line.includes('"did":"trace-')).map((line) => /"did":"(\S+?)","who":"(\w+)"/.exec(line)?.slice(1).join(' '))
    assert.deepEqual(acts, ['trace-begun bob', 'trace-begun alice', 'trace-read bob', 'trace-ended bob', 'trace-removed alice', 'trace-removed alice'])
  })
})
