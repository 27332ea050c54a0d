import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { openSqlite } from '#lib/storage/sqlite.ts'
import { mailboxOf, message, several } from '../../contract/scenario.ts'
import { openDiskStores } from '../disk-stores.ts'
import { MIGRATIONS } from '../rows/schema.ts'
import { verifyAccount } from '../verify-account.ts'

test('what is stored is counted anew from the messages, while the account goes on', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-recount-'))
  try {
    const stores = await openDiskStores(directory)
    const store = await stores.of('alice')
    const inbox = await mailboxOf(store, 'INBOX')
    await inbox.append(several(message('a'.repeat(100), { flags: ['\\Seen'] }), message('b'.repeat(50), { flags: ['\\Deleted'] })))
    await store.create('Empty')
    assert.deepEqual(await stores.recount('alice'), [{ root: '', was: 150, now: 150 }])
    const database = openSqlite(join(directory, 'alice', 'mail.db'), { migrations: MIGRATIONS })
    database.prepare('UPDATE account SET used = 77, messages = 88').run()
    database.prepare('UPDATE mailbox SET messages = 9, size = 9, unseen = 9, deleted = 9').run()
    database.close()
    assert.deepEqual((await store.quota())[0], { name: '', storage: { used: 77 }, messages: { used: 88 } }, 'nothing is summed where somebody asks')
    assert.deepEqual(await stores.recount('alice'), [{ root: '', was: 77, now: 150 }])
    const { messages, unseen, deleted, size } = await inbox.status()
    assert.deepEqual([messages, unseen, deleted, size], [2, 1, 1, 150])
    assert.deepEqual((await store.quota())[0], { name: '', storage: { used: 150 }, messages: { used: 2 } })
    await store.setQuota('Empty', { storage: 1000 })
    await inbox.copy([1 as Uid], await mailboxOf(store, 'Empty'))
    const again = openSqlite(join(directory, 'alice', 'mail.db'), { migrations: MIGRATIONS })
    again.prepare("UPDATE mailbox SET size = 7 WHERE name = 'Empty'").run()
    again.close()
    assert.deepEqual(await stores.recount('alice'), [{ root: '', was: 243, now: 150 }, { root: 'Empty', was: 7, now: 100 }])
    await stores.close()
    assert.deepEqual(await verifyAccount(join(directory, 'alice')), [])
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
