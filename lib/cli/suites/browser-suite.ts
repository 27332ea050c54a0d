import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWhenStale } from '../build/build-when-stale.ts'
import { CommandProblem } from '../commands/command.ts'
import { CHROMIUM, ensurePrograms, LYNX } from './ensure-programs.ts'
import { runScript } from './run-program.ts'
import type { Outcome, Suite } from './suite.ts'
import { cannotRun } from './suite.ts'

/** The browser suite, over a site of its own; builds the gateway first. */
export const e2e: Suite = { name: 'e2e', run: () => runBrowserTests([]) }

interface Report {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number }
  readonly errors: readonly unknown[]
  readonly suites: readonly ReportedSuite[]
}

interface ReportedSuite {
  readonly suites?: readonly ReportedSuite[]
  readonly specs: readonly { readonly tests: readonly { readonly expectedStatus: string }[] }[]
}

/** Runs Playwright with these arguments and variables. What was skipped or needed a second try has not passed, nor has what is expected to fail. */
export async function runBrowserTests(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const missing = await ensurePrograms([CHROMIUM, LYNX])
  if (missing.length > 0) return cannotRun(missing.join('; '))
  const scratch = mkdtempSync(join(tmpdir(), 'postern-e2e-'))
  const report = join(scratch, 'report.json')
  try {
    await buildWhenStale('')
    await runScript('node_modules/@playwright/test/cli.js', ['test', '--config', 'e2e/playwright.config.ts', '--reporter', 'list,json', ...args], { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report } })
    return readReport(report)
  } catch (error) {
    if (error instanceof CommandProblem) return cannotRun(error.message)
    throw error
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function readReport(file: string): Outcome {
  try {
    const { stats, errors, suites } = JSON.parse(readFileSync(file, 'utf8')) as Report
    const missing = suites.reduce((sum, suite) => sum + expectedToFail(suite), 0)
    return { passed: stats.expected - missing, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length, ...(missing === 0 ? {} : { note: `${missing} rows of the books are not there yet` }) }
  } catch {
    return cannotRun('Playwright ended without a report')
  }
}

/** What is not there yet fails as it should; that is nothing passed. */
function expectedToFail({ suites = [], specs }: ReportedSuite): number {
  return suites.reduce((sum, suite) => sum + expectedToFail(suite), 0) + specs.flatMap(({ tests }) => tests).filter(({ expectedStatus }) => expectedStatus === 'failed').length
}
