import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSqlite } from '#lib/storage/sqlite.ts'
import { mailboxOf, message, messagesOf, several } from '../contract/scenario.ts'
import type { DiskMailStore } from './disk-mail-store.ts'
import { openDiskStores } from './disk-stores.ts'
import { MIGRATIONS } from './rows/schema.ts'
import { verifyAccount } from './verify-account.ts'

const NOW = 1_700_000_000_000

/** Takes an account back to what the first version of the schema held. */
const TO_FIRST_VERSION: readonly string[] = [
  'DROP TABLE annotation',
  'ALTER TABLE message DROP COLUMN save_date',
  'DROP INDEX envelope_stale',
  'ALTER TABLE envelope DROP COLUMN preview',
  `UPDATE structure SET parts = (SELECT json_group_array(json_remove(value, '$.decodedSize', '$.hasNul')) FROM json_each(parts))`,
  'PRAGMA user_version = 1',
]

test('what an older version has stored is served at once, and brought up to date in the background', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-older-'))
  try {
    const before = await openDiskStores(directory, { now: () => NOW })
    const inbox = await mailboxOf(await before.of('alice'), 'INBOX')
    const large = `Content-Transfer-Encoding: base64\r\n\r\n${'aGVsbG8g'.repeat(20_000)}`
    const many = Array.from({ length: 45 }, (_, index) => message(`Subject: x\r\n\r\nnumber ${index}`))
    await inbox.append(several(message('Subject: x\r\n\r\nshort'), message(large), ...many))
    const known = await messagesOf(inbox, undefined, ['preview', 'parts'])
    await before.close()
    assert.deepEqual(known.slice(0, 2).map(({ preview, parts }) => [preview?.slice(0, 5), parts?.[0]?.decodedSize]), [['short', 5], ['hello', 120_000]])

    const database = openSqlite(join(directory, 'alice', 'mail.db'), { migrations: MIGRATIONS })
    for (const statement of TO_FIRST_VERSION) database.prepare(statement).run()
    database.close()

    const after = await openDiskStores(directory)
    const store = (await after.of('alice')) as DiskMailStore
    const older = await messagesOf(await mailboxOf(store, 'INBOX'), undefined, ['preview', 'parts'])
    assert.deepEqual([older[0]?.preview, older[0]?.parts?.[0]?.decodedSize], [undefined, undefined])
    await store.refresh()
    const refreshed = await messagesOf(await mailboxOf(store, 'INBOX'), undefined, ['preview', 'parts'])
    assert.deepEqual(refreshed.map((message) => ({ ...message, saveDate: NOW })), known)
    assert.ok(refreshed.every(({ saveDate }) => saveDate > NOW), 'what was there before is saved when its mailbox learned to say so')
    await after.close()
    assert.deepEqual(await verifyAccount(join(directory, 'alice')), [])
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
