import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import type { ScannerAddress } from '#lib/mail/network/scanner-address.ts'
import { ClamdServer, EICAR } from '#lib/testing/fakes/clamd-server.ts'
import { scanWith } from './scanner.ts'

const folder = mkdtempSync(join(tmpdir(), 'postern-scan-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const clean = file('clean', Buffer.alloc(300_000, 7))
const infected = file('infected', Buffer.concat([Buffer.alloc(200_000), Buffer.from(EICAR), Buffer.alloc(10)]))
const logged: string[] = []
const log = createLog('info', (line) => void logged.push(line))
const look = (scanner: ScannerAddress, path: string, { seconds = 30, onFailure = 'refuse' as 'refuse' | 'pass' } = {}) => scanWith({ scanner, seconds, onFailure }, log)({ path, name: 'plan.exe' })
const INFECTED = { failure: 'refused', refusal: { name: 'file-infected', with: { name: 'plan.exe', virus: 'Win.Test.EICAR_HDB-1' } } }
const NOT_SCANNED = { failure: 'server-busy', refusal: { name: 'file-not-scanned', with: { name: 'plan.exe' } } }

test('clamd: a file with a virus is refused by its name, another passes, whole and by either socket', async () => {
  const clamd = new ClamdServer()
  const [port, path] = [await clamd.listen(), join(folder, 'clamd.ctl')]
  const bySocket = new ClamdServer()
  await bySocket.listen(path)
  try {
    for (const scanner of [{ kind: 'tcp', host: '127.0.0.1', port }, { kind: 'socket', path }] as const) {
      await look(scanner, clean)
      await assert.rejects(look(scanner, infected), INFECTED)
      await look(scanner, file('empty', ''))
    }
    assert.deepEqual([clamd.scanned, bySocket.scanned], [[300_000, 200_010 + EICAR.length, 0], [300_000, 200_010 + EICAR.length, 0]])
  } finally {
    await clamd.close()
    await bySocket.close()
  }
})

test('what clamd does not look at is refused or passes, as configured, and the log says so: too long, silent, gone, no clamd at all', async () => {
  const [short, silent] = [new ClamdServer({ most: 100_000 }), new ClamdServer({ isSilent: true })]
  const [shortAt, silentAt] = [await short.listen(), await silent.listen()]
  const gone = new ClamdServer()
  const goneAt = await gone.listen()
  await gone.close()
  try {
    for (const port of [shortAt, silentAt, goneAt]) {
      const scanner = { kind: 'tcp', host: '127.0.0.1', port } as const
      logged.length = 0
      await assert.rejects(look(scanner, clean, { seconds: 1 }), NOT_SCANNED)
      await look(scanner, clean, { seconds: 1, onFailure: 'pass' })
      assert.deepEqual(logged.map((line) => (JSON.parse(line) as { event: string; becomes: string }).becomes), ['refuse', 'pass'])
    }
    assert.ok(!logged.join('').includes('plan.exe'))
  } finally {
    await short.close()
    await silent.close()
  }
})

test('a program reads the file from its input, names what it finds, and knows nothing of our environment; what it cannot do is no pass', async () => {
  const program = (name: string, script: string): ScannerAddress => {
    const path = file(name, `#!/bin/sh\n${script}\n`)
    chmodSync(path, 0o700)
    return { kind: 'program', program: path, args: ['--no-summary', '$(touch /nowhere); -'] }
  }
  const scan = program('scan', `[ "$2" = '$(touch /nowhere); -' ] || exit 2\n[ -z "$HOME" ] || exit 2\nif grep -q EICAR-STANDARD; then echo 'stdin: Win.Test.EICAR_HDB-1 FOUND'; exit 1; fi`)
  await look(scan, clean)
  await assert.rejects(look(scan, infected), INFECTED)
  await look(program('early', 'exit 0'), clean)
  for (const broken of [program('broken', 'cat > /dev/null; exit 2'), program('hangs', 'exec sleep 60'), { kind: 'program', program: join(folder, 'none'), args: [] } as const]) await assert.rejects(look(broken, clean, { seconds: 1 }), NOT_SCANNED)
})
