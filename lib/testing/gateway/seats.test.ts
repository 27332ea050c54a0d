import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type ConfiguredGateway, configureGateway } from './route-site.ts'
import { SeatedBrowser } from './seated-browser.ts'
import { startEmbedded } from './embedded-server.ts'
import { GatewaySite, letter, put, type ServerUnderTest } from './site.ts'
import { makeFormToken } from '#lib/http/request/same-origin.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { writeMessageId } from '#lib/mail/message-ref.ts'
import type { KeptAccount } from '#lib/mail/sites/kept-account.ts'

const json = { headers: { Accept: 'application/json' } }

describe('several accounts in one browser', () => {
  let server: ServerUnderTest
  let site: GatewaySite
  let gateway: ConfiguredGateway
  before(async () => {
    server = await startEmbedded()
    gateway = await configureGateway(server)
    site = new GatewaySite(server.address)
  })
  after(async () => {
    await gateway.end()
    site.close()
    await server.stop()
  })

  /** Alice at the first seat, Bob at the second. */
  async function both(): Promise<SeatedBrowser> {
    const browser = new SeatedBrowser()
    await browser.at(0, '/api/session', { form: { ...server.alice } })
    assert.equal((await browser.at(1, '/api/session', { form: { ...server.bob } })).headers.get('location'), '/~1/mailboxes/INBOX')
    return browser
  }
  const userAt = async (browser: SeatedBrowser, seat: number) => (await browser.see(seat, async () => (await import('#lib/http/wiring.ts')).currentSession()))?.user
  const menu = async (browser: SeatedBrowser, seat: number) => {
    const [{ accountsHere }, { requireSession }] = await Promise.all([import('#lib/http/seats/accounts-here.ts'), import('#lib/http/wiring.ts')])
    return browser.see(seat, async () => accountsHere(await requireSession('/')))
  }
  const keep = (browser: SeatedBrowser, seat: number, accounts: readonly Partial<KeptAccount>[]) => browser.at(seat, '/api/preferences', { json: { changes: [{ name: 'accounts', value: accounts }] } })

  test('each seat has a cookie, a session and a mailbox of its own', async () => {
    const browser = await both()
    assert.deepEqual([...browser.jar.keys()], ['postern', 'postern-1'])
    assert.deepEqual([await userAt(browser, 0), await userAt(browser, 1), await userAt(browser, 2)], [server.alice.user, server.bob.user, undefined])
    const ref = await put(site.connections(server.bob), 'INBOX', letter({ From: 'Eve <eve@example.test>', Subject: 'For Bob' }, 'text'))
    const path = `/api/mailboxes/INBOX/messages/${writeMessageId(ref)}`
    assert.deepEqual([(await browser.at(0, path, json)).status, (await browser.at(1, path, json)).status, (await browser.at(2, path, json)).status], [404, 200, 401])
    const listed = (await (await browser.at(1, '/api/mailboxes', json)).json()) as readonly MailboxSummary[]
    assert.equal(listed.find(({ name }) => name === 'INBOX')?.messages, 1)
  })

  test('every address of a seat’s pages and answers is its own', async () => {
    const browser = await both()
    const { loadMailScreen } = await import('../../../app/(mail)/load-mail-screen.ts')
    const screen = await browser.see(1, () => loadMailScreen({ mailbox: 'INBOX', query: {}, show: {} }, {}))
    assert.deepEqual([screen.site.base, screen.site.address, screen.site.help.mailbox?.startsWith('/~1/help/')], ['/~1', 'bob@localhost', true])
    const begun = await browser.at(1, '/api/compositions', { form: { kind: 'new' } })
    assert.match(begun.headers.get('location') ?? '', /^\/~1\/compose\//)
    assert.equal((await browser.at(2, '/api/compositions', { form: { kind: 'new' } })).headers.get('location')?.split('?')[0], '/~2/sign-in')
    const page = await browser.at(2, '/api/mailboxes', { method: 'GET' })
    assert.equal(page.headers.get('location'), '/~2/sign-in')
  })

  test('a form of one seat is none of another', async () => {
    const browser = await both()
    browser.says = {}
    const { sessionOf } = await import('#lib/http/wiring.ts')
    const idAt = (seat: number) => browser.see(seat, async () => (await sessionOf(new Request('http://x/', { headers: { Cookie: browser.cookie } })))?.id ?? '')
    const postWith = async (seat: number, id: string) => (await browser.at(seat, '/api/compositions', { form: { kind: 'new', token: makeFormToken(id) } })).status
    const [ofAlice, ofBob] = [await idAt(0), await idAt(1)]
    assert.deepEqual([await postWith(0, ofAlice), await postWith(1, ofBob)], [303, 303])
    assert.deepEqual([await postWith(0, ofBob), await postWith(1, ofAlice), await postWith(2, ofAlice)], [403, 403, 303])
    assert.deepEqual((await browser.at(2, '/api/compositions', { form: { kind: 'new', token: makeFormToken(ofAlice) } })).headers.get('location')?.split('?')[0], '/~2/sign-in')
  })

  test('signing out of one leaves the others, and their text in the window; signing out of all leaves none', async () => {
    const browser = await both()
    const bobsCookie = browser.jar.get('postern-1') ?? ''
    const one = await browser.at(1, '/api/session/end', { form: {} })
    assert.deepEqual([one.headers.get('location')?.split('?')[0], one.headers.get('clear-site-data')], ['/~1/sign-in', '"cache"'])
    assert.deepEqual([[...browser.jar.keys()], await userAt(browser, 0)], [['postern'], server.alice.user])
    browser.jar.set('postern-1', bobsCookie)
    assert.equal(await userAt(browser, 1), undefined, 'the session has ended, not only its cookie')
    await browser.at(1, '/api/session', { form: { ...server.bob } })
    const kept = new Map(browser.jar)
    const all = await browser.at(1, '/api/session/end', { form: { accounts: 'all' } })
    assert.deepEqual([all.headers.get('location')?.split('?')[0], all.headers.get('clear-site-data'), browser.jar.size], ['/sign-in', '"cache", "storage"', 0])
    for (const [name, value] of kept) browser.jar.set(name, value)
    assert.deepEqual([await userAt(browser, 0), await userAt(browser, 1)], [undefined, undefined])
  })

  test('who is signed in already is led to the seat where that is', async () => {
    const browser = await both()
    const before = new Map(browser.jar)
    const again = await browser.at(2, '/api/session', { form: { ...server.alice } })
    assert.deepEqual([again.headers.get('location'), again.headers.getSetCookie(), browser.jar], ['/mailboxes/INBOX', [], before])
    const wrong = await browser.at(2, '/api/session', { form: { ...server.alice, password: 'wrong' } })
    assert.equal(wrong.headers.get('location')?.split('?')[0], '/~2/sign-in', 'not without the password')
    assert.equal((await browser.at(1, '/api/session', { form: { ...server.bob } })).headers.get('location'), '/~1/mailboxes/INBOX', 'at the same seat as ever')
  })

  test('the menu says who is here, and offers whom one keeps', async () => {
    const browser = await both()
    await keep(browser, 0, [{ title: 'The office', user: 'office' }, { title: 'Bob', user: server.bob.user }, { user: 'far', host: 'imap.far.test' }, { user: 'near', host: 'imap.near.test', port: '1143', security: 'starttls' }])
    assert.deepEqual(await menu(browser, 0), {
      signedIn: [{ address: 'alice@localhost', url: '/', isCurrent: true }, { address: 'bob@localhost', url: '/~1/', isCurrent: false }],
      kept: [{ title: 'The office', url: '/~2/sign-in?account=0.0' }, { title: 'far', url: '/~2/sign-in?account=0.2' }, { title: 'near', url: '/~2/sign-in?account=0.3' }],
      addUrl: '/~2/sign-in',
      keepUrl: '/settings/accounts',
    })
    assert.deepEqual((await menu(browser, 1))?.kept, [], 'what alice keeps is hers')
    const { accountToEnter } = await import('#lib/http/seats/accounts-here.ts')
    const entered = (seat: number, name: string) => browser.see(seat, () => accountToEnter(name))
    assert.deepEqual(await entered(2, '0.2'), { title: '', user: 'far', host: 'imap.far.test', port: '993', security: 'tls' })
    assert.deepEqual(await entered(2, '0.3'), { title: '', user: 'near', host: 'imap.near.test', port: '1143', security: 'starttls' })
    for (const name of ['0.9', '1.0', '2.0', '9.0', '0', 'x', '0.2.1']) assert.equal(await entered(2, name), undefined, name)
    assert.equal(await new SeatedBrowser().see(0, () => accountToEnter('0.0')), undefined, 'nobody’s list is for strangers')
    await keep(browser, 0, [])
  })

  test('one who is here can be kept, once', async () => {
    const browser = await both()
    const { accountsToKeep } = await import('#lib/http/seats/accounts-here.ts')
    const { requireSession } = await import('#lib/http/wiring.ts')
    const offered = () => browser.see(0, async () => accountsToKeep(await requireSession('/')))
    const bob = { title: 'bob@localhost', user: server.bob.user, host: '', port: '', security: '' }
    assert.deepEqual(await offered(), [bob])
    await keep(browser, 0, [bob])
    assert.deepEqual(await offered(), [])
    await keep(browser, 0, [])
  })

  test('there are four seats, and on a computer of others one', async () => {
    const browser = await both()
    const { ALL_SEATS } = await import('#lib/api/seats.ts')
    const { sessions } = await import('#lib/http/wiring.ts')
    const open = await sessions()
    for (const seat of ALL_SEATS.slice(2)) {
      assert.equal((await menu(browser, 0))?.addUrl, `/~${seat}/sign-in`)
      const { cookie } = await open.begin({ account: JSON.stringify(['default', 'x.test', 993, `u${seat}`]), address: `u${seat}@x.test`, imap: server.address, smtp: server.address, credentials: { user: `u${seat}`, password: 'x' }, onPublicComputer: false })
      browser.jar.set(`postern-${seat}`, cookie)
    }
    const full = await menu(browser, 0)
    assert.deepEqual([full?.addUrl, full?.signedIn.length], [undefined, 4])
    const shared = new SeatedBrowser()
    await shared.at(0, '/api/session', { form: { ...server.alice, public: '1' } })
    assert.deepEqual([(await menu(shared, 0))?.addUrl, (await menu(shared, 0))?.kept], [undefined, []])
  })

  test('without the module, and on a public terminal, there is no menu, and nobody else is known', async () => {
    const browser = await both()
    const { setProcessSingleton } = await import('#lib/http/process-singleton.ts')
    const { config } = await import('#lib/http/wiring.ts')
    const usual = config()
    const [first] = usual.sites
    const { seatedHere } = await import('#lib/http/seats/seated.ts')
    for (const changed of [{ ...first, modules: { ...first.modules, accounts: false } }, { ...first, session: { ...first.session, publicComputer: 'always' as const } }]) {
      setProcessSingleton('config', { ...usual, sites: [changed] })
      assert.deepEqual([await menu(browser, 0), await browser.see(0, seatedHere)], [undefined, []])
    }
    setProcessSingleton('config', usual)
    assert.equal((await browser.see(0, seatedHere)).length, 2)
  })
})
