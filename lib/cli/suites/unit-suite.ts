import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { run } from 'node:test'
import { ROOT } from '../root.ts'
import type { Outcome, Suite } from './suite.ts'

/** One file may take so long: beyond it hangs. */
const FILE_TIMEOUT = 240_000

/** What a broken file said last. */
const STDERR_LIMIT = 8 * 1024

/** Every `*.test.ts` but those that need another mail server. */
export const unit: Suite = {
  name: 'unit',
  run: () => runTestFiles(globSync('{lib,components,app}/**/*.test.ts', { cwd: ROOT, exclude: ['lib/testing/interop/**'] })),
}

/** Runs files of node:test, each in its own process, and prints what fails. A skipped test has not passed. */
export async function runTestFiles(files: readonly string[], { concurrency = availableParallelism() + 1 } = {}): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
  const events = run({ files: files.map((file) => join(ROOT, file)), concurrency, timeout: FILE_TIMEOUT, cwd: ROOT, execArgv: ['--disable-warning=ExperimentalWarning'] })
  let outcome: Outcome = { passed: 0, failed: 0 }
  const errors = new Map<string, string>()
  const broken = new Set<string>()
  events.on('test:fail', ({ name, file, line, details }) => {
    // A suite fails because a test of it did: that one is printed.
    const { error } = details
    if (file !== undefined) broken.add(file)
    if ((error as { failureType?: string }).failureType === 'subtestsFailed') return
    console.log(`✖ ${file?.slice(ROOT.length + 1) ?? ''}:${line ?? ''} ${name}\n${inspect(error.cause ?? error, { depth: 5 })}\n`)
  })
  events.on('test:pass', ({ name, file, skip, todo }) => {
    if (skip === undefined && todo === undefined) return
    console.log(`✖ ${file?.slice(ROOT.length + 1) ?? ''} ${name}: was left out`)
  })
  events.on('test:stderr', ({ file, message }) => void errors.set(file, ((errors.get(file) ?? '') + message).slice(-STDERR_LIMIT)))
  events.on('test:summary', ({ file, counts }) => {
    // Only the last summary has no file: it counts them all.
    if (file === undefined) outcome = { passed: counts.passed, failed: counts.tests - counts.passed }
  })
  events.on('end', () => {
    for (const file of broken) if (errors.has(file)) console.log(`Standard error of ${file.slice(ROOT.length + 1)}:\n${errors.get(file)}`)
    resolve({ ...outcome, note: `${files.length} files` })
  })
  events.on('error', reject)
  events.resume()
  return promise
}
