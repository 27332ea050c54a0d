import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Config } from '#lib/config/config.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { writeMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import { startEmbedded } from './embedded-server.ts'
import { type ConfiguredGateway, configureGateway } from './route-site.ts'
import { SeatedBrowser } from './seated-browser.ts'
import { GatewaySite, index, letter, put } from './site.ts'

const json = { headers: { Accept: 'application/json' } }
const CAROL = { user: 'carol', password: 'postern-carol' }

describe('an administrator who reads somebody’s mail to help', () => {
  let server: Awaited<ReturnType<typeof startEmbedded>>
  let site: GatewaySite
  let gateway: ConfiguredGateway
  let ref: MessageRef
  before(async () => {
    // Both administer; the mail server lets alice alone act for others.
    server = await startEmbedded({ serviceAccounts: ['alice'] })
    gateway = await configureGateway(server, (loaded): Config => ({ ...loaded, sites: [{ ...loaded.sites[0], admins: ['alice', 'carol'] }] }))
    site = new GatewaySite(server.address)
    ref = await put(site.connections(server.bob), 'INBOX', letter({ From: 'Eve <eve@example.test>', Subject: 'For Bob', 'Disposition-Notification-To': 'eve@example.test' }, 'text'))
  })
  after(async () => {
    await gateway.end()
    site.close()
    await server.stop()
  })

  async function signedIn(form: { readonly user: string; readonly password: string }): Promise<SeatedBrowser> {
    const browser = new SeatedBrowser()
    assert.equal((await browser.at(0, '/api/session', { form: { ...form } })).status, 303)
    return browser
  }
  const help = (browser: SeatedBrowser, user: string) => browser.at(0, '/api/admin/support', { form: { user } })
  async function helping(user = 'bob'): Promise<SeatedBrowser> {
    const browser = await signedIn(server.alice)
    const answer = await help(browser, user)
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/~1/mailboxes/INBOX'])
    return browser
  }
  const sessionAt = async (browser: SeatedBrowser, seat: number): Promise<SignedIn> => (await browser.see(seat, async () => (await import('#lib/http/wiring.ts')).currentSession())) ?? assert.fail()
  const visits = async (browser: SeatedBrowser) => (await import('#lib/http/admin/support.ts')).supportVisitsTo(await sessionAt(browser, 0))
  const flagsOf = async () => (await index(site.connections(server.bob), 'INBOX')).messages.map(({ seen, flagged }) => ({ seen, flagged }))

  test('reads it at a seat of its own, and nothing of it changes', async () => {
    const browser = await helping()
    const session = await sessionAt(browser, 1)
    assert.deepEqual([session.user, session.support, session.onPublicComputer, (await sessionAt(browser, 0)).user], ['bob', 'alice', true, 'alice'])
    const list = (await (await browser.at(1, '/api/mailboxes/INBOX/messages', json)).json()) as { messages: readonly { subject: string }[]; writable: boolean }
    assert.deepEqual([list.messages.map(({ subject }) => subject), list.writable], [['For Bob'], false], 'a mailbox that is only read offers no actions')
    assert.equal((await browser.at(1, `/api/mailboxes/INBOX/messages/${writeMessageId(ref)}`, json)).status, 200)
    const { openMessage } = await import('#lib/gateway/open-message.ts')
    const { connectionsOf } = await import('#lib/http/wiring.ts')
    await openMessage(connectionsOf(session), ref, { markSeen: true, prefer: undefined })
    await connectionsOf(session).use('INBOX', (client) => client.messageFlagsAdd('1:*', ['\\Flagged'])).catch(() => undefined)
    assert.deepEqual(await flagsOf(), [{ seen: false, flagged: false }])
  })

  test('nothing that changes anything is let through, nor anything but mail', async () => {
    const browser = await helping()
    const message = `/api/mailboxes/INBOX/messages/${writeMessageId(ref)}`
    for (const path of ['/api/compositions', '/api/preferences', '/api/program-passwords', '/api/password', '/api/admin/announcements', '/api/admin/support', '/api/mailboxes', '/api/mailboxes/INBOX/messages', `${message}/receipt`, '/api/keys']) {
      const answer = await browser.at(1, path, { json: {} })
      assert.deepEqual([answer.status, ((await answer.json()) as { failure: string }).failure], [422, 'refused'], path)
    }
    const { begun } = { begun: await (await signedIn(server.bob)).at(0, '/api/compositions', { json: {} }) }
    const own = new URL(begun.headers.get('location') ?? '/', 'http://x').pathname.split('/').at(-1) || ((await begun.json()) as { id: string }).id
    assert.equal((await browser.at(1, `/api/compositions/${own}`, { form: { intent: 'send', to: 'eve@example.test', body: 'forged' } })).status, 303, 'a form comes back to its page')
    const written = await browser.at(1, `/api/compositions/${own}`, { form: { intent: 'save', body: 'forged' }, headers: { Accept: 'application/json', 'X-Postern': '1' } })
    assert.deepEqual([written.status, ((await written.json()) as { failure: string }).failure], [422, 'refused'])
    const shared = new FormData()
    shared.set('text', 'forged')
    const handed = await browser.at(1, '/api/shares', { upload: shared, headers: { 'X-Postern': '1', Accept: 'application/json' } })
    assert.deepEqual([handed.status, ((await handed.json()) as { failure: string }).failure], [422, 'refused'])
    for (const path of ['/api/preferences/file', '/api/address-books', '/api/admin/traces']) assert.equal((await browser.at(1, path, json)).status, 422, path)
    const { requireSession } = await import('#lib/http/wiring.ts')
    assert.equal((await browser.see(1, () => requireSession('/~1/mailboxes/INBOX'))).user, 'bob')
    for (const page of ['/~1/settings', '/~1/compose', '/~1/mailboxes', '/~1/program-passwords', '/~1/admin']) await assert.rejects(browser.see(1, () => requireSession(page)), /NEXT_REDIRECT/, page)
    assert.deepEqual(await flagsOf(), [{ seen: false, flagged: false }])
  })

  test('that person is told who was there and when, while it lasts and afterwards, and can put it away', async () => {
    const bob = await signedIn(server.bob)
    const before = (await visits(bob)).length
    const browser = await helping('BOB')
    const [visit] = await visits(bob)
    assert.deepEqual([(await visits(bob)).length, visit?.by, visit?.isOpen], [before + 1, 'alice', true])
    assert.ok(Math.abs((visit?.begunAt ?? 0) - Date.now()) < 60_000)
    const { supportNews } = await import('#lib/http/admin/support.ts')
    assert.deepEqual(await supportNews(await sessionAt(browser, 1), null), [], 'not the administrator')
    assert.deepEqual(await visits(browser), [], 'nor whoever else is signed in')
    const left = await browser.at(1, '/api/session/end', { form: {} })
    assert.deepEqual([left.status, left.headers.get('location')], [303, '/'])
    assert.deepEqual([...browser.jar.keys()], ['postern'])
    assert.deepEqual((await visits(bob)).map(({ isOpen }) => isOpen)[0], false)
    await bob.at(0, '/api/alert', { form: { alert: visit?.id ?? '' } })
    const cookies = [...bob.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    assert.ok(!(await supportNews(await sessionAt(bob, 0), cookies)).some(({ id }) => id === visit?.id))
    const log = gateway.logged.join('')
    assert.match(log, /"did":"support-begun","who":"alice","site":"default".*"person":"BOB","ofSite":"default"/)
    assert.match(log, /"did":"support-ended","who":"alice","site":"default".*"person":"BOB"/)
    assert.match(server.logged.join(''), /"did":"acted-for",.*"by":"alice","account":"bob"|"did":"acted-for","by":"alice","account":"bob"/)
    assert.ok(!log.includes(JSON.stringify(server.alice.password).slice(1, -1)))
  })

  test('only administrators whom the mail server lets may, and never one of their own mail', async () => {
    const bob = await signedIn(server.bob)
    assert.equal((await help(bob, 'alice')).status, 404)
    const ask = async (browser: SeatedBrowser, user: string) => {
      const answer = await browser.at(0, '/api/admin/support', { json: { user } })
      return [answer.status, ((await answer.json()) as { sentence?: string }).sentence ?? '']
    }
    const carol = await signedIn(CAROL)
    const [status, sentence] = await ask(carol, 'bob')
    assert.deepEqual([status, /does not open the mail of bob for you/.test(String(sentence))], [422, true])
    assert.match(gateway.logged.join(''), /"did":"support-refused","who":"carol"/)
    const alice = await signedIn(server.alice)
    assert.equal((await ask(alice, 'nobody-here'))[0], 422)
    for (const own of ['alice', 'Alice', '', 'x'.repeat(321), 'a\nb']) assert.equal((await ask(alice, own))[0], 400, own)
    assert.deepEqual([...alice.jar.keys()], ['postern'])
    alice.says = { Origin: 'https://evil.test' }
    assert.equal((await help(alice, 'bob')).status, 403)
  })

  test('who reads an administrator’s mail administers nothing, and one browser holds so many', async () => {
    const browser = await helping('carol')
    const { administratorOf } = await import('#lib/http/admin/administrator.ts')
    assert.equal(administratorOf(await sessionAt(browser, 1)), undefined)
    assert.deepEqual([(await help(browser, 'bob')).status, (await help(browser, 'bob')).status], [303, 303])
    const full = await browser.at(0, '/api/admin/support', { json: { user: 'bob' } })
    assert.deepEqual([full.status, /one more account/.test(((await full.json()) as { sentence: string }).sentence)], [422, true])
  })
})
