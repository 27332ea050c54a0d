import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { test } from 'node:test'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { startImapFixture } from '#lib/testing/imap-fixture.ts'

/** How long a test waits for what would otherwise hang, in milliseconds. */
const PATIENCE = 10_000

/** Whether it comes to its end, while the clock of the server stands still. */
async function comesToItsEnd(work: Promise<unknown>): Promise<boolean> {
  let isOver = false
  void work.then(() => (isOver = true))
  const deadline = performance.now() + PATIENCE
  while (!isOver && performance.now() < deadline) await nextTurn()
  return isOver
}

/** A client that closes its half only when it is told to. */
async function stubborn(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true })
  await once(socket, 'connect')
  return socket
}

for (const [how, begin] of [['LOGOUT', 'a LOGOUT\r\n'], ['BYE', `a LOGIN {999999999+}\r\n`]] as const) {
  test(`a client that talks on after ${how} and then hangs up is gone, and the server with it`, async ({ mock }) => {
    // Before anybody connects: a timer that began by the real clock is not ended by this one.
    mock.timers.enable({ apis: ['setTimeout'] })
    const fixture = await startImapFixture()
    const socket = await stubborn(fixture.port)
    socket.resume()
    const ended = once(socket, 'end')
    socket.write(begin + 'b NOOP\r\n'.repeat(20_000))
    await ended
    socket.end()
    const isOver = await comesToItsEnd(fixture.close())
    socket.destroy()
    assert.ok(isOver)
  })
}

test('a client that stays after LOGOUT is cut off with all others when the server ends', async ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] })
  const fixture = await startImapFixture()
  const socket = await stubborn(fixture.port)
  socket.resume()
  const ended = once(socket, 'end')
  socket.write('a LOGOUT\r\n')
  await ended
  while (fixture.server.counts.open > 0) await nextTurn()
  const closed = fixture.server.close(100)
  mock.timers.tick(100)
  const isOver = await comesToItsEnd(closed)
  socket.destroy()
  assert.ok(isOver)
})

test('a command that comes while NOTIFY tells something is answered', async () => {
  const stores = createMemoryStores()
  const alice = await stores.of('alice')
  const { promise: told, resolve: tell } = Promise.withResolvers<void>()
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
  let isSlow = false
  const slow = new Proxy(alice, {
    get: (store, key) => {
      if (key === 'mailboxes' && isSlow) {
        return async () => {
          ask()
          await told
          return await store.mailboxes()
        }
      }
      const value: unknown = Reflect.get(store, key)
      return typeof value === 'function' ? (value.bind(store) as unknown) : value
    },
  })
  const fixture = await startImapFixture({ storeOf: async () => slow })
  const client = new ConversationClient(await fixture.connect(), WHOLE)
  try {
    await client.says('a LOGIN alice postern-alice\r\nb NOTIFY SET (personal (MailboxName))\r\n')
    while (!(await client.line())?.startsWith('b OK'));
    isSlow = true
    await alice.create('New')
    await asked
    const before = fixture.server.counts.octetsIn
    await client.says('c NOOP\r\n')
    while (fixture.server.counts.octetsIn === before) await nextTurn()
    tell()
    assert.match((await client.line()) ?? '', /^\* LIST .*New/)
    assert.ok(await comesToItsEnd(client.line()))
    assert.match(client.heard.at(-1) ?? '', /^c OK/)
  } finally {
    client.close()
    await fixture.close()
  }
})
