import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { mailboxOf, message, several } from '../contract/scenario.ts'
import { openDiskStores } from './disk-stores.ts'

const YEAR = 365 * 24 * 3600 * 1000

test('a clock that jumps years back and forth gives no UID and no UIDVALIDITY twice, and moves none', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-clock-'))
  let now = Date.UTC(2026, 0, 1)
  const open = () => openDiskStores(directory, { now: () => now })
  let stores = await open()
  try {
    const inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
    const { uidValidity } = inbox
    const [uids, validities, modSeqs]: [number[], number[], bigint[]] = [[], [], []]
    for (const jump of [0, -YEAR, 2 * YEAR, -3 * YEAR, 0, -YEAR]) {
      now += jump
      // Half of them are seen by a process that is started after the jump.
      if (jump < 0) {
        await stores.close()
        stores = await open()
      }
      const store = await stores.of('alice')
      const here = await mailboxOf(store, 'INBOX')
      uids.push(...(await here.append(several(message('Subject: a\r\n\r\na')))))
      modSeqs.push((await here.status()).highestModSeq)
      assert.equal(here.uidValidity, uidValidity)
      validities.push((await store.create('Again')).uidValidity)
      await store.remove('Again')
    }
    for (const numbers of [uids, validities, modSeqs]) assert.deepEqual(numbers.map((number, index) => index === 0 || number > numbers[index - 1]!), numbers.map(() => true), String(numbers))
  } finally {
    await stores.close()
    rmSync(directory, { recursive: true, force: true })
  }
})
