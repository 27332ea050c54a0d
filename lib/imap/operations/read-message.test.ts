import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImapFlow } from 'imapflow'
import { toUid, toUidValidity } from '#lib/mail/uid.ts'
import { startImapFixture } from '#lib/testing/imap-fixture.ts'
import type { AccountConnections } from '../account-connections.ts'
import { openAccountPool } from '../account-pool.ts'
import { readHtml } from './read-html.ts'
import { readMessage } from './read-message.ts'

const LETTER = Buffer.from('Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>Hello.</p>\r\n')

/** The same connections, on which a FETCH by sequence numbers waits for `gate`. */
function holding(connections: AccountConnections, gate: Promise<void>): AccountConnections {
  const held = (client: ImapFlow): ImapFlow =>
    new Proxy(client, {
      get: (target, name) => {
        const own: unknown = Reflect.get(target, name)
        if (typeof own !== 'function') return own
        return async (...given: unknown[]): Promise<unknown> => {
          if (name === 'exec' && given[0] === 'FETCH') await gate
          return own.apply(target, given)
        }
      },
    })
  return { ...connections, use: (mailbox, task) => connections.use(mailbox, (client) => task(held(client))) }
}

test('the HTML of a message is there for its frame before anybody knows what stands beside it', async (t) => {
  const fixture = await startImapFixture()
  const pool = openAccountPool(5)
  t.after(async () => {
    pool.closeAll()
    await fixture.close()
  })
  const inbox = await (await fixture.stores.of('alice')).mailbox('INBOX')
  await inbox?.append((async function* () { yield { flags: [], internalDate: new Date(), size: LETTER.length, content: async function* () { yield LETTER } } })())
  const account = { server: { host: '127.0.0.1', port: fixture.port, tls: 'none' as const, verify: true }, credentials: { user: 'alice', password: 'postern-alice' } }
  const gate = Promise.withResolvers<void>()
  const connections = holding(pool.of(account, new AbortController().signal), gate.promise)
  const ref = { mailbox: 'INBOX', uidValidity: toUidValidity(await connections.use('INBOX', async (client) => (client.mailbox === false ? 0 : Number(client.mailbox.uidValidity)))), uid: toUid(1) }
  let isRead = false
  const reading = readMessage(connections, ref, { order: { sort: 'arrival', reverse: true, search: '' } }).finally(() => (isRead = true))
  assert.match(Buffer.from((await readHtml(connections, ref, '1')).octets).toString(), /Hello/)
  assert.equal(isRead, false)
  gate.resolve()
  assert.equal((await reading).bodies.length, 1)
})
