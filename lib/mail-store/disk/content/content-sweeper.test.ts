import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { appendSubjects, mailboxOf } from '../../contract/scenario.ts'
import { openDiskStores } from '../disk-stores.ts'

test('what nobody names any more is freed once nobody brings mail', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const directory = mkdtempSync(join(tmpdir(), 'postern-sweep-'))
  let freed = 0
  const stores = await openDiskStores(directory, { crashPoint: (point) => void (point === 'content freed' && freed++) })
  try {
    const inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
    await appendSubjects(inbox, 'gone', 'kept')
    /** Had a sweep begun, its change would have been done before this one. */
    const freedAfter = async (milliseconds: number): Promise<number> => {
      context.mock.timers.tick(milliseconds)
      await new Promise(setImmediate)
      await inbox.changeFlags([2 as Uid], { operation: 'add', flags: ['Red'] })
      return freed
    }
    await inbox.changeFlags([1 as Uid], { operation: 'add', flags: ['\\Deleted'] })
    await inbox.expunge([1 as Uid])
    await freedAfter(400)
    await appendSubjects(inbox, 'more')
    assert.equal(await freedAfter(400), 0, 'somebody brings mail')
    assert.equal(await freedAfter(200), 1, 'it is quiet')
  } finally {
    await stores.close()
    rmSync(directory, { recursive: true, force: true })
  }
})
