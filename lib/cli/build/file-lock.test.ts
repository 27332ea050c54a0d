import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { withFileLock } from './file-lock.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-lock-'))
after(() => rmSync(directory, { recursive: true }))

/** A process id that nobody has: beyond what Linux, macOS and Windows give out by default. */
const NOBODY = 2 ** 31 - 2

describe('withFileLock', () => {
  it('lets one in at a time, and leaves nothing behind', async () => {
    const file = join(directory, 'one.lock')
    let inside = 0
    let most = 0
    await Promise.all(
      [1, 2, 3].map(() =>
        withFileLock(file, async () => {
          most = Math.max(most, (inside += 1))
          await sleep(20)
          inside -= 1
        }),
      ),
    )
    assert.equal(most, 1)
    assert.ok(!existsSync(file))
  })

  it('takes over from a holder that is gone', async () => {
    const file = join(directory, 'stale.lock')
    writeFileSync(file, String(NOBODY))
    assert.equal(await withFileLock(file, async () => 'done'), 'done')
  })

  it('is given back when the task fails', async () => {
    const file = join(directory, 'failed.lock')
    await assert.rejects(withFileLock(file, () => Promise.reject(new Error('no'))), /no/)
    assert.ok(!existsSync(file))
  })
})
