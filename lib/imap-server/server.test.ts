import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { MailStore } from '#lib/mail-store/mail-store.ts'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import { appendMessages, sampleMessage, startImapFixture, withImapServer } from '#lib/testing/imap-fixture.ts'

test('a DELETE that is refused leaves the selected mailbox selected', async () => {
  await withImapServer({}, async (fixture) => {
    const bob = await (await fixture.stores.of('bob')).mailbox('INBOX')
    await fixture.accounts.grant({ owner: 'bob', uidValidity: bob!.uidValidity, identifier: 'alice', rights: 'lr', alias: 'Bob' })
    const client = await fixture.signIn()
    assert.match(await client.asks('a SELECT Shared/Bob'), /^a OK /)
    assert.match(await client.asks('b DELETE Shared/Bob'), /^b NO \[NOPERM\] /)
    assert.match(await client.asks('c CHECK'), /^c OK /)
    assert.ok(!client.heard.some((line) => line.includes('[CLOSED]')))
    client.close()
  })
})

test('passwords with blanks, quotes, backslashes and 8-bit characters, quoted, literal and by PLAIN', async () => {
  await withImapServer({}, async (fixture) => {
    const passwords = ['two words', 'quo"te', 'back\\slash', 'pässwörd', ' \\" ', '{3+}', '日本語', '%', 'NIL', '(']
    for (const [index, password] of passwords.entries()) await fixture.accounts.add(`user${index}`, password)
    for (const [index, password] of passwords.entries()) {
      const octets = Buffer.from(password, 'utf8').toString('latin1')
      const quoted = `"${octets.replace(/["\\]/g, '\\$&')}"`
      const plain = Buffer.from(`\0user${index}\0${password}`).toString('base64')
      for (const command of [`a LOGIN user${index} ${quoted}`, `a LOGIN user${index} {${octets.length}+}\r\n${octets}`, `a AUTHENTICATE PLAIN ${plain}`]) {
        const client = await fixture.open()
        assert.match(await client.asks(command), /^a OK /, `${password}: ${command}`)
        client.close()
      }
    }
  })
})

