import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { run } from 'node:test'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../root.ts'
import type { Outcome, Suite } from './suite.ts'

/** One file may take so many milliseconds: beyond it hangs. */
const FILE_TIMEOUT = 240_000
const END_WHEN_HUNG = `${pathToFileURL(join(ROOT, 'lib/cli/suites/end-when-hung.ts')).href}?after=${FILE_TIMEOUT}`

/** Files that take so many seconds are named, up to so many of them. */
const [SLOW, SLOWEST] = [10, 12]

/** What a broken file said last. */
const WORDS_LIMIT = 16 * 1024

/** Every `*.test.ts` but those that need another mail server. */
export const unit: Suite = {
  name: 'unit',
  run: () => runTestFiles(globSync('{lib,components,app}/**/*.test.ts', { cwd: ROOT, exclude: ['lib/testing/interop/**'] })),
}

/** Runs files of node:test, each in its own process, and prints what fails. A skipped test has not passed. */
export async function runTestFiles(files: readonly string[], { concurrency = availableParallelism() + 1 } = {}): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
  const events = run({ files: files.map((file) => join(ROOT, file)), concurrency, timeout: FILE_TIMEOUT, cwd: ROOT, execArgv: ['--disable-warning=ExperimentalWarning', '--import', END_WHEN_HUNG] })
  let outcome: Outcome = { passed: 0, failed: 0 }
  const words = new Map<string, string>()
  const broken = new Set<string>()
  const durations: (readonly [file: string, seconds: number])[] = []
  const failures: string[] = []
  events.on('test:fail', ({ name, file, line, details }) => {
    // A suite fails because a test of it did: that one is printed.
    const { error } = details
    if (file !== undefined) broken.add(file)
    if ((error as { failureType?: string }).failureType === 'subtestsFailed') return
    const place = `${file?.slice(ROOT.length + 1) ?? ''}:${line ?? ''} ${name}`
    failures.push(place)
    console.log(`✖ ${place}\n${inspect(error.cause ?? error, { depth: 5 })}\n`)
  })
  events.on('test:pass', ({ name, file, skip, todo }) => {
    if (skip === undefined && todo === undefined) return
    console.log(`✖ ${file?.slice(ROOT.length + 1) ?? ''} ${name}: was left out`)
  })
  const keep = ({ file = '', message }: { readonly file?: string | undefined; readonly message: string }): void => void words.set(file, ((words.get(file) ?? '') + message).slice(-WORDS_LIMIT))
  events.on('test:stderr', keep)
  events.on('test:stdout', keep)
  events.on('test:summary', ({ file, counts, duration_ms }) => {
    if (file !== undefined) durations.push([file.slice(ROOT.length + 1), Math.round(duration_ms / 1000)])
    // Only the last summary has no file: it counts them all.
    if (file === undefined) outcome = { passed: counts.passed, failed: counts.tests - counts.passed }
  })
  events.on('end', () => {
    for (const file of broken) if (words.has(file)) console.log(`What ${file.slice(ROOT.length + 1)} said:\n${words.get(file)}`)
    const slowest = durations.sort((one, other) => other[1] - one[1]).slice(0, SLOWEST)
    resolve({ ...outcome, note: [`${files.length} files`, ...slowest.filter(([, seconds]) => seconds >= SLOW).map(([file, seconds]) => `${file} ${seconds} s`)].join(', '), failures })
  })
  events.on('error', reject)
  events.resume()
  return promise
}
