import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

const directory = mkdtempSync(join(tmpdir(), 'postern-parent-'))
after(() => rmSync(directory, { recursive: true }))

function script(name: string, text: string): string {
  const file = join(directory, name)
  writeFileSync(file, text)
  return file
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false // gone
  }
}

describe('watchParent', { timeout: 20_000 }, () => {
  it('notices that npm is gone, although the shell between us lives on', async () => {
    const watcher = script('watcher.ts', `import { watchParent } from ${JSON.stringify(join(import.meta.dirname, 'parent-watch.ts'))}\nwatchParent(() => process.exit(0), { every: 20 })\nconsole.log(process.pid)\nsetInterval(() => undefined, 1000)\n`)
    // Stands for npm: it runs a shell, which runs the script and has something to do afterwards.
    const npm = script('npm.cjs', `require('node:child_process').spawn('sh', ['-c', '"$0" "$1"; true', ${JSON.stringify(process.execPath)}, ${JSON.stringify(watcher)}], { stdio: 'inherit' })\nsetInterval(() => undefined, 1000)\n`)
    const started = spawn(process.execPath, [npm, 'npm'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await Promise.all([new Promise<string>((resolve) => createInterface({ input: started.stdout }).once('line', resolve))])
    const pid = Number(line)
    assert.ok(isAlive(pid))
    started.kill('SIGKILL')
    while (isAlive(pid)) await sleep(20)
  })

  it('does not end while all of them live', async () => {
    const watcher = script('patient.ts', `import { watchParent } from ${JSON.stringify(join(import.meta.dirname, 'parent-watch.ts'))}\nwatchParent(() => process.exit(1), { every: 20 })\nsetTimeout(() => process.exit(0), 300)\n`)
    const code = await new Promise((resolve) => spawn(process.execPath, [watcher], { stdio: 'ignore' }).once('exit', resolve))
    assert.equal(code, 0)
  })
})
