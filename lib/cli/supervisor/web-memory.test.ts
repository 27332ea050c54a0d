import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import { WEB_FLAGS } from './web-memory.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-memory-'))
after(() => rmSync(directory, { recursive: true }))

const file = join(directory, 'restarts.ts')
writeFileSync(
  file,
  `import { environment } from ${JSON.stringify(join(import.meta.dirname, '../../config/environment.ts'))}
import { restartWithFlags } from ${JSON.stringify(join(import.meta.dirname, 'web-memory.ts'))}
restartWithFlags()
console.log(JSON.stringify({ pid: process.pid, flags: process.execArgv, words: process.argv.slice(2), arenas: environment().MALLOC_ARENA_MAX }))
process.disconnect?.()`,
)

async function run(flags: readonly string[], channel: readonly 'ipc'[] = []) {
  const child = spawn(process.execPath, [...flags, file, 'serve', 'web'], { stdio: ['ignore', 'pipe', 'inherit', ...channel] })
  const [said] = await Promise.all([text(child.stdout as NodeJS.ReadableStream), once(child, 'exit')])
  return { child: child.pid, ...(JSON.parse(said) as { pid: number; flags: string[]; words: string[]; arenas?: string }) }
}

describe('restartWithFlags', { timeout: 20_000 }, () => {
  it('begins again once, under the same number and with the same words', async () => {
    const { child, pid, flags, words, arenas } = await run([])
    assert.deepEqual([pid, flags, words, arenas], [child, WEB_FLAGS, ['serve', 'web'], '1'])
  })

  it('goes on as it is with the flags, and under a parent that holds a channel', async () => {
    assert.deepEqual((await run(WEB_FLAGS)).flags, WEB_FLAGS)
    assert.deepEqual((await run([], ['ipc'])).flags, [])
  })

  it('names flags that this V8 knows', async () => {
    const child = spawn(process.execPath, [...WEB_FLAGS, '-e', ''], { stdio: ['ignore', 'ignore', 'pipe'] })
    assert.equal(await text(child.stderr as NodeJS.ReadableStream), '')
  })
})
