import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { emptyLog } from '#lib/storage/sqlite.ts'
import { appendSubjects, mailboxOf, message, several } from '../../contract/scenario.ts'
import type { DiskOptions } from '../disk-options.ts'
import { openDiskStores, type DiskStores } from '../disk-stores.ts'
import { verifyAccount } from '../verify-account.ts'

/** Octets after which the log is long, and of the head of a page in it. */
const LONG = 1000 * (4096 + 24)

/** Digests that make a log grow: 200 messages take more than a MB. */
const COUNT = 200

async function play(options: DiskOptions, scene: (stores: DiskStores, folder: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-log-'))
  const stores = await openDiskStores(directory, options)
  try {
    await scene(stores, join(directory, 'alice'))
  } finally {
    await stores.close()
    const faults = await verifyAccount(join(directory, 'alice'))
    rmSync(directory, { recursive: true, force: true })
    assert.deepEqual(faults, [])
  }
}

async function appendMany(stores: DiskStores): Promise<void> {
  const header = `Subject: ${'word '.repeat(1000)}\r\n`
  await (await mailboxOf(await stores.of('alice'), 'INBOX')).append(several(...Array.from({ length: COUNT }, (_, index) => message(`${header}X-Count: ${index}\r\n\r\n`))))
}

test('a log that has grown long is emptied by another thread, and begun anew by the next commit', () => {
  const points: string[] = []
  return play({ crashPoint: (point) => void (point === 'log emptied' && points.push(point)) }, async (stores, folder) => {
    const log = join(folder, 'mail.db-wal')
    let longest = 0
    for (let round = 0; round < 12; round++) {
      await appendMany(stores)
      longest = Math.max(longest, statSync(log).size)
    }
    assert.ok(points.length >= 2, `emptied ${points.length} times`)
    assert.ok(longest >= LONG && longest < 4 * LONG, `${longest} octets`)
  })
})

test('while a log is emptied its account is read and others are served; what is to change in the account waits', async () => {
  const order: string[] = []
  let end: () => void = () => undefined
  const begun = Promise.withResolvers<void>()
  const emptied = new Promise<void>((resolve) => (end = resolve))
  const options: DiskOptions = {
    emptyLog: async (database) => {
      if (!database.includes('alice')) return
      order.push('begun')
      begun.resolve()
      await emptied
      emptyLog(database)
      order.push('emptied')
    },
  }
  await play(options, async (stores) => {
    const inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
    const bob = await mailboxOf(await stores.of('bob'), 'INBOX')
    let appended = 0
    while (order.length === 0) {
      await appendMany(stores)
      appended += COUNT
    }
    await begun.promise
    const flagged = inbox.changeFlags([1 as Uid], { operation: 'add', flags: ['\\Seen'] }).then(() => order.push('flagged'))
    assert.equal((await inbox.status()).messages, appended)
    order.push('read')
    await appendSubjects(bob, 'meanwhile')
    order.push('bob')
    end()
    await flagged
    assert.deepEqual(order, ['begun', 'read', 'bob', 'emptied', 'flagged'])
  })
})

test('an account whose log is being emptied is closed after that, with what waits; a log that cannot be emptied harms nobody', async () => {
  const order: string[] = []
  const options: DiskOptions = {
    emptyLog: async () => {
      await new Promise(setImmediate)
      order.push('failed')
      throw new Error('no room')
    },
  }
  await play(options, async (stores) => {
    const inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
    for (let round = 0; round < 6; round++) await appendMany(stores)
    assert.ok(order.length > 0)
    const flagged = inbox.changeFlags([1 as Uid], { operation: 'add', flags: ['\\Seen'] }).then(() => order.push('flagged'))
    await stores.close()
    order.push('closed')
    await flagged
    await new Promise(setImmediate)
    assert.ok(order.includes('flagged'))
    assert.equal(order.at(-1), 'closed', 'nothing goes on behind it')
  })
})
