#!/usr/bin/env node
// The way in, on any Node >= 20 and with nothing installed: installs what the lockfile asks for, then runs postern.ts on Node 24.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'

const WANTED = 24
const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(dirname(here))
const modules = join(root, 'node_modules')
const stamp = join(modules, '.postern-lockfile')
const lockfile = join(root, 'package-lock.json')

/** What goes wrong here is the person's machine: one sentence, no stack. */
function fail(sentence) {
  process.stderr.write(`postern: ${sentence}\n`)
  process.exit(1)
}

function hashOfLockfile() {
  return createHash('sha256').update(readFileSync(lockfile)).digest('hex')
}

function isInstalled() {
  try {
    return readFileSync(stamp, 'utf8') === hashOfLockfile() || adoptInstallation()
  } catch {
    return adoptInstallation() // no stamp yet
  }
}

/** `npm ci` or `npm install` by hand leaves npm's own record: believed when it holds every package that is not optional. */
function adoptInstallation() {
  const record = join(modules, '.package-lock.json')
  if (!existsSync(record)) return false
  const wanted = JSON.parse(readFileSync(lockfile, 'utf8')).packages
  const found = JSON.parse(readFileSync(record, 'utf8')).packages
  const same = Object.entries(wanted).every(([path, { version, optional }]) => path === '' || optional || found[path]?.version === version)
  if (same) writeFileSync(stamp, hashOfLockfile())
  return same
}

async function install() {
  const lock = join(tmpdir(), `postern-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`)
  await take(lock)
  try {
    if (isInstalled()) return // another one did it while we waited
    process.stderr.write('postern: installing what the lockfile asks for (npm ci) …\n')
    const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm']
    const [program, ...first] = npm
    // Standard output stays free for the one line of `serve --json`.
    const done = spawnSync(program, [...first, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: program === 'npm' && process.platform === 'win32',
    })
    if (done.error) fail(`npm cannot be run (${done.error.code ?? done.error.message}): install npm, it comes with Node.`)
    if (done.status !== 0) fail(`"npm ci" failed in ${root}: see its words above.`)
    mkdirSync(modules, { recursive: true })
    writeFileSync(stamp, hashOfLockfile())
  } finally {
    rmSync(lock, { force: true })
  }
}

/** Two starts at once in one tree must not install at once. A lock whose holder is gone is taken over. */
async function take(lock) {
  for (let waited = 0; ; waited += 1) {
    try {
      const file = openSync(lock, 'wx')
      writeFileSync(file, String(process.pid))
      closeSync(file)
      return
    } catch (error) {
      if (error.code !== 'EEXIST') fail(`cannot write ${lock} (${error.code}).`)
    }
    if (waited === 5) process.stderr.write('postern: waiting for another one that installs …\n')
    if (waited > 5 && !isAlive(holderOf(lock))) rmSync(lock, { force: true })
    await sleep(200)
  }
}

function holderOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'))
  } catch {
    return 0 // just released
  }
}

function isAlive(pid) {
  if (!pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** The Node to run on: the registry's copy when it runs here, else our own when it is new enough. */
function chooseNode() {
  const own = Number(process.versions.node.split('.')[0])
  const copy = join(modules, '.bin', process.platform === 'win32' ? 'node.exe' : 'node')
  let reason = `there is no ready-made one for ${process.platform}-${process.arch}`
  if (existsSync(copy)) {
    if (realpathSync(copy) === realpathSync(process.execPath)) return process.execPath
    const proof = spawnSync(copy, ['-p', 'process.versions.node'], { encoding: 'utf8' })
    if (proof.status === 0 && Number(proof.stdout.split('.')[0]) >= WANTED) return copy
    reason = `the ready-made one does not run here (${proof.error?.code ?? (proof.stderr || proof.stdout).trim().split('\n')[0]})`
  }
  if (own >= WANTED) return process.execPath
  return fail(`needs Node ${WANTED} or newer; this is Node ${process.versions.node}, and ${reason}. Install Node ${WANTED} from your system or from nodejs.org.`)
}

/** `serve web` and `serve mail` are the process itself: what holds its memory has to be said when Node starts. */
function memoryOf([command, ...words]) {
  if (command !== 'serve' || !words.some((word) => word === 'web' || word === 'mail')) return { flags: [], environment: {} }
  const memory = JSON.parse(readFileSync(join(here, 'supervisor', 'web-memory.json'), 'utf8'))
  return words.includes('web') ? memory : { flags: memory.flags.filter((flag) => flag.startsWith('--max-semi-space-size=')), environment: {} }
}

if (Number(process.versions.node.split('.')[0]) < 20) fail(`needs Node 20 or newer to start; this is Node ${process.versions.node}.`)
if (!isInstalled()) await install()
const node = chooseNode()
const program = join(here, 'postern.ts')

if (node === process.execPath) await import(pathToFileURL(program).href)
else {
  // The channel tells the program when we are gone, whatever ended us.
  const { flags, environment } = memoryOf(process.argv.slice(2))
  const child = spawn(node, [...flags, program, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: { ...process.env, ...environment } })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => fail(`${node} cannot be run (${error.code}).`))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}
