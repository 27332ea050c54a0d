import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { test } from 'node:test'
import { isIndexSound } from '#lib/mail-store/disk/search-index/verify-index.ts'
import { IndexedAccount } from './indexed-account.ts'

/** At least so many, and on a slow machine as many as it takes to have stored something, at most so many. */
const [KILLS, MOST] = [5, 40]

test('whatever a kill interrupts, the index is sound and finds what is there', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-index-kill-'))
  try {
    let found = 0
    for (let kill = 0; kill < KILLS || (found === 0 && kill < MOST); kill++) {
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'index-child.ts'), directory], { stdio: ['ignore', 'pipe', 'inherit'] })
      await once(child.stdout, 'data')
      await delay(randomInt(50, 400))
      child.kill('SIGKILL')
      await once(child, 'exit')
      assert.ok(isIndexSound(join(directory, 'alice')))
      const account = await IndexedAccount.open(directory)
      for (const text of ['harbour lan', 'nowhere', 'quarry']) for (const kind of ['body', 'subject', 'text'] as const) found += (await account.search({ kind, text })).length
      await account.close()
    }
    assert.ok(found > 0, 'there was something to find')
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
