import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, test } from 'node:test'
import { openAccountPool } from '#lib/imap/account-pool.ts'
import { appendLargeMessage } from '#lib/imap/append/append-connection.ts'
import type { Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'
import { KeyRing } from '#lib/session/key-ring.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { submit } from '#lib/smtp/submit.ts'
import { startDeliverySite, type DeliverySite } from '#lib/testing/delivery-site.ts'
import { startImapFixture, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { VastImapServer } from '#lib/testing/fakes/vast-imap-server.ts'
import { SenderBox } from './sender-box.ts'

const CONTENT = 'From: alice@example.test\r\nTo: bob@example.test\r\nSubject: Later\r\n\r\nText\r\n'
const SERVICE: Credentials = { user: 'carol', password: 'secret-carol' }

let folder: string
let delivery: DeliverySite
let imap: ImapFixture
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-service-'))
  delivery = await startDeliverySite({ serviceAccounts: ['carol'] })
  imap = await startImapFixture({ accounts: delivery.accounts, serviceAccounts: ['carol'] })
})
afterEach(async () => {
  await imap.close()
  await delivery.close()
  await rm(folder, { recursive: true, force: true })
})

const at = (port: number): ServerAddress => ({ host: '127.0.0.1', port, tls: 'none', verify: true })
const servers = (): { imap: ServerAddress; smtp: ServerAddress } => ({ imap: at(imap.port), smtp: at(delivery.port('submission')) })
const alice = (): SignedIn => ({ ...servers(), id: 'x', account: 'account of alice', user: 'alice', address: 'alice@example.test', onPublicComputer: false, credentials: () => ({ user: 'alice', password: 'secret-alice' }) })
const box = (credentials = SERVICE): Promise<SenderBox> => SenderBox.open(join(folder, 'keys.json'), { credentials, servers: servers() })

async function later(sealing: SenderBox, opening = sealing): Promise<SignedIn> {
  const sender = await opening.open(sealing.seal(alice(), 'one') ?? '', 'account of alice', 'one')
  assert.ok(sender)
  return sender
}

async function send({ smtp, credentials }: SignedIn): Promise<void> {
  await submit(smtp, credentials(), { from: 'alice@example.test', recipients: ['bob@example.test'], size: CONTENT.length, eightBit: false, content: () => Readable.from([Buffer.from(CONTENT)]) })
}

test('with a service account nothing of a sender that proves anything is kept, and the service’s password neither', async () => {
  const sealed = (await box()).seal(alice(), 'one') ?? ''
  const plain = await (await KeyRing.open(join(folder, 'keys.json'))).open(sealed, JSON.stringify(['outbox', 'account of alice', 'one']))
  assert.match(plain ?? '', /alice@example\.test/)
  assert.doesNotMatch(plain ?? '', /secret|password/)
})

test('the service sends in the name of the sender and puts the copy where it is theirs', async () => {
  const sender = await later(await box())
  await send(sender)
  assert.match((await delivery.messages('bob'))[0] ?? '', /^Return-Path: <alice@example\.test>/)
  const pool = openAccountPool(2)
  try {
    const connections = pool.of({ server: sender.imap, credentials: sender.credentials() }, new AbortController().signal)
    await connections.use('INBOX', async () => undefined)
    await appendLargeMessage(connections, 'INBOX', { size: CONTENT.length, content: () => Readable.from([Buffer.from(CONTENT)]), flags: [] })
  } finally {
    pool.closeAll()
  }
  assert.deepEqual(await Promise.all(['alice', 'carol'].map(async (name) => (await (await (await imap.stores.of(name)).mailbox('INBOX'))?.uids())?.length)), [1, 0])
})

test('an account that may not act for others sends nothing', async () => {
  const sender = await later(await box({ user: 'bob', password: 'secret-bob' }))
  await assert.rejects(send(sender), { failure: 'sign-in-refused' })
  assert.deepEqual(await delivery.messages('bob'), [])
})

test('an IMAP server without PLAIN is not signed in to as the service itself', async () => {
  const server = new VastImapServer(1)
  const pool = openAccountPool(1)
  try {
    const account = { server: await server.start(), credentials: { ...SERVICE, actsFor: 'alice' } }
    await assert.rejects(pool.of(account, new AbortController().signal).useAny(async () => undefined), { failure: 'sign-in-refused' })
    await pool.of({ ...account, credentials: SERVICE }, new AbortController().signal).useAny(async () => undefined)
  } finally {
    pool.closeAll()
    await server.stop()
  }
})

test('servers that a person or another site has named never hear of the service’s password', async () => {
  const sealing = await box()
  for (const other of [{ imap: at(1) }, { smtp: at(1) }, { imap: { ...at(imap.port), allowed: ['loopback' as const] } }, { smtp: { ...servers().smtp, verify: false } }]) {
    const elsewhere = { ...alice(), ...other }
    assert.deepEqual([sealing.keeps(elsewhere), sealing.seal(elsewhere, 'one')], [false, undefined])
    const kept = (await SenderBox.open(join(folder, 'keys.json'))).seal(elsewhere, 'one') ?? ''
    assert.equal(await sealing.open(kept, 'account of alice', 'one'), undefined)
  }
})

test('what was kept with a password leaves by the service from then on; the other way round there is nothing to send by', async () => {
  const [kept, service] = [await SenderBox.open(join(folder, 'keys.json')), await box()]
  assert.deepEqual((await later(kept, service)).credentials(), { ...SERVICE, actsFor: 'alice' })
  assert.equal(await kept.open(service.seal(alice(), 'one') ?? '', 'account of alice', 'one'), undefined)
})
