import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import { appendSubjects, mailboxOf } from '#lib/mail-store/contract/scenario.ts'
import { MIGRATIONS } from '#lib/mail-store/disk/rows/schema.ts'
import { openSqlite } from '#lib/storage/sqlite.ts'
import { examineStore } from '#lib/cli/doctor/store-examination.ts'
import { temporaryConfig } from '#lib/testing/mail-server-site.ts'
import { RoomsAdministration } from '#lib/mail-server/administer-rooms.ts'
import { openMailRooms } from '#lib/mail-server/mail-rooms.ts'
import { QuotaWatch } from '#lib/mail-server/quota-watch.ts'

const nothing = (): Promise<never> => Promise.reject(new Error('is not asked for'))

test('accounts whose counters disagree with their messages are counted and named, until they are counted anew', async () => {
  const site = await temporaryConfig()
  const logged: string[] = []
  const log = createLog('warn', (line) => void logged.push(line))
  const rooms = await openMailRooms(site.config, log)
  const watch = new QuotaWatch(rooms, log)
  try {
    const administration = new RoomsAdministration(rooms, 'localhost', { stats: nothing, resetStats: nothing, figures: nothing, shutdown: nothing, disconnect: () => undefined })
    for (const name of ['ann', 'bob', 'eve', 'finn']) await administration.addUser({ name, password: 'secret' })
    for (const name of ['ann', 'bob', 'eve']) await appendSubjects(await mailboxOf(await rooms.stores.of(name), 'INBOX'), 'one', 'two')
    const corrupt = (name: string, statement: string): void => {
      const database = openSqlite(join(site.config.data, 'mail', name, 'mail.db'), { migrations: MIGRATIONS })
      database.prepare(statement).run()
      database.close()
    }
    await watch.check()
    assert.deepEqual([rooms.stores.miscounted, logged], [0, []])
    corrupt('ann', 'UPDATE account SET used = used + 1')
    corrupt('bob', "UPDATE mailbox SET messages = 1 WHERE name = 'Sent'")
    corrupt('eve', "UPDATE mailbox SET size = 0 WHERE name = 'INBOX'")
    await watch.check()
    assert.equal(rooms.stores.miscounted, 3)
    assert.deepEqual(logged.map((line) => /"quota-mismatch".*"account":"(\w+)"/.exec(line)?.[1]), ['ann', 'bob', 'eve'])
    const printed: string[] = []
    assert.equal(await examineStore({ administration, names: ['ann'], repair: false, json: false, print: (line) => void printed.push(line) }), 1)
    assert.deepEqual(printed.slice(0, 2), ['ann: the account miscounts its octets', 'ann: "postern quota repair ann" counts anew.'])
    await administration.repairQuotas(['ann', 'bob'])
    assert.equal(rooms.stores.miscounted, 1)
    await administration.deleteUser('eve')
    assert.equal(rooms.stores.miscounted, 0)
    await watch.check()
    assert.deepEqual([rooms.stores.miscounted, logged.length], [0, 3])
  } finally {
    await watch.stop()
    await rooms.close()
    await site.remove()
  }
})
