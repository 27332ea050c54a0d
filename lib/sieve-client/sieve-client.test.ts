import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { createServer, type AddressInfo } from 'node:net'
import { generate } from 'selfsigned'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { SieveServer, type SieveServerOptions } from '#lib/testing/fakes/sieve-server.ts'
import { SieveProblem } from './sieve-problem.ts'
import { withSieve } from './with-sieve.ts'

const ALICE = { user: 'alice@example.test', password: 'pass "wörd" \\ {3+}' }
const NEVER = new AbortController().signal
const open: { close(): unknown }[] = []
after(() => Promise.all(open.map((server) => server.close())))

async function serve(options: Partial<SieveServerOptions> = {}): Promise<{ readonly server: SieveServer; readonly address: ServerAddress }> {
  const server = new SieveServer({ users: { [ALICE.user]: ALICE.password }, ...options })
  open.push(server)
  return { server, address: await server.listen() }
}

/** A peer that answers each line by that, whatever it is. */
async function speaks(greeting: string, answer: (line: string) => string = () => ''): Promise<ServerAddress> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write(greeting)
    socket.on('data', (chunk) => socket.write(answer(chunk.toString('latin1'))))
  })
  open.push({ close: () => server.close() })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port, tls: 'none', verify: false }
}

const CAPABLE = '"IMPLEMENTATION" "x"\r\n"SASL" "PLAIN"\r\n"SIEVE" "fileinto"\r\n"VERSION" "1.0"\r\nOK\r\n'

type Task = Parameters<typeof withSieve>[2]
const using = (address: ServerAddress, task: Task, patience?: number): Promise<unknown> => withSieve({ server: address, credentials: ALICE }, NEVER, task, patience)

async function problemOf(address: ServerAddress, task: Task = async (sieve) => sieve.list(), patience?: number): Promise<{ readonly kind: string; readonly answer: string }> {
  const error: unknown = await using(address, task, patience).then(() => undefined, (problem: unknown) => problem)
  return error instanceof SieveProblem ? { kind: error.kind, answer: error.answer } : { kind: String(error), answer: '' }
}

const kindOf = async (...args: Parameters<typeof problemOf>): Promise<string> => (await problemOf(...args)).kind

