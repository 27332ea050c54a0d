import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { environmentWith } from '#lib/config/environment.ts'
import { CommandProblem } from '../commands/command.ts'
import { ROOT } from '../root.ts'
import { buildEnvironment, distDirectory } from './build-environment.ts'
import { withFileLock } from './file-lock.ts'
import { sourceHash } from './source-hash.ts'

const STAMP = 'postern-build'
/** What a failing build may say, from its end. */
const OUTPUT_LIMIT = 64 * 1024

/** Builds the gateway for this base path unless what is there was built from the same sources. */
export async function buildWhenStale(basePath: string, say: (line: string) => void = (line) => void process.stderr.write(line)): Promise<void> {
  const dist = join(ROOT, distDirectory(basePath))
  const hash = sourceHash(ROOT, basePath)
  if (stampOf(dist) === hash) return
  await withFileLock(`${dist}.lock`, async () => {
    if (stampOf(dist) === hash) return // another one built it while we waited
    say('postern: building the gateway, once after each change …\n')
    await build(basePath)
    writeFileSync(join(dist, STAMP), hash)
  })
}

function stampOf(dist: string): string | undefined {
  try {
    return readFileSync(join(dist, STAMP), 'utf8')
  } catch {
    return undefined // never built to its end
  }
}

/** Its words are shown only when it fails: there is nothing in them for anybody else. */
function build(basePath: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const next = join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next')
  const child = spawn(process.execPath, [next, 'build', ROOT], { cwd: ROOT, env: environmentWith(buildEnvironment(basePath)), stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-OUTPUT_LIMIT)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.on('error', reject)
  child.on('close', (code) => (code === 0 ? resolve() : reject(new CommandProblem(`the gateway cannot be built:\n${output}`))))
  return promise
}
