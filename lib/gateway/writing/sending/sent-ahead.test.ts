import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { TypedFields } from '#lib/composition/kept-composition.ts'
import { ImapCutter } from '#lib/testing/chaos/imap-cutter.ts'
import type { SubmissionBehaviour } from '#lib/testing/fakes/submission-server.ts'
import { hasDovecot, startDovecot } from '#lib/testing/dovecot.ts'
import { startImapFixture, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { octets, readMailbox, spooledFiles, startWritingFixture, type WritingFixture, writeMessage, writingForEach } from '#lib/testing/writing-fixture.ts'
import { attachFile } from '../attach-file.ts'
import type { Writer } from '../writing.ts'
import { sendComposition } from './send-composition.ts'

let imap: ImapFixture
let site: WritingFixture
writingForEach((fresh) => ({ imap, site } = fresh))

const FILE = randomBytes(500_000)

async function writeLarge(writer: Writer, typed: Partial<TypedFields> = {}): Promise<string> {
  const id = await writeMessage(writer, typed)
  await attachFile(writer, id, { name: 'large.bin', mediaType: 'application/octet-stream', content: octets(FILE) })
  return id
}

const copies = async ({ connections }: Pick<WritingFixture, 'connections'>): Promise<readonly string[]> => (await readMailbox(connections, 'Sent')).map(({ content }) => content)

/** Does `work` once it is on the disk that the message was accepted, before anything else follows. */
function onceRecorded({ writing: { store } }: Writer, work: () => Promise<void> | void): void {
  const record = store.recordSubmission.bind(store)
  store.recordSubmission = async (...call) => {
    await record(...call)
    store.recordSubmission = record
    await work()
  }
}

for (const server of ['our own server', ...(hasDovecot() ? ['Dovecot'] : [])]) {
  test(`${server}: the copy of a large message is on its way before the message is accepted, and there after that`, async () => {
    const dovecot = server === 'Dovecot' ? await startDovecot({ users: { alice: 'postern-alice' } }) : undefined
    const own = dovecot ? await startWritingFixture({ imap: dovecot.address }) : site
    try {
      const { writer } = own
      const events: string[] = []
      const connections = { ...writer.connections, withSeat: ((task) => {
        events.push('copy begun')
        return writer.connections.withSeat(task)
      }) as Writer['connections']['withSeat'] }
      onceRecorded(writer, async () => void events.push('accepted', `${(await copies(own)).length} copies`))
      const { outcome, leftovers } = await sendComposition({ ...writer, connections }, await writeLarge(writer, { bcc: 'secret@example.test' }))
      assert.deepEqual([events, leftovers, outcome.mailbox], [['copy begun', 'accepted', '0 copies'], [], 'Sent'])
      const [copy = '', ...others] = await copies(own)
      assert.deepEqual(others, [])
      assert.equal(copy, `Bcc: secret@example.test\r\n${own.submissions.received[0]?.content}`, 'the octets that were sent')
      assert.deepEqual(await spooledFiles(writer), [])
    } finally {
      if (dovecot) await own.close()
      await dovecot?.stop()
    }
  })
}

const FAILURES: readonly (readonly [string, SubmissionBehaviour, string])[] = [
  ['is refused', { content: '554 5.7.1 no' }, 'open'],
  ['is refused before its content', { greeting: 'drop' }, 'open'],
  ['may have been taken', { content: 'drop' }, 'uncertain'],
]
for (const [name, behaviour, state] of FAILURES) {
  test(`a large message that ${name} leaves no copy; sent once more, it leaves one`, async () => {
    const id = await writeLarge(site.writer)
    site.submissions.behaviour = behaviour
    await assert.rejects(sendComposition(site.writer, id))
    assert.equal((await site.writer.writing.store.get('account of alice', id)).state, state)
    assert.deepEqual(await copies(site), [])
    site.submissions.behaviour = {}
    assert.deepEqual((await sendComposition(site.writer, id)).leftovers, [])
    assert.equal((await copies(site)).length, 1)
  })
}

test('the connection of a copy that was begun is lost, or its answer is: sent once, and there is one copy in the end', async () => {
  const cutter = new ImapCutter(imap.port)
  const own = await startWritingFixture({ imap: { host: '127.0.0.1', port: await cutter.listen(), tls: 'none', verify: true } })
  try {
    const cases: readonly (readonly [string, () => void])[] = [
      ['before its last octets', () => cutter.cut()],
      ['behind them', () => (cutter.armed = { text: 'APPENDUID', arrives: false })],
    ]
    for (const [at, [name, lose]] of cases.entries()) {
      const id = await writeLarge(own.writer)
      onceRecorded(own.writer, lose)
      await sendComposition(own.writer, id)
      await own.restart()
      assert.deepEqual((await sendComposition(own.writer, id)).leftovers, [], name)
      assert.deepEqual([own.submissions.received.length, (await copies(site)).length], [at + 1, at + 1], name)
    }
  } finally {
    await own.close()
    await cutter.close()
  }
})

test('a process that ends between the record of a copy and its last octets leaves none, and the next one makes it', async () => {
  const id = await writeLarge(site.writer)
  const ended = new AbortController()
  const { connections } = site.writer
  // Its connections end with it, and it does nothing more.
  const withSeat: Writer['connections']['withSeat'] = (task) => connections.withSeat((account, signal) => task(account, AbortSignal.any([signal, ended.signal])))
  const recorded = new Promise<void>((resolve) => onceRecorded(site.writer, () => {
    ended.abort()
    resolve()
    return new Promise(() => undefined)
  }))
  void sendComposition({ ...site.writer, connections: { ...connections, withSeat } }, id)
  await recorded
  await site.restart()
  assert.equal((await site.writer.writing.store.get('account of alice', id)).submission?.copying, true)
  assert.deepEqual(await copies(site), [])
  assert.deepEqual((await sendComposition(site.writer, id)).leftovers, [])
  assert.deepEqual([site.submissions.received.length, (await copies(site)).length], [1, 1])
})

test('what the mailbox refuses is told as it is of any copy, and made later', async () => {
  const full = await startImapFixture({ quota: 500_000 })
  const poor = await startWritingFixture({ imap: { host: '127.0.0.1', port: full.port, tls: 'none', verify: true } })
  try {
    const id = await writeLarge(poor.writer)
    assert.deepEqual((await sendComposition(poor.writer, id)).leftovers, ['copied'])
    assert.deepEqual((await sendComposition(poor.writer, id)).leftovers, ['copied'])
    assert.deepEqual([poor.submissions.received.length, await copies(poor)], [1, []])
  } finally {
    await poor.close()
    await full.close()
  }
})
