import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { KeyRing } from '#lib/session/key-ring.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { SubmissionServer } from '#lib/testing/fakes/submission-server.ts'
import type { ImapFixture } from '#lib/testing/imap-fixture.ts'
import { readMailbox, writingForEach, type WritingFixture } from '#lib/testing/writing-fixture.ts'
import { startComposition } from '../writing/begin/start-composition.ts'
import { saveComposition } from '../writing/save-composition.ts'
import { finishAccepted } from '../writing/sending/finish-accepted.ts'
import { leaveAt } from '../writing/sending/leave-later.ts'
import type { Writer } from '../writing/writing.ts'
import { Outbox } from './outbox.ts'
import { SenderBox } from './sender-box.ts'

const ACCOUNT = 'account of alice'
const HOUR = 3_600_000

let imap: ImapFixture
let site: WritingFixture
let folder: string
let relay: SubmissionServer
let relayAt: ServerAddress
let now: number
let isSignedIn: boolean
let outbox: Outbox
writingForEach((fresh) => ({ imap, site } = fresh))
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-relay-'))
  relay = new SubmissionServer()
  relayAt = at(await relay.listen())
  now = Date.now()
  isSignedIn = true
  outbox = await open()
})
afterEach(async () => {
  await outbox.stop()
  await relay.close()
  await rm(folder, { recursive: true, force: true })
})

const at = (port: number): ServerAddress => ({ host: '127.0.0.1', port, tls: 'none', verify: true })
const servers = () => ({ imap: at(imap.port), smtp: site.writer.session.smtp })
const alice = (): SignedIn => ({ ...site.writer.session, imap: at(imap.port), onPublicComputer: false })
const box = () => SenderBox.open(join(folder, 'keys.json'), { relay: relayAt, servers: servers() })

async function open(): Promise<Outbox> {
  return new Outbox({
    store: site.writer.writing.outbox,
    box: await box(),
    // The desk of whoever sends: without a password it reaches no mailbox.
    writerOf: async (sender) => (sender.credentials().proof === 'none' ? { ...site.writer, session: sender, connections: NOWHERE } : site.writer),
    isSignedIn: async () => isSignedIn,
    done: async () => undefined,
    log: createLog('error', () => undefined),
    attemptsLast: 48 * HOUR,
    now: () => now,
  })
}

const NOWHERE = new Proxy({} as Writer['connections'], { get: () => assert.fail('a mailbox was asked for') })

async function waiting(from = ''): Promise<string> {
  const begun = await startComposition(site.writer, { kind: 'new' })
  const { id } = (await saveComposition(site.writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', subject: 'Hello', body: 'Text', ...(from === '' ? {} : { from }) })).kept
  await outbox.put(alice(), id, now + HOUR)
  return id
}
const inSent = async (): Promise<number> => (await readMailbox(site.connections, 'Sent')).length

test('nobody signed in: the relay gets it without a password though it offers AUTH, and the copy in Sent is made at the next sign-in, once', async () => {
  const id = await waiting()
  isSignedIn = false
  now += HOUR
  await outbox.deliver()
  assert.deepEqual([relay.received.map(({ from, recipients }) => [from, recipients]), site.submissions.received.length, await inSent()], [[['alice@example.test', ['bob@example.test']]], 0, 0])
  assert.ok(!relay.commands.some((command) => /^AUTH/i.test(command)), relay.commands.join())
  now += 24 * HOUR
  await outbox.deliver()
  assert.equal(relay.received.length, 1)
  isSignedIn = true
  await finishAccepted(site.writer)
  await finishAccepted(site.writer)
  assert.deepEqual([relay.received.length, await inSent(), await site.writer.writing.store.find(ACCOUNT, id)], [1, 1, undefined])
})

test('after a restart too; and what lies on the disk proves nothing', async () => {
  const id = await waiting()
  const sealed = (await site.writer.writing.outbox.find(ACCOUNT, id))?.sealed ?? ''
  const plain = await (await KeyRing.open(join(folder, 'keys.json'))).open(sealed, JSON.stringify(['outbox', ACCOUNT, id]))
  assert.match(plain ?? '', /alice@example\.test/)
  assert.doesNotMatch(plain ?? '', /postern-alice|password/)
  assert.doesNotMatch(await readFile(join(folder, 'keys.json'), 'latin1'), /postern-alice/)
  await outbox.stop()
  await site.restart()
  outbox = await open()
  now += HOUR
  await outbox.deliver()
  assert.deepEqual([relay.received.length, site.submissions.received.length], [1, 0])
})

test('who is still signed in sends by their own server, with their copy', async () => {
  const id = await waiting()
  now += HOUR
  await outbox.deliver()
  assert.deepEqual([relay.received.length, site.submissions.received.length, await inSent(), await site.writer.writing.store.find(ACCOUNT, id)], [0, 1, 1, undefined])
})

test('under another address nothing leaves by the relay: said when it is put off, and kept where it was due', async () => {
  const other = { ...site.writer.habits, identities: [{ name: 'Chief', address: 'ceo@example.test', reply_to: '', organization: '', sent: '', signature_format: '', signature: '' }] }
  site = { ...site, writer: { ...site.writer, habits: other } }
  const id = await waiting('Chief <ceo@example.test>')
  isSignedIn = false
  now += HOUR
  await outbox.deliver()
  const problem = (await site.writer.writing.outbox.find(ACCOUNT, id))?.problem
  assert.deepEqual([relay.received.length, (await site.writer.writing.store.find(ACCOUNT, id))?.state, problem?.refusal], [0, 'open', { name: 'sender-not-relayed', with: { address: 'ceo@example.test' } }])
  const later = { outlivesSession: true, isRelayed: true, put: async () => assert.fail(), attempt: async () => assert.fail(), takeBack: async () => undefined }
  await assert.rejects(leaveAt({ ...site.writer, later }, id, { later: '2099-01-01T00:00', zone: 'UTC' }), { failure: 'refused' })
  // One that an administrator has given them is theirs.
  site = { ...site, writer: { ...site.writer, imposed: new Set(['identities']) } }
  await outbox.put(alice(), id, now)
  await outbox.deliver()
  assert.deepEqual(relay.received.map(({ from }) => from), ['ceo@example.test'])
})

test('whoever named other servers, where they may be anybody, is never sent for', async () => {
  for (const other of [{ imap: at(1) }, { smtp: at(1) }, { imap: { ...at(imap.port), allowed: ['loopback' as const] } }]) {
    const elsewhere = { ...alice(), ...other }
    assert.deepEqual([(await box()).keeps(elsewhere), (await box()).seal(elsewhere, 'one')], [false, undefined])
    const kept = (await SenderBox.open(join(folder, 'keys.json'))).seal(elsewhere, 'one') ?? ''
    assert.equal(await (await box()).open(kept, ACCOUNT, 'one'), undefined)
  }
})
