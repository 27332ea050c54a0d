import { chromium } from '@playwright/test'
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { environment, environmentWith } from '#lib/config/environment.ts'
import { FREE_PORTS } from '#lib/testing/processes/free-ports.ts'
import { ROOT } from './root.ts'
import { findChromium } from './suites/find-program.ts'

/*
 * Proves the README: a clone of what is committed, `npm start` in it, and a browser that opens a message of the demonstration.
 * Ends with 1 when that takes 300 seconds or fails. `npm run prove`.
 */

/** The README's promise, in seconds. */
const PROMISE = 300

const folder = mkdtempSync(join(tmpdir(), 'postern-prove-'))
const started = performance.now()
const seconds = (): number => (performance.now() - started) / 1000

execFileSync('git', ['clone', '--quiet', ROOT, join(folder, 'clone')])
// Nothing of this tree may help the clone: its programs least of all.
const path = (environment().PATH ?? '').split(':').filter((entry) => !entry.includes('node_modules')).join(':')
const npm = spawn('npm', ['start'], { cwd: join(folder, 'clone'), env: environmentWith({ ...FREE_PORTS, PATH: path, POSTERN_DATA: undefined, POSTERN_CONFIG: undefined }), stdio: ['ignore', 'pipe', 'inherit'] })
const ended = new Promise<void>((resolve) => npm.once('exit', () => resolve()))

try {
  const origin = await addressOf(npm.stdout)
  process.stdout.write(`ready after ${seconds().toFixed(1)} s at ${origin}\n`)
  await openMessage(origin)
  process.stdout.write(`a browser has opened a message of the demonstration ${seconds().toFixed(1)} s after the clone began\n`)
  if (seconds() > PROMISE) process.exitCode = 1
} finally {
  npm.kill('SIGTERM')
  await ended
  rmSync(folder, { recursive: true, force: true })
}

/** The webmail's address as `npm start` prints it, once everything that follows it is printed too. */
async function addressOf(output: AsyncIterable<Buffer>): Promise<string> {
  let printed = ''
  for await (const chunk of output) {
    printed += chunk.toString()
    const address = /^\s*Webmail\s+(\S+)/m.exec(printed)?.[1]
    if (address !== undefined && printed.includes('postern-alice')) return address
  }
  throw new Error('npm start ended before it was ready')
}

async function openMessage(origin: string): Promise<void> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('there is no Chromium: install Debian\'s package "chromium"')
  const browser = await chromium.launch({ executablePath, args: userInfo().uid === 0 ? ['--no-sandbox'] : [] })
  try {
    const page = await browser.newPage()
    await page.goto(origin)
    await page.getByLabel('User name').fill('alice')
    await page.getByLabel('Password', { exact: true }).fill('postern-alice')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Tomorrow!' }).first().click()
    await page.getByRole('heading', { name: 'Tomorrow!' }).waitFor()
  } finally {
    await browser.close()
  }
}
