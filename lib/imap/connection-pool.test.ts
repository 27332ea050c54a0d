import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'node:test'
import { FakeImapClient } from '#lib/testing/fakes/fake-imap-client.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { ConnectionPool } from './connection-pool.ts'
import type { PoolLimits } from './pool/pool-client.ts'

interface Account {
  readonly user: string
  readonly password: string
}

const ALICE: Account = { user: 'alice', password: 'right' }

/** A pool over fakes that shows what it opened. */
function fixture(limits: Partial<PoolLimits> = {}) {
  const opened: FakeImapClient[] = []
  const open = async ({ password }: Account): Promise<FakeImapClient> => {
    await turn()
    if (password !== 'right') throw new GatewayError('sign-in-refused')
    const client = new FakeImapClient()
    opened.push(client)
    return client
  }
  const pool = new ConnectionPool(open, ({ user, password }: Account) => `${user}\0${password}`, { connectionsPerAccount: 2, waitMilliseconds: 5000, idleMilliseconds: 5000, ...limits })
  return { pool, opened, of: (account = ALICE, signal = new AbortController().signal) => pool.of(account, signal) }
}

/** Lets go when told. */
function gate(): { readonly passed: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { passed: promise, open: resolve }
}

const failure = async (work: Promise<unknown>): Promise<string> => work.then(() => 'none', (error: { failure?: string; name?: string }) => error.failure ?? error.name ?? '')

test('fifty tasks at limit two open two connections, one task on each at a time', async () => {
  const { opened, of } = fixture()
  await Promise.all(
    Array.from({ length: 50 }, () =>
      of().use('INBOX', async (client) => {
        assert.equal(++client.lent, 1)
        await turn()
        client.lent--
      }),
    ),
  )
  assert.equal(opened.length, 2)
})

test('a free connection with the mailbox selected is preferred, and is asked for news first', async () => {
  const { opened, of } = fixture()
  const [first, second] = [gate(), gate()]
  const both = [of().use('A', async () => first.passed), of().use('B', async () => second.passed)]
  await turn()
  await turn()
  first.open()
  second.open()
  await Promise.all(both)
  const withA = opened.find(({ mailbox }) => mailbox !== false && mailbox.path === 'A')
  await of().use('A', async (client) => assert.equal(client, withA))
  assert.deepEqual(withA?.asked, ['select A', 'release', 'select A', 'noop', 'release'])
})

test('a refused sign-in frees its place', async () => {
  const { pool, of } = fixture({ connectionsPerAccount: 1 })
  const wrong = { user: 'alice', password: 'wrong' }
  assert.equal(await failure(of(wrong).use('INBOX', async () => 1)), 'sign-in-refused')
  assert.equal(await failure(of(wrong).use('INBOX', async () => 1)), 'sign-in-refused')
  assert.equal(pool.connectionCount, 0)
})

test('a wrong password never rides on a connection that is open with the right one', async () => {
  const { of } = fixture()
  await of().use('INBOX', async () => undefined)
  assert.equal(await failure(of({ user: 'alice', password: 'wrong' }).use('INBOX', async () => 1)), 'sign-in-refused')
})

test('a broken connection is dropped and the next in line gets a new one', async () => {
  const { pool, opened, of } = fixture({ connectionsPerAccount: 1 })
  const [broken, next] = [
    of().use('INBOX', async (client) => {
      await turn()
      client.close()
      throw Object.assign(new Error('gone'), { code: 'EConnectionClosed' })
    }),
    of().use('INBOX', async (client) => client.usable),
  ]
  assert.equal(await failure(broken), 'server-unreachable')
  assert.equal(await next, true)
  assert.equal(opened.length, 2)
  assert.equal(pool.connectionCount, 1)
})

test('a connection that died while it was idle is replaced once, before the task begins', async () => {
  const { opened, of } = fixture()
  let runs = 0
  const task = async (): Promise<number> => ++runs
  await of().use('INBOX', task)
  for (const idle of opened) idle.isDead = true
  assert.equal(await of().use('INBOX', task), 2)
  assert.equal(opened.length, 2)
  for (const idle of opened) idle.isDead = true
  assert.equal(await of().useAny(task), 3)
  assert.equal(opened.length, 3)
})

test('what only asks runs again on a connection that was lost, and on no other failure', async () => {
  const { opened, of } = fixture()
  await of().useAny(async () => undefined)
  let runs = 0
  const answer = await of().ask(async () => {
    if (++runs === 1) throw Object.assign(new Error('gone'), { code: 'NoConnection' })
    return 'answer'
  })
  assert.deepEqual([answer, runs], ['answer', 2])
  assert.equal(await failure(of().ask(async () => Promise.reject(Object.assign(new Error('NO'), { responseStatus: 'NO' })))), 'refused')
  assert.equal(opened.length, 1, 'the connection lived after all')
})

