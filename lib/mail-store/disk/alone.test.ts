import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { appendSubjects, mailboxOf } from '../contract/scenario.ts'
import { openDiskStores } from './disk-stores.ts'

test('whoever has an account alone has it alone, and whoever waits has it afterwards', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-alone-'))
  const stores = await openDiskStores(directory)
  try {
    const inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
    await appendSubjects(inbox, 'one')
    const steps: string[] = []
    const alone = (name: string): Promise<void> =>
      stores.alone('alice', async () => {
        steps.push(`${name} begins`)
        await new Promise(setImmediate)
        steps.push(`${name} ends`)
      })
    const uses = [alone('first'), stores.of('alice'), alone('second'), stores.of('alice'), alone('third')]
    await Promise.all(uses)
    assert.deepEqual(steps, ['first begins', 'first ends', 'second begins', 'second ends', 'third begins', 'third ends'])
    // And where it is opened and taken again before anybody had a turn.
    const more = [alone('a'), alone('b'), stores.of('alice'), stores.of('alice'), alone('c'), stores.of('alice'), alone('d')]
    await Promise.all(more)
    assert.deepEqual(steps.slice(6), ['a', 'b', 'c', 'd'].flatMap((name) => [`${name} begins`, `${name} ends`]))
    await assert.rejects(inbox.uids(), 'what was open has been told that it is gone')
    await assert.rejects(stores.alone('alice', () => Promise.reject(new Error('in vain'))), /in vain/)
    assert.deepEqual(await (await mailboxOf(await stores.of('alice'), 'INBOX')).uids(), [1])
    await Promise.all([alone('last'), stores.remove('alice'), stores.remove('alice')])
    assert.deepEqual(await (await mailboxOf(await stores.of('alice'), 'INBOX')).uids(), [])
  } finally {
    await stores.close()
    rmSync(directory, { recursive: true, force: true })
  }
})
