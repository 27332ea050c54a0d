import type { Outcome } from './suite.ts'

/** What Playwright's `json` reporter writes, as far as it is counted. */
export interface BrowserReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number }
  readonly errors: readonly unknown[]
  readonly suites: readonly ReportedSuite[]
}

interface ReportedSuite {
  readonly suites?: readonly ReportedSuite[]
  readonly specs: readonly ReportedSpec[]
}

interface ReportedSpec {
  readonly title: string
  readonly file?: string
  readonly line?: number
  readonly tests: readonly { readonly expectedStatus: string; readonly status: string }[]
}

/**
 * What was skipped has failed. What is expected to fail is nothing passed, nor is what needed a second try:
 * that one is named, so that it is mended and not forgotten.
 */
export function readBrowserReport({ stats, errors, suites }: BrowserReport): Outcome {
  const specs = suites.flatMap(specsOf)
  const missing = specs.flatMap(({ tests }) => tests).filter(({ expectedStatus }) => expectedStatus === 'failed').length
  const flaky = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky')).map(({ title }) => title)
  const failures = specs.filter(({ tests }) => tests.some(({ status }) => status === 'unexpected' || status === 'skipped')).map(({ file = '', line = '', title }) => `${file}:${line} ${title}`)
  const notes = [...(missing === 0 ? [] : [`${missing} rows of the books are not there yet`]), ...(flaky.length === 0 ? [] : [`a second try was needed by: ${flaky.join('; ')}`])]
  return { passed: stats.expected - missing, failed: stats.unexpected + stats.skipped + errors.length, ...(notes.length === 0 ? {} : { note: notes.join('. ') }), failures }
}

function specsOf({ suites = [], specs }: ReportedSuite): readonly ReportedSpec[] {
  return [...specs, ...suites.flatMap(specsOf)]
}
