import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Config } from '#lib/config/config.ts'
import { introducing } from '#lib/config/sites/client-introduction.ts'
import { withServers } from '#lib/config/servers-in-the-box.ts'
import { setProcessSingleton } from '#lib/http/process-singleton.ts'
import { withClient } from '#lib/http/request/client-of-request.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { startImapFixture, type ImapFixture } from '../imap-fixture.ts'
import { type ConfiguredGateway, configureGateway, RouteBrowser } from './route-site.ts'

const ALICE = { user: 'alice', password: 'postern-alice' }

describe('the IMAP server hears from which address people come', () => {
  let fixture: ImapFixture
  let address: ServerAddress
  let gateway: ConfiguredGateway
  let config: Config
  before(async () => {
    fixture = await startImapFixture({ trustedGateways: ['127.0.0.0/8'] })
    address = { host: '127.0.0.1', port: fixture.port, tls: 'none', verify: false, introduces: 'id' }
    gateway = await configureGateway({ address, alice: ALICE, bob: ALICE, stop: () => fixture.close() }, (loaded) => (config = loaded))
  })
  after(async () => {
    await gateway.end()
    await fixture.close()
  })
  /** Where they came from who signed in, or tried to, while this ran; each with the gateway that said so. */
  const seenWhile = async (work: () => Promise<unknown>): Promise<readonly unknown[]> => {
    const from = fixture.logged.length
    await work()
    return fixture.logged.slice(from).map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ event }) => /^imap\.login/.test(String(event))).map(({ remote }) => remote)
  }
  const withoutConnections = async (): Promise<void> => (await import('#lib/http/wiring.ts')).pool().closeAll()

  test('the browser, at a sign-in that is refused and at one that is not', async () => {
    const browser = new RouteBrowser()
    assert.deepEqual(await seenWhile(() => withClient('203.0.113.77', () => browser.ask('/api/session', { json: { ...ALICE, password: 'wrong' } }))), ['203.0.113.77'])
    assert.deepEqual(await seenWhile(() => withClient('203.0.113.78', () => browser.signIn(ALICE))), ['203.0.113.78'])
    // The connection that is open is used again, whoever asks next: it stays that of whoever opened it.
    assert.deepEqual(await seenWhile(() => withClient('203.0.113.79', () => browser.ask('/api/mailboxes/INBOX/messages'))), [])
    await withoutConnections()
    assert.deepEqual(await seenWhile(() => withClient('203.0.113.79', () => browser.ask('/api/mailboxes/INBOX/messages'))), ['203.0.113.79'])
  })

  test('nobody, where the site says no more: of those who are signed in already, too', async () => {
    const browser = new RouteBrowser()
    await browser.signIn(ALICE)
    await withoutConnections()
    setProcessSingleton('config', withServers(config, (servers) => ({ ...servers, imap: introducing(servers.imap, 'none') })))
    assert.deepEqual(await seenWhile(() => withClient('203.0.113.80', () => browser.ask('/api/mailboxes/INBOX/messages'))), ['127.0.0.1'])
    setProcessSingleton('config', config)
    await withoutConnections()
    assert.deepEqual(await seenWhile(() => withClient('203.0.113.80', () => browser.ask('/api/mailboxes/INBOX/messages'))), ['203.0.113.80'])
    await withoutConnections()
  })

  test('nobody, at a server that a person named', async (t) => {
    const other = await startImapFixture({ trustedGateways: ['127.0.0.0/8'] })
    t.after(() => other.close())
    setProcessSingleton('config', withServers(config, (servers) => ({ ...servers, ports: [other.port] })))
    t.after(() => setProcessSingleton('config', config))
    const answer = await withClient('203.0.113.81', () => new RouteBrowser().ask('/api/session', { json: { ...ALICE, host: '127.0.0.1', port: String(other.port), security: 'none' } }))
    assert.equal(answer.status, 200)
    assert.doesNotMatch(other.logged.join(''), /203\.0\.113/)
    await withoutConnections()
  })

  test('nobody, when a message leaves by itself: not even whoever happened to ask for something then', async () => {
    const { deskOf } = await import('#lib/http/writing/desk.ts')
    const { sessionOf } = await import('#lib/http/wiring.ts')
    const browser = new RouteBrowser()
    await browser.signIn(ALICE)
    const session = await sessionOf(new Request('http://127.0.0.1:3000/', { headers: { cookie: browser.cookie } }))
    assert.ok(session)
    await withoutConnections()
    const language = { quoting: {}, locale: 'en' } as unknown as Parameters<typeof deskOf>[1]
    const used = (): Promise<unknown> => withClient('203.0.113.82', async () => (await withClient(undefined, () => deskOf(session, language))).connections.useAny(async () => undefined))
    assert.deepEqual(await seenWhile(used), ['127.0.0.1'])
  })
})
