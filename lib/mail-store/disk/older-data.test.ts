import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { openSqlite } from '#lib/storage/sqlite.ts'
import { contentOf, mailboxOf, message, messagesOf, several } from '../contract/scenario.ts'
import type { MailStore } from '../mail-store.ts'
import { ContentPacks } from './content/content-packs.ts'
import type { DiskMailStore } from './disk-mail-store.ts'
import { openDiskStores } from './disk-stores.ts'
import { MIGRATIONS } from './rows/schema.ts'
import { verifyAccount } from './verify-account.ts'

const NOW = 1_700_000_000_000

/** Takes an account back to what the first version of the schema held. */
const TO_FIRST_VERSION: readonly string[] = [
  'DROP INDEX mailbox_quota',
  'ALTER TABLE mailbox DROP COLUMN quota',
  'ALTER TABLE mailbox DROP COLUMN message_quota',
  'ALTER TABLE message DROP COLUMN zone',
  'DROP TABLE seen',
  'DROP INDEX message_content',
  'DROP TABLE uid_run',
  'DROP INDEX content_pack',
  'ALTER TABLE content DROP COLUMN pack',
  'ALTER TABLE content DROP COLUMN place',
  'ALTER TABLE account DROP COLUMN unproved',
  'ALTER TABLE account DROP COLUMN messages',
  'ALTER TABLE account DROP COLUMN machine_start',
  'ALTER TABLE account DROP COLUMN sequence',
  'ALTER TABLE mailbox DROP COLUMN forgotten',
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
    const many = Array.from({ length: 45 }, (_, index) => message(`Subject: x\r\n\r\nnumber ${index}`, { flags: index % 7 < 3 ? ['\\Seen'] : [] }))
    await inbox.append(several(message('Subject: x\r\n\r\nshort', { zone: 90 }), message(large), ...many))
    const known = await messagesOf(inbox, undefined, ['preview', 'parts'])
    await before.close()
    assert.deepEqual(known.slice(0, 2).map(({ preview, parts }) => [preview?.slice(0, 5), parts?.[0]?.decodedSize]), [['short', 5], ['hello', 120_000]])

    const database = openSqlite(join(directory, 'alice', 'mail.db'), { migrations: MIGRATIONS })
    const packs = new ContentPacks(join(directory, 'alice', 'content'), () => undefined)
    for (const [id, pack, place] of database.prepareArrays('SELECT id, pack, place FROM content WHERE pack IS NOT NULL').all() as readonly (readonly [number, number, number])[]) {
      database.prepare('INSERT INTO body VALUES (?, ?)').run(id, packs.read({ pack, place }).octets)
    }
    for (const pack of packs.list()) packs.remove(pack)
    rmSync(join(directory, 'alice', 'journal'))
    for (const statement of TO_FIRST_VERSION) database.prepare(statement).run()
    database.close()

    const after = await openDiskStores(directory)
    const store = (await after.of('alice')) as DiskMailStore
    const older = await messagesOf(await mailboxOf(store, 'INBOX'), undefined, ['preview', 'parts'])
    const hashes = await contentsOf(store)
    assert.deepEqual([older[0]?.preview, older[0]?.parts?.[0]?.decodedSize], [undefined, undefined])
    const [hers, read] = [await mailboxOf(store, 'INBOX'), (await mailboxOf(store, 'INBOX')).readBy('bob')]
    assert.deepEqual((await messagesOf(read)).map(({ flags }) => flags), (await messagesOf(hers)).map(({ flags }) => flags), 'who reads it begins with what all had seen')
    await hers.changeFlags([3 as Uid], { operation: 'remove', flags: ['\\Seen'] })
    await read.changeFlags([4 as Uid], { operation: 'remove', flags: ['\\Seen'] })
    assert.deepEqual((await messagesOf(read)).slice(2, 5).map(({ flags }) => flags.length), [1, 0, 1])
    assert.deepEqual((await messagesOf(hers)).slice(2, 5).map(({ flags }) => flags.length), [0, 1, 1])
    await hers.changeFlags([3 as Uid], { operation: 'add', flags: ['\\Seen'] })
    await store.refresh()
    const refreshed = await messagesOf(await mailboxOf(store, 'INBOX'), undefined, ['preview', 'parts'])
    assert.deepEqual(refreshed.map((message) => ({ ...message, saveDate: NOW, modSeq: 0n })), known.map((message) => ({ ...message, modSeq: 0n, zone: 0 })))
    assert.ok(refreshed.every(({ saveDate }) => saveDate > NOW), 'what was there before is saved when its mailbox learned to say so')
    assert.deepEqual(await contentsOf(store), hashes)
    await after.close()
    assert.deepEqual(readdirSync(join(directory, 'alice', 'content')).filter((file) => file.startsWith('pack-')), ['pack-1'])
    assert.deepEqual(await verifyAccount(join(directory, 'alice')), [])
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})

async function contentsOf(store: MailStore): Promise<readonly string[]> {
  const inbox = await mailboxOf(store, 'INBOX')
  return Promise.all((await inbox.uids()).map(async (uid) => (await contentOf(inbox, uid)).toString('latin1')))
}