test('closing says BYE to who waits and lets a running command end', async () => {
  const fixture = await startImapFixture()
  const [waiting, idling, appending] = [await fixture.signIn(), await fixture.signIn(), await fixture.signIn()]
  await idling.says('a IDLE\r\n')
  await idling.line()
  await appending.says('a APPEND INBOX {20}\r\n')
  await appending.line()
  const closed = fixture.server.close(5000)
  assert.match(await waiting.lastWords(), /^\* BYE \[UNAVAILABLE\] Server is shutting down/)
  assert.match(await idling.lastWords(), /^\* BYE \[UNAVAILABLE\] Server is shutting down/)
  await appending.says(`${'x'.repeat(20)}\r\n`)
  assert.match(await appending.lastWords(), /^a OK \[APPENDUID .*\n\* BYE/)
  await closed
  await fixture.close()
})

test('who does not end in time is cut off', async () => {
  const fixture = await startImapFixture()
  const client = await fixture.signIn()
  await client.says('a APPEND INBOX {20}\r\n')
  await client.line()
  await fixture.server.close(20)
  assert.equal(await client.lastWords(), '')
  await fixture.close()
})

test('the shared namespace shows to who has been granted something', async () => {
  await withImapServer({}, async (fixture) => {
    const bob = await (await fixture.stores.of('bob')).mailbox('INBOX')
    await fixture.accounts.grant({ owner: 'bob', uidValidity: bob!.uidValidity, identifier: 'alice', rights: 'lr', alias: 'Bob' })
    const client = await fixture.signIn()
    await client.asks('a NAMESPACE')
    assert.equal(client.heard[0], '* NAMESPACE (("" "/")) NIL (("Shared/" "/"))')
    client.close()
  })
})

test('an account can be disconnected, others stay', async () => {
  await withImapServer({}, async (fixture) => {
    const [alice, bob] = [await fixture.signIn('alice'), await fixture.signIn('bob')]
    fixture.server.disconnect('alice')
    assert.match(await alice.lastWords(), /^\* BYE/)
    assert.match(await bob.asks('a NOOP'), /^a OK/)
    bob.close()
  })
})

test('pipelined commands are answered in order, also by a client that has said all it has to say', async () => {
  await withImapServer({}, async (fixture) => {
    const socket: Socket = await fixture.connect()
    let heard = ''
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')))
    socket.end('a LOGIN alice postern-alice\r\nb SELECT INBOX\r\nc NOOP\r\nd LOGOUT\r\n')
    await once(socket, 'close')
    assert.deepEqual(heard.match(/^[abcd] \w+/gm), ['a OK', 'b OK', 'c OK', 'd OK'])
  })
})

test('IDLE ends although DONE came together with it', async () => {
  await withImapServer({}, async (fixture) => {
    const socket: Socket = await fixture.connect()
    let heard = ''
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')))
    socket.write('a LOGIN alice postern-alice\r\nb IDLE\r\nDONE\r\nc SELECT INBOX\r\nd IDLE\r\nDONE\r\ne LOGOUT\r\n')
    await once(socket, 'close')
    assert.deepEqual(heard.match(/^[abcde] \w+/gm), ['a OK', 'b OK', 'c OK', 'd OK', 'e OK'])
  })
})

test('a command that takes long says so between its replies, and no other', async () => {
  const stores = createMemoryStores()
  const slowly = async (name: string): Promise<MailStore> => slow(await stores.of(name))
  await appendMessages(await stores.of('alice'), 'INBOX', [1, 2].map(sampleMessage))
  await withImapServer({ storeOf: ({ name }) => slowly(name), limits: { progressInterval: 10 } }, async (fixture) => {
    const client = await fixture.signIn()
    assert.match(await client.asks('s SELECT INBOX'), /^s OK /)
    assert.match(await client.asks('a SEARCH SUBJECT message'), /^a OK /)
    assert.ok(client.heard.includes('* OK [INPROGRESS ("a" NIL NIL)] Still working'))
    assert.match(await client.asks('b] SEARCH SUBJECT message'), /^b\] OK /)
    assert.ok(client.heard.includes('* OK [INPROGRESS (NIL NIL NIL)] Still working'))
    // Inside a response there is no place for it: every line is a whole one.
    assert.match(await client.asks('c FETCH 1:2 BODY.PEEK[]'), /^c OK /)
    assert.deepEqual(client.heard.filter((line) => !/^(?:\* \d FETCH \(BODY\[\] \{\d+\}.*This is message \d\.\\r\\n\)|\* OK \[INPROGRESS \("c" NIL NIL\)\] Still working|c OK .*)$/.test(line)), [])
    assert.match(await client.asks('d NOOP'), /^d OK /)
    assert.deepEqual(client.heard, ['d OK Done'])
    client.close()
  })
})

/** The same store, each reading of messages and content an eternity of 50 ms. */
function slow(store: MailStore): MailStore {
  const wrapped = (target: object, replaced: Record<string, unknown>): object =>
    new Proxy(target, {
      get(of, key) {
        const value: unknown = replaced[String(key)] ?? Reflect.get(of, key, of)
        return typeof value === 'function' ? value.bind(of) : value
      },
    })
  async function* late<T>(values: AsyncIterable<T>): AsyncGenerator<T> {
    await wait(50)
    yield* values
  }
  const mailbox = async (name: string): Promise<unknown> => {
    const found = await store.mailbox(name)
    return found && wrapped(found, { messages: (...given: Parameters<typeof found.messages>) => late(found.messages(...given)), fields: (...given: Parameters<typeof found.fields>) => late(found.fields(...given)), content: (...given: Parameters<typeof found.content>) => late(found.content(...given)) })
  }
  return wrapped(store, { mailbox }) as MailStore
}