describe('RFC 5804: a server of filters', () => {
  const AWKWARD = 'Ümlaut "quoted" \\ {5}'
  const TEXT = 'require "fileinto";\r\n# „Grüße“ {10}\r\nkeep;\r\n'

  test('keeps, lists, gives, renames, activates and deletes scripts of any name', async () => {
    const { server, address } = await serve()
    await using(address, async (sieve) => {
      assert.deepEqual(sieve.capabilities, { mechanisms: ['PLAIN'], extensions: ['fileinto', 'vacation', 'imap4flags'], startTls: false, isComplete: true })
      assert.deepEqual(await sieve.list(), [])
      await sieve.requireSpace(AWKWARD, 1000)
      assert.equal(await sieve.put(AWKWARD, Buffer.from(TEXT)), '')
      await sieve.put('second', Buffer.from('keep;'))
      await sieve.activate(AWKWARD)
      assert.deepEqual(await sieve.list(), [{ name: AWKWARD, isActive: true }, { name: 'second', isActive: false }])
      assert.equal((await sieve.get(AWKWARD)).toString(), TEXT)
      await sieve.rename(AWKWARD, 'plain')
      assert.deepEqual((await sieve.list()).map(({ name, isActive }) => [name, isActive]), [['second', false], ['plain', true]])
      await sieve.activate(undefined)
      await sieve.delete('plain')
      assert.deepEqual(await sieve.list(), [{ name: 'second', isActive: false }])
    })
    await new Promise((resolve) => setImmediate(resolve))
    assert.deepEqual(server.commands.slice(0, 5), ['AUTHENTICATE PLAIN', 'LISTSCRIPTS', `HAVESPACE ${AWKWARD} 1000`, `PUTSCRIPT ${AWKWARD} ${TEXT}`, 'PUTSCRIPT second keep;'])
  })

  test('a text that is longer than a quoted string, or holds a line end, goes as a literal and comes back', async () => {
    const { server, address } = await serve()
    for (const [name, text] of [['long', `# ${'x'.repeat(9000)}\r\n`], ['n'.repeat(400), ''], ['é'.repeat(200), '# a']] as const) {
      await using(address, async (sieve) => {
        await sieve.put(name, Buffer.from(text))
        assert.equal((await sieve.get(name)).toString(), text)
      })
      assert.equal(server.of(ALICE.user).scripts.get(name), text)
    }
  })

  test('says what is wrong, with its own words and the response code behind each', async () => {
    const { address } = await serve()
    const wrong = await problemOf(address, async (sieve) => sieve.put('x', Buffer.from('keep;\r\nfrobnicate "a";\r\n')))
    assert.deepEqual([wrong.kind, wrong.answer], ['refused', "line 2: error: unknown command 'frobnicate'.\nerror: validation failed."])
    assert.equal(await kindOf(address, async (sieve) => sieve.check(Buffer.from('nonsense'))), 'refused')
    assert.equal(await kindOf(address, async (sieve) => sieve.get('nothing')), 'no-such-script')
    assert.equal(await kindOf(address, async (sieve) => sieve.delete('nothing')), 'no-such-script')
    assert.equal(await kindOf(address, async (sieve) => sieve.requireSpace('x', 1_000_000)), 'quota')
    await using(address, async (sieve) => {
      await sieve.put('one', Buffer.from('keep;'))
      await sieve.put('two', Buffer.from('keep;'))
      await sieve.activate('one')
    })
    assert.equal(await kindOf(address, async (sieve) => sieve.delete('one')), 'is-active')
    assert.equal(await kindOf(address, async (sieve) => sieve.rename('one', 'two')), 'name-taken')
    assert.equal(await using(address, async (sieve) => sieve.check(Buffer.from('redirect "a@b.test";'))), 'line 1: warning: this sends mail on.')
  })

  test('codes that name another server, another time or an identifier are read', async () => {
    const said = async (answer: string): Promise<unknown> => problemOf((await serve({ instead: (command) => (command === 'LISTSCRIPTS' ? answer : undefined) })).address)
    assert.deepEqual(await said('NO (REFERRAL "sieve://joe:secret@other.example.com:4190/x") "elsewhere"\r\n'), { kind: 'referred', answer: 'other.example.com:4190' })
    assert.deepEqual(await said('BYE (REFERRAL "sieve://other.example.com") "elsewhere"\r\n'), { kind: 'referred', answer: 'other.example.com' })
    assert.deepEqual(await said('NO (TRYLATER) "Not now"\r\n'), { kind: 'busy', answer: 'Not now' })
    assert.deepEqual(await said('BYE "Going down"\r\n'), { kind: 'busy', answer: 'Going down' })
    assert.deepEqual(await said('no (quota/maxscripts) {5}\r\nOver!\r\n'), { kind: 'quota', answer: 'Over!' })
    assert.deepEqual(await said('NO (X-OTHER "a" ("b" 3)) "Why"\r\n'), { kind: 'refused', answer: '' })
    assert.equal(await using((await serve({ instead: (command) => (command === 'LISTSCRIPTS' ? 'OK (TAG {3}\r\na)b) "done"\r\n' : undefined) })).address, async (sieve) => (await sieve.list()).length), 0)
  })

  test('whoever is not let in is told so; a mechanism that is not offered is not tried', async () => {
    const { address } = await serve({ users: {} })
    assert.deepEqual(await problemOf(address), { kind: 'sign-in-refused', answer: 'Wrong user name or password' })
    const { server, address: login } = await serve({ mechanisms: ['LOGIN'] })
    assert.deepEqual(await using(login, async (sieve) => sieve.list()), [])
    assert.deepEqual(server.commands.slice(0, 2), ['AUTHENTICATE LOGIN', 'LISTSCRIPTS'])
    assert.equal(await kindOf((await serve({ mechanisms: ['GSSAPI'] })).address), 'sign-in-refused')
    assert.equal(await kindOf(await speaks(CAPABLE, () => '"bW9yZQ=="\r\n')), 'not-understood', 'a challenge too many')
  })

  test('no password leaves in the clear where TLS is due, whatever a server says', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec' })
    const { server, address } = await serve({ tls: { key, cert } })
    assert.deepEqual(await using(address, async (sieve) => sieve.list()), [])
    assert.deepEqual(server.commands.slice(0, 3), ['STARTTLS', 'AUTHENTICATE PLAIN', 'LISTSCRIPTS'])
    assert.equal(await kindOf({ ...address, verify: true }), 'certificate')
    assert.equal(await kindOf({ ...address, tls: 'none' }), 'no-tls', 'it lets nobody in there')
    const heard: string[] = []
    const listening = (greeting: string, answer: string): Promise<ServerAddress> => speaks(greeting, (line) => (heard.push(line), answer))
    assert.equal(await kindOf({ ...(await listening(CAPABLE, 'OK\r\n')), tls: 'starttls' }), 'no-tls', 'STARTTLS is not offered')
    const offering = CAPABLE.replace('"VERSION"', '"STARTTLS"\r\n"VERSION"')
    assert.equal(await kindOf({ ...(await listening(offering, 'NO "not today"\r\n')), tls: 'starttls' }), 'refused')
    assert.equal(await kindOf({ ...(await listening(offering, `OK\r\n${CAPABLE}`)), tls: 'starttls' }), 'not-understood', 'octets behind the answer')
    assert.equal(await kindOf({ ...(await listening('', '')), tls: 'tls' }, undefined, 150), 'unreachable')
    assert.doesNotMatch(heard.join('').replaceAll(/STARTTLS|LOGOUT/g, ''), /AUTHENTICATE|[A-Za-z0-9+/=]{12}/)
  })

  test('what is no such server, or wants to be listened to for ever, is left', async () => {
    assert.equal(await kindOf(await speaks('* OK IMAP4rev1 ready\r\n')), 'not-understood')
    assert.equal(await kindOf(await speaks('220 mx.test ESMTP\r\n')), 'not-understood')
    assert.equal(await kindOf(await speaks('OK "hello"\r\n')), 'not-understood', 'no capabilities')
    assert.equal(await kindOf(await speaks('BYE "full"\r\n')), 'busy')
    assert.equal(await kindOf(await speaks('x'.repeat(100_000))), 'not-understood', 'a line without end')
    assert.equal(await kindOf(await speaks('"IMPLEMENTATION" {2000000}\r\n')), 'not-understood', 'a string too long')
    assert.equal(await kindOf(await speaks('"a" "b\r\nOK\r\n')), 'not-understood', 'a string without end')
    assert.equal(await kindOf(await speaks('"a"\r\n'.repeat(6000))), 'not-understood', 'lines without end')
    assert.equal(await kindOf(await speaks(`"a" {900000}\r\n${'z'.repeat(900_000)}\r\n`.repeat(3))), 'not-understood', 'strings without end')
    assert.equal(await kindOf(await speaks('"a"'), undefined, 150), 'unreachable', 'silence')
    assert.equal(await kindOf({ host: '127.0.0.1', port: 1, tls: 'none', verify: false }), 'unreachable')
    for (const instead of ['drop', 'hang', '"a" {10}\r\nabc'] as const) {
      assert.equal(await kindOf((await serve({ instead: (command) => (command === 'LISTSCRIPTS' ? instead : undefined) })).address, undefined, 300), 'unreachable', instead)
    }
    assert.equal(await kindOf((await serve({ instead: (command) => (command === 'GETSCRIPT' ? 'OK\r\n' : undefined) })).address, async (sieve) => sieve.get('x')), 'not-understood')
  })

  test('an answer is the same in whatever pieces it comes', async () => {
    const answer = '"first {3}" ACTIVE\r\n{7+}\r\nsec"\r\nd\r\n"a\\"b\\\\c"\r\nOK (WARNINGS) "fine"\r\n'
    for (const size of [1, 2, 3, 7, 40]) {
      const server = createServer((socket) => {
        socket.on('error', () => undefined)
        socket.setNoDelay()
        socket.write(CAPABLE)
        let asked = 0
        socket.on('data', () => {
          if (asked++ === 0) return void socket.write('OK\r\n')
          const pieces = answer.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
          const send = (): void => {
            const piece = pieces.shift()
            if (piece !== undefined && !socket.destroyed) socket.write(piece, () => setImmediate(send))
          }
          send()
        })
      }).listen(0, '127.0.0.1')
      open.push({ close: () => server.close() })
      await new Promise((resolve) => server.once('listening', resolve))
      const address: ServerAddress = { host: '127.0.0.1', port: (server.address() as AddressInfo).port, tls: 'none', verify: false }
      assert.deepEqual(await using(address, async (sieve) => sieve.list()), [{ name: 'first {3}', isActive: true }, { name: 'sec"\r\nd', isActive: false }, { name: 'a"b\\c', isActive: false }], `in pieces of ${size}`)
    }
  })

  test('a server that a person named is only reached where it may be', async () => {
    const { address } = await serve()
    assert.equal(await kindOf({ ...address, allowed: ['public'] }), 'not-allowed')
    assert.equal(await kindOf({ ...address, host: 'localhost', allowed: ['public'] }), 'not-allowed', 'by its name')
    assert.deepEqual(await using({ ...address, allowed: ['public', 'loopback'] }, async (sieve) => sieve.list()), [])
  })

  test('whoever goes away ends the connection', async () => {
    const { address } = await serve({ instead: (command) => (command === 'LISTSCRIPTS' ? 'hang' : undefined) })
    const leaving = new AbortController()
    const asked = withSieve({ server: address, credentials: ALICE }, leaving.signal, async (sieve) => {
      const listed = sieve.list()
      leaving.abort()
      return listed
    })
    await assert.rejects(asked, { name: 'AbortError' })
  })
})
