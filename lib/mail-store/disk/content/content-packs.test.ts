import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { contentOf, mailboxOf, message, several } from '../../contract/scenario.ts'
import type { DiskMailStore } from '../disk-mail-store.ts'
import { openDiskStores } from '../disk-stores.ts'
import { verifyAccount } from '../verify-account.ts'

async function withFolder(task: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-packs-'))
  try {
    await task(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

test('a pack of which little is in use is emptied and removed; what is in use stays', () =>
  withFolder(async (directory) => {
    const stores = await openDiskStores(directory)
    const store = (await stores.of('alice')) as DiskMailStore
    const inbox = await mailboxOf(store, 'INBOX')
    const packs = (): readonly string[] => readdirSync(join(directory, 'alice', 'content')).sort()
    // Somewhat more than one pack holds.
    for (let part = 0; part < 6; part++) {
      await inbox.append(several(...Array.from({ length: 120 }, (_, index) => message(`Subject: ${part} ${index}\r\n\r\n${'x'.repeat(60_000)}`))))
    }
    assert.deepEqual(packs(), ['pack-1', 'pack-2'])
    const first = await contentOf(inbox, 3 as Uid)
    const gone = (await inbox.uids()).filter((uid) => uid % 3 !== 0)
    await inbox.changeFlags(gone, { operation: 'add', flags: ['\\Deleted'] })
    await inbox.expunge(gone)
    await store.sweep()
    assert.deepEqual(packs(), ['pack-2'])
    assert.deepEqual(await contentOf(inbox, 3 as Uid), first)
    await stores.close()
    assert.deepEqual(await verifyAccount(join(directory, 'alice')), [])
  }))

test('what a kill has left at the end of a pack harms nobody', () =>
  withFolder(async (directory) => {
    for (let round = 0; round < 3; round++) {
      const stores = await openDiskStores(directory)
      const inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
      await inbox.append(several(message(`round ${round}`)))
      for (const uid of await inbox.uids()) assert.equal((await contentOf(inbox, uid)).toString(), `round ${uid - 1}`)
      await stores.close()
      appendFileSync(join(directory, 'alice', 'content', 'pack-1'), '\u00f0PSTNR1\nhalf a record', 'latin1')
    }
    assert.deepEqual(await verifyAccount(join(directory, 'alice')), [])
  }))

test('the journal is written anew when it has grown, and stays bounded', () =>
  withFolder(async (directory) => {
    const stores = await openDiskStores(directory)
    const inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
    let largest = 0
    for (let round = 0; round < 60; round++) {
      await inbox.annotations.set(new Map([['/private/comment', Buffer.alloc(40_000, `${round} `)]]))
      largest = Math.max(largest, statSync(join(directory, 'alice', 'journal')).size)
    }
    const { size } = statSync(join(directory, 'alice', 'journal'))
    assert.ok(size < largest, 'it has been written anew')
    assert.ok(largest < 2 * 1024 * 1024, `it grew to ${largest}`)
    await stores.close()
    assert.deepEqual(await verifyAccount(join(directory, 'alice')), [])
  }))
