import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { appendSubjects, mailboxOf, messagesOf } from '../../contract/scenario.ts'
import { openDiskStores, type DiskStores } from '../disk-stores.ts'
import { rebuildAccount } from '../repair/rebuild-account.ts'
import { verifyAccount } from '../verify-account.ts'

const NOTE = '/private/comment'

/** What they have seen of alice's mailbox, and what they have noted to it. */
async function knownOf(stores: DiskStores, reader: string): Promise<readonly [seen: number, notes: number]> {
  const mailbox = (await mailboxOf(await stores.of('alice'), 'INBOX')).readBy(reader)
  const seen = (await messagesOf(mailbox)).filter(({ flags }) => flags.includes('\\Seen')).length
  return [seen, [...(await mailbox.annotations.all()).keys()].filter((name) => name === NOTE).length]
}

for (const isOpen of [true, false]) {
  test(`who is gone has seen and noted nothing any more, where the mailbox is ${isOpen ? 'open' : 'closed'}`, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postern-forget-'))
    try {
      let stores = await openDiskStores(directory)
      const inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
      await appendSubjects(inbox, 'one', 'two', 'three')
      for (const reader of ['bob', 'carol']) {
        await inbox.readBy(reader).changeFlags([1, 3] as Uid[], { operation: 'add', flags: ['\\Seen'] })
        await inbox.readBy(reader).annotations.set(new Map([[NOTE, Buffer.from(reader)]]))
      }
      await inbox.annotations.set(new Map([[NOTE, Buffer.from('mine')]]))
      if (!isOpen) {
        await stores.close()
        stores = await openDiskStores(directory)
      }
      await stores.forgetReader('bob', ['alice', 'carol', 'dave'])
      assert.ok(!existsSync(join(directory, 'carol')), 'nobody is opened who holds nothing')
      for (const [reader, known] of [['bob', [0, 0]], ['carol', [2, 1]]] as const) assert.deepEqual(await knownOf(stores, reader), known)
      await stores.close()
      rmSync(join(directory, 'alice', 'mail.db'))
      assert.equal((await rebuildAccount(join(directory, 'alice'), Date.now())).source, 'journal')
      stores = await openDiskStores(directory)
      for (const [reader, known] of [['bob', [0, 0]], ['carol', [2, 1]]] as const) assert.deepEqual(await knownOf(stores, reader), known)
      assert.equal((await (await mailboxOf(await stores.of('alice'), 'INBOX')).annotations.all()).size, 1)
      await stores.close()
      assert.deepEqual(await verifyAccount(join(directory, 'alice')), [])
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })
}
