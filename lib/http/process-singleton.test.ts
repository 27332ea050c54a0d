import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openedSingleton } from './process-singleton.ts'

test('what could not be opened is opened anew, once for all who ask; what was opened stays', async () => {
  let opened = 0
  const open = async (): Promise<number> => {
    opened += 1
    if (opened === 1) throw new Error('the disk is full')
    return opened
  }
  const ask = (): Promise<number> => openedSingleton('tried in this test', open)
  const asked = [ask(), ask()]
  for (const each of asked) await assert.rejects(each, /the disk is full/)
  assert.deepEqual(await Promise.all([ask(), ask()]), [2, 2])
  assert.equal(await ask(), 2)
})
