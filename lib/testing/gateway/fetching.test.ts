import assert from 'node:assert/strict'
import { after, before, describe, test, type TestContext } from 'node:test'
import type { Config } from '#lib/config/config.ts'
import type { Socket } from 'node:net'
import { Pop3Server, type Pop3Options } from '../fakes/pop3-server.ts'
import { testCertificate } from '../imap-fixture.ts'
import { startEmbedded } from './embedded-server.ts'
import { type ConfiguredGateway, configureGateway, RouteBrowser } from './route-site.ts'
import { GatewaySite, index, letter, type ServerUnderTest } from './site.ts'

const LIMIT = 400_000
const THERE = { user: 'ann@elsewhere.test', password: ' pass word ' }

describe('mail of another account, by POP3', () => {
  let server: ServerUnderTest
  let site: GatewaySite
  let gateway: ConfiguredGateway
  let bob: RouteBrowser
  const ports: number[] = []
  let freeChoice = true
  before(async () => {
    server = await startEmbedded()
    gateway = await configureGateway(server, (loaded): Config => {
      const [first] = loaded.sites
      return { ...loaded, sites: [{ ...first, limits: { ...first.limits, messageSize: LIMIT }, servers: { ...first.servers, ports, get freeChoice() { return freeChoice } } }] }
    })
    site = new GatewaySite(server.address)
    bob = new RouteBrowser()
    await bob.signIn(server.bob)
  })
  after(async () => {
    await (await (await import('#lib/http/fetching/fetch-site.ts')).fetchedMessages()).close()
    await gateway.end()
    site.close()
    await server.stop()
  })

  async function pop3(t: TestContext, options: Partial<Pop3Options> = {}): Promise<{ readonly there: Pop3Server; readonly port: number }> {
    const there = new Pop3Server({ ...THERE, ...options })
    const port = await there.start()
    ports.push(port)
    t.after(() => there.stop())
    return { there, port }
  }
  const ask = (port: number, more: Readonly<Record<string, string>> = {}) => bob.ask('/api/fetches', { json: { host: '127.0.0.1', port: String(port), security: 'none', mailbox: 'INBOX', afterwards: 'keep', ...THERE, ...more } })
  const outcome = async (answer: Response): Promise<unknown> => {
    const said = (await answer.json()) as { failure?: string; sentence?: string }
    return said.failure === undefined ? said : [answer.status, said.failure, said.sentence]
  }
  const subjects = async (): Promise<readonly string[]> => (await index(site.connections(server.bob), 'INBOX')).messages.map(({ subject }) => subject).toSorted()
  const content = (subject: string, body = 'text') => letter({ From: 'Eve <eve@example.test>', Subject: subject }, body)

  test('what is new comes once, stays there or goes, and no password is kept', async (t) => {
    const { there, port } = await pop3(t)
    there.messages.push({ uid: 'u1', content: content('One', '.dots\r\n..\r\nend') }, { uid: 'u2', content: content('Two', 'x'.repeat(300_000)) })
    assert.deepEqual(await outcome(await ask(port)), { fetched: 2, waiting: 0, tooLarge: 0 })
    assert.deepEqual(await subjects(), ['One', 'Two'])
    const { messages: [first] } = await index(site.connections(server.bob), 'INBOX', { search: 'One' })
    assert.equal(first?.seen, false)
    assert.deepEqual(await outcome(await ask(port)), { fetched: 0, waiting: 0, tooLarge: 0 })
    there.messages.push({ uid: 'u3', content: content('Three') })
    assert.deepEqual(await outcome(await ask(port, { afterwards: 'delete-later' })), { fetched: 1, waiting: 0, tooLarge: 0 })
    assert.equal(there.messages.length, 3, 'fourteen days have not gone by')
    assert.deepEqual(await outcome(await ask(port, { afterwards: 'delete' })), { fetched: 0, waiting: 0, tooLarge: 0 })
    assert.deepEqual([there.messages.length, await subjects()], [0, ['One', 'Three', 'Two']])
    assert.ok(there.heard.includes(`PASS ${THERE.password}`))
    assert.ok(!gateway.logged.join('').includes(THERE.password))
  })

  test('what is too large stays there, is asked for once, and nothing behind it is lost', async (t) => {
    const { there, port } = await pop3(t)
    there.messages.push({ uid: 'large', content: content('Large', 'y'.repeat(LIMIT)) }, { uid: 'small', content: content('Small') })
    assert.deepEqual(await outcome(await ask(port, { afterwards: 'delete' })), { fetched: 1, waiting: 0, tooLarge: 1 })
    assert.deepEqual(there.messages.map(({ uid }) => uid), ['large'])
    assert.ok(!there.heard.includes('RETR 1'))
    assert.deepEqual(await outcome(await ask(port, { afterwards: 'delete' })), { fetched: 0, waiting: 0, tooLarge: 0 })
    assert.deepEqual(there.messages.map(({ uid }) => uid), ['large'])
  })

  test('a size that is a lie ends the conversation, and the next one goes on behind it', async (t) => {
    const { there, port } = await pop3(t)
    there.messages.push({ uid: 'liar', content: content('Liar', 'z'.repeat(LIMIT)), said: 10 }, { uid: 'honest', content: content('Honest') })
    assert.match(String(await outcome(await ask(port))), /^422,refused,.*no POP3 server/)
    assert.deepEqual(await outcome(await ask(port)), { fetched: 1, waiting: 0, tooLarge: 0 })
    assert.ok(!(await subjects()).includes('Liar'))
  })

  test('what a hostile server says is no mail', async (t) => {
    const flood = (socket: Socket): void => {
      socket.write('+OK ')
      const more = (): void => {
        while (!socket.destroyed && socket.write(Buffer.alloc(64 * 1024, 'x'))) { /* as fast as it is taken */ }
        socket.once('drain', more)
      }
      more()
    }
    const before = await subjects()
    const message = { uid: 'u', content: content('Never') }
    for (const [misbehaves, expected] of [
      [{ greeting: flood }, /no POP3 server/],
      [{ greeting: (socket: Socket) => void socket.end('* OK IMAP4rev1 ready\r\n') }, /no POP3 server/],
      [{ greeting: (socket: Socket) => void socket.end() }, /server-unreachable/],
      [{ UIDL: flood }, /no POP3 server/],
      [{ UIDL: (socket: Socket) => void socket.write('-ERR never heard of it\r\n') }, /no POP3 server/],
      [{ USER: (socket: Socket) => void socket.write('+OK\r\n+OK\r\n') }, /no POP3 server/],
      [{ RETR: (socket: Socket) => { socket.write('+OK\r\n'); flood(socket) } }, /no POP3 server/],
      [{ RETR: (socket: Socket) => void socket.end('+OK\r\nSubject: Half\r\n\r\nof it') }, /server-unreachable/],
    ] as const) {
      const { there, port } = await pop3(t, { misbehaves })
      there.messages.push(message)
      assert.match(String(await outcome(await ask(port))), expected)
    }
    const { there, port } = await pop3(t, { misbehaves: { UIDL: (socket: Socket) => void socket.write('+OK\r\n1 u\r\n-1 x\r\n2 \u0001\r\n9999999999 y\r\nnonsense\r\n.\r\n'), RETR: (socket: Socket) => void socket.write('-ERR gone\r\n') } })
    there.messages.push(message)
    assert.deepEqual(await outcome(await ask(port)), { fetched: 0, waiting: 0, tooLarge: 0 })
    assert.deepEqual(await subjects(), before)
  })

  test('TLS is begun where it is asked for, and never left out', async (t) => {
    const { there, port } = await pop3(t, { tls: await testCertificate() })
    there.messages.push({ uid: 's', content: content('Secured') })
    assert.deepEqual(await outcome(await ask(port, { security: 'starttls' })), { fetched: 1, waiting: 0, tooLarge: 0 })
    const { there: bare, port: without } = await pop3(t)
    const refused = await ask(without, { security: 'starttls' })
    assert.notEqual(refused.status, 200)
    assert.ok(!bare.heard.some((line) => line.startsWith('USER')), 'no name and no password in the clear')
  })

  test('a wrong password, a mailbox that is not there, and what is no form', async (t) => {
    const { there, port } = await pop3(t)
    there.messages.push({ uid: 'w', content: content('Waiting') })
    assert.match(String(await outcome(await ask(port, { password: 'wrong-secret' }))), /^422,refused,The other server did not take/)
    assert.match(String(await outcome(await ask(port, { mailbox: 'Nowhere', afterwards: 'delete' }))), /^404,no-such-mailbox/)
    assert.deepEqual([there.messages.length, gateway.logged.join('').includes('wrong-secret')], [1, false], 'what has not arrived is not deleted')
    for (const wrong of [{ host: '' }, { host: 'a b' }, { port: '0' }, { security: 'some' }, { user: '' }, { password: '' }, { password: 'a\r\nDELE 1' }, { user: 'a\nb' }, { afterwards: 'burn' }]) assert.equal((await ask(port, wrong)).status, 400, JSON.stringify(wrong))
  })

  test('only where people may choose their server, and only such servers', async (t) => {
    const { port } = await pop3(t)
    for (const wrong of [{ host: '10.0.0.1' }, { host: '169.254.169.254', port: '110' }, { host: '127.0.0.1', port: '22' }]) assert.match(String(await outcome(await ask(port, { security: 'tls', ...wrong }))), /server-not-allowed/, JSON.stringify(wrong))
    freeChoice = false
    assert.equal((await ask(port)).status, 404)
    freeChoice = true
  })
})