test('waiting ends in server-busy, never in a hang', async () => {
  const { of } = fixture({ connectionsPerAccount: 1, waitMilliseconds: 5 })
  const held = gate()
  const holding = of().use('INBOX', async () => held.passed)
  await turn()
  assert.equal(await failure(of().use('INBOX', async () => 1)), 'server-busy')
  held.open()
  await holding
})

test('an aborted request closes its connection, and one that waits leaves the line', async () => {
  const { opened, of } = fixture({ connectionsPerAccount: 1 })
  const request = new AbortController()
  const held = gate()
  const running = of(ALICE, request.signal).use('INBOX', async () => held.passed)
  await turn()
  await turn()
  const leaving = new AbortController()
  const waiting = of(ALICE, leaving.signal).use('INBOX', async () => 1)
  leaving.abort()
  assert.equal(await failure(waiting), 'AbortError')
  request.abort()
  held.open()
  await running
  assert.equal(opened[0]?.usable, false)
  assert.equal(await of().use('INBOX', async (client) => client === opened[1]), true)
})

test('a stream keeps its connection until the last octet, and a cancelled one closes it', async () => {
  const { opened, of } = fixture({ connectionsPerAccount: 1 })
  const content = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('one')
    yield Buffer.from('two')
  }
  const whole = await of().stream('INBOX', async () => content())
  assert.equal(await new Response(whole).text(), 'onetwo')
  assert.equal(opened[0]?.usable, true)
  const cut = await of().stream('INBOX', async () => content())
  await cut.cancel()
  assert.equal(opened[0]?.usable, false)
  assert.equal(await of().use('INBOX', async (client) => client === opened[1]), true)
})

test('a stream may give its connection back before its end, and ends what it reads from instead', async () => {
  const { opened, of } = fixture({ connectionsPerAccount: 1 })
  const told: string[] = []
  const other = { close: () => void told.push('close'), giveBack: () => void told.push('give back') }
  const open = () =>
    of().stream('INBOX', async (_, lease) => {
      lease.with(other)
      return (async function* () {
        yield Buffer.from('one')
        lease.giveBack()
        yield Buffer.from('two')
        yield Buffer.from('three')
      })()
    })
  assert.equal(await new Response(await open()).text(), 'onetwothree')
  assert.deepEqual(told.splice(0), ['give back'])
  const reader = (await open()).getReader()
  for (const word of ['one', 'two']) assert.equal(Buffer.from((await reader.read()).value ?? []).toString(), word)
  assert.equal(await of().use('INBOX', async (client) => client === opened[0]), true, 'it is free while the stream goes on')
  await reader.cancel()
  assert.deepEqual(told, ['close', 'give back'])
  assert.deepEqual([opened.length, opened[0]?.usable], [1, true], 'a stream that ends closes nothing that is not its own any more')
})

test('a spare place is given where there is room at once, counts, and is given up once', async () => {
  const { pool, opened, of } = fixture({ connectionsPerAccount: 2 })
  await of().use('INBOX', async () => undefined)
  const [first, second] = [of().spareSeat(), of().spareSeat()]
  assert.deepEqual([first?.account, second?.account, opened[0]?.usable, pool.connectionCount], [ALICE, ALICE, false, 2], 'one that lies idle makes room')
  assert.equal(of().spareSeat(), undefined)
  first?.release()
  first?.release()
  await of().use('INBOX', async () => assert.equal(of().spareSeat(), undefined))
  second?.release()
  assert.equal(pool.connectionCount, 1)
  const left = new AbortController()
  left.abort()
  assert.equal(of(ALICE, left.signal).spareSeat(), undefined)
})

test('a mailbox that does not exist is said so and the connection is kept', async () => {
  const { opened, of } = fixture()
  assert.equal(await failure(of().use('missing', async () => 1)), 'no-such-mailbox')
  await of().use('INBOX', async () => undefined)
  assert.equal(opened.length, 1)
})

test('a place for a connection of the task’s own counts against the limit and makes room', async () => {
  const { pool, opened, of } = fixture({ connectionsPerAccount: 1 })
  await of().use('INBOX', async () => undefined)
  await of().withSeat(async (account) => {
    assert.equal(account, ALICE)
    assert.equal(opened[0]?.usable, false)
    assert.equal(pool.connectionCount, 1)
  })
  assert.equal(pool.connectionCount, 0)
})

test('idle connections log out, and signing out logs out what is free and later what was lent', async () => {
  const { pool, opened, of } = fixture({ idleMilliseconds: 5 })
  await of().use('INBOX', async () => undefined)
  while (opened[0]?.usable) await turn()
  assert.ok(opened[0]?.asked.includes('logout'))
  const held = gate()
  const running = of().use('INBOX', async () => held.passed)
  await turn()
  await turn()
  pool.closeAccount(ALICE)
  assert.equal(opened[1]?.usable, true)
  held.open()
  await running
  assert.equal(opened[1]?.usable, false)
  assert.equal(pool.connectionCount, 0)
})
