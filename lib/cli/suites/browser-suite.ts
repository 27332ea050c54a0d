import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWhenStale } from '../build/build-when-stale.ts'
import { CommandProblem } from '../commands/command.ts'
import { CHROMIUM, ensurePrograms, HEADLESS_CHROMIUM, LYNX } from './ensure-programs.ts'
import { readBrowserReport } from './browser-report.ts'
import type { BrowserReport } from './browser-report.ts'
import { runScript } from './run-program.ts'
import type { Outcome, Suite } from './suite.ts'
import { cannotRun } from './suite.ts'

const EVERY_LOOK = '@every-look'

/** What goes through every page once more, by axe, in Lynx, in other colours and widths, opens message after message, goes through the tables of features, the address books or the help, or starts whole sites and other programs. */
const THOROUGH = String.raw`@every-look|axe finds nothing|(accessibility|accounts|address-book|admin|application|base-path|contact-files|corpus|directory|filters|help|hostile|imposed|languages|lynx|module-scripts|outside-books|password|pdf|people|phone|public-computer|serve|signatures|sites|table-4-1|table-5-1|theme-editor|themes|ways-to-send)\.spec`

/** The browser suite, over a site of its own; builds the gateway first. */
export const e2e: Suite = { name: 'e2e', run: () => runBrowserTests(['--grep-invert', THOROUGH]) }

/** What the browser suite leaves out, since it takes longer than one waits at each change: pages once in light on a wide screen and once in dark on a phone. */
export const looks: Suite = { name: 'looks', run: () => runBrowserTests(['--grep', THOROUGH, '--grep-invert', EVERY_LOOK]) }

/** The same pages in every other theme, colour scheme and width. */
export const everyLook: Suite = { name: 'every-look', run: () => runBrowserTests(['--grep', EVERY_LOOK]) }

/** Runs Playwright with these arguments and variables, and counts by `readBrowserReport`. */
export async function runBrowserTests(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  // Faster; where it cannot be had, Chromium itself does as well.
  await ensurePrograms([HEADLESS_CHROMIUM])
  const missing = await ensurePrograms([CHROMIUM, LYNX])
  if (missing.length > 0) return cannotRun(missing.join('; '))
  const scratch = mkdtempSync(join(tmpdir(), 'postern-e2e-'))
  const report = join(scratch, 'report.json')
  try {
    await buildWhenStale('')
    await runScript('node_modules/@playwright/test/cli.js', ['test', '--config', 'e2e/playwright.config.ts', '--reporter', 'list,json', ...args], { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report } })
    return reportOf(report)
  } catch (error) {
    if (error instanceof CommandProblem) return cannotRun(error.message)
    throw error
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function reportOf(file: string): Outcome {
  try {
    return readBrowserReport(JSON.parse(readFileSync(file, 'utf8')) as BrowserReport)
  } catch {
    return cannotRun('Playwright ended without a report')
  }
}
