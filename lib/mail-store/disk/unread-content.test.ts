import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import { contentOf, mailboxOf, message, problem, several } from '../contract/scenario.ts'
import type { Mailbox } from '../mail-store.ts'
import type { DiskMailStore } from './disk-mail-store.ts'
import { openDiskStores, type DiskStores } from './disk-stores.ts'

const OWN = 'Delivered-To: alice\r\n'
const LARGE = `${OWN}Subject: to all\r\n\r\n${'large '.repeat(30_000)}`

describe('content that cannot be read', () => {
  let directory = ''
  let stores: DiskStores
  let inbox: Mailbox
  let logged: string[]
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'postern-unread-'))
    logged = []
    stores = await openDiskStores(directory, { log: createLog('warn', (line) => logged.push(line)) })
    inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
    // In two files: what is the recipient's own, and what is common.
    await inbox.append(several({ ...message(LARGE, { chunk: 10_000 }), common: { start: OWN.length, token: {} } }))
  })
  afterEach(async () => {
    await stores.close()
    rmSync(directory, { recursive: true, force: true })
  })

  /** Somebody who has read the first of both files. */
  async function halfRead(): Promise<AsyncIterator<Uint8Array>> {
    const [uid] = await inbox.uids()
    const reader = inbox.content(uid!)[Symbol.asyncIterator]()
    assert.equal(String(Buffer.from((await reader.next()).value as Uint8Array)), OWN)
    return reader
  }
  const removeFiles = (): void => rmSync(join(directory, 'alice', 'content'), { recursive: true })
  const events = (): readonly string[] => logged.map((line) => (JSON.parse(line) as { event: string }).event)

  test('because the message was expunged meanwhile is no damage', async () => {
    const reader = await halfRead()
    await inbox.changeFlags(await inbox.uids(), { operation: 'add', flags: ['\\Deleted'] })
    await inbox.expunge(await inbox.uids())
    await ((await stores.of('alice')) as DiskMailStore).sweep()
    await assert.rejects(reader.next(), problem('no-such-message'))
    assert.deepEqual(events(), [])
  })

  test('because the mailbox was deleted meanwhile is no damage', async () => {
    const store = (await stores.of('alice')) as DiskMailStore
    const to = await store.create('Elsewhere')
    await inbox.move(await inbox.uids(), to)
    inbox = to
    const reader = await halfRead()
    await store.remove('Elsewhere')
    await store.sweep()
    await assert.rejects(reader.next(), problem('no-such-mailbox'))
    assert.deepEqual(events(), [])
  })

  test('because the account was deleted meanwhile is no damage', async () => {
    const reader = await halfRead()
    await stores.remove('alice')
    await assert.rejects(reader.next(), problem('no-such-mailbox'))
    assert.deepEqual(events(), [])
  })

  test('because the store was closed meanwhile is no damage, and then nothing else can be read either', async () => {
    const [uid] = await inbox.uids()
    const reader = await halfRead()
    await stores.close()
    removeFiles()
    await assert.rejects(reader.next(), problem('closed'))
    await assert.rejects(contentOf(inbox, uid!), problem('closed'))
    await assert.rejects(inbox.uids(), problem('closed'))
    assert.deepEqual(events(), [])
  })

  test('because its file has gone is damage, and told to the log', async () => {
    const reader = await halfRead()
    removeFiles()
    await assert.rejects(reader.next(), problem('damaged'))
    assert.deepEqual(events(), ['message-damaged'])
  })
})
