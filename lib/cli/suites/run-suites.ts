import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../root.ts'
import type { Outcome, Suite } from './suite.ts'

/** Where `.ci/run` reads what a run came to. */
const RESULTS = join(ROOT, '.test-results')

/** What failed is named once more at the end, up to so many of each suite: where only the end of a log is kept. */
const NAMED = 20

/**
 * Runs the suites one after another, each to its end, those of one list side by side, and sums them up in one last line and in
 * `.test-results/<name>.json`.
 */
export async function runSuites(name: string, suites: readonly (Suite | readonly Suite[])[], print: (line: string) => void): Promise<number> {
  const outcomes: (readonly [string, Outcome])[] = []
  for (const step of suites) {
    const together = 'run' in step ? [step] : step
    outcomes.push(...(await Promise.all(together.map(async (suite) => [suite.name, await timed(suite, print)] as const))))
  }
  print('')
  for (const [suite, outcome] of outcomes) {
    print(summary(suite, outcome))
    for (const failure of (outcome.failures ?? []).slice(0, NAMED)) print(`  ✖ ${failure}`)
  }
  const passed = outcomes.reduce((sum, [, outcome]) => sum + outcome.passed, 0)
  const failed = outcomes.reduce((sum, [, outcome]) => sum + outcome.failed + (outcome.passed + outcome.failed === 0 ? 1 : 0), 0)
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify({ passed, failed, suites: Object.fromEntries(outcomes) })}\n`)
  print(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

async function timed(suite: Suite, print: (line: string) => void): Promise<Outcome> {
  const began = performance.now()
  const outcome = await suite.run()
  print(`${summary(suite.name, outcome)} in ${Math.round((performance.now() - began) / 1000)} s`)
  return outcome
}

/** A suite without a single test has not passed either. */
function summary(name: string, { passed, failed, note }: Outcome): string {
  const nothing = passed + failed === 0 ? ' (no tests: counts as failed)' : ''
  return `${name}: ${passed} passed, ${failed} failed${note === undefined ? '' : ` (${note})`}${nothing}`
}
