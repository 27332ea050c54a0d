import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { environmentWith } from '#lib/config/environment.ts'
import { loadConfig } from '#lib/config/load.ts'
import type { LogFields } from '#lib/log/log.ts'
import { createLog } from '#lib/log/log.ts'
import { Keeper, StartRefused } from './keeper.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-keeper-'))
after(() => rmSync(directory, { recursive: true }))
const runChild = join(import.meta.dirname, 'run-child.ts')
const config = { ...loadConfig({ env: { POSTERN_HTTP_PORT: '0', POSTERN_IMAP_PORT: '0', POSTERN_LOG_LEVEL: 'error' }, directory }), data: directory }

/** A child whose part is this body of `async (config, log) => Running`. */
function childOf(name: string, body: string): string {
  const file = join(directory, `${name}.ts`)
  writeFileSync(file, `import { runChild } from ${JSON.stringify(runChild)}\nimport { createServer } from 'node:net'\nimport { appendFileSync } from 'node:fs'\nrunChild('mail', async () => async (config, log) => {${body}})\n`)
  return file
}

/** Listens on the configured IMAP port, and writes down how it was closed. */
const LISTENS = `
  const server = createServer().listen(config.mail.ports.imap, '127.0.0.1')
  await new Promise((resolve, reject) => server.on('listening', resolve).on('error', reject))
  return {
    services: { imap: { host: '127.0.0.1', port: server.address().port, tls: 'none' } }, users: [],
    close: async () => { appendFileSync(config.data + '/closed', process.pid + ' '); server.close() },
  }`

function keeperOf(module: string, lines: string[] = []) {
  return new Keeper({ name: 'mail', module, env: environmentWith({}), dev: false, log: createLog('info', (line) => lines.push(line)) })
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20)
}

describe('Keeper', { timeout: 30_000 }, () => {
  it('drains the child when it is asked to end', async () => {
    const keeper = keeperOf(childOf('drains', LISTENS))
    const report = await keeper.start(config)
    assert.ok((report.services.imap?.port ?? 0) > 0)
    const pid = keeper.pid
    await keeper.end()
    assert.equal(await keeper.over, 'ended')
    assert.ok(readFileSync(join(directory, 'closed'), 'utf8').split(' ').includes(String(pid)))
  })

  it('starts a killed child again, at the port it had', async () => {
    const lines: string[] = []
    const keeper = keeperOf(childOf('returns', LISTENS), lines)
    await keeper.start(config)
    const before = keeper.pid
    process.kill(before, 'SIGKILL')
    await until(() => lines.some((line) => (JSON.parse(line) as LogFields).event === 'child is back'))
    assert.notEqual(keeper.pid, before)
    await keeper.end()
    assert.ok(lines.some((line) => (JSON.parse(line) as LogFields).restartIn === 200), lines.join())
  })

  it('hands the first port on to the next life', async () => {
    const file = join(directory, 'ports')
    const keeper = keeperOf(childOf('ports', `await import('node:fs').then((fs) => fs.appendFileSync(${JSON.stringify(file)}, config.mail.ports.imap + ' '));${LISTENS}`))
    const report = await keeper.start(config)
    process.kill(keeper.pid, 'SIGKILL')
    await until(() => readFileSync(file, 'utf8').trim().split(' ').length === 2)
    await keeper.end()
    assert.equal(readFileSync(file, 'utf8').trim(), `0 ${report.services.imap?.port}`)
  })

  it('passes on the sentence of a part that cannot start', async () => {
    const keeper = keeperOf(childOf('refuses', "throw Object.assign(new Error('listen'), { code: 'EADDRINUSE', address: '127.0.0.1', port: 1143 })"))
    await assert.rejects(keeper.start(config), (error) => error instanceof StartRefused && /127\.0\.0\.1:1143 is in use/.test(error.message))
    await keeper.end()
  })

  it('gives up on a child that dies five times', async () => {
    const lines: string[] = []
    const keeper = keeperOf(childOf('dies', 'process.exit(3)'), lines)
    await assert.rejects(keeper.start(config), /five times/)
    assert.equal(await keeper.over, 'given-up')
    assert.equal(lines.filter((line) => line.includes('child died')).length, 5)
  })
})
