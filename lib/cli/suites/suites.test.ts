import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { after, describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../root.ts'
import { readBrowserReport } from './browser-report.ts'
import { ensurePrograms } from './ensure-programs.ts'
import { findProgram } from './find-program.ts'
import { canInstall, withoutServices } from './install-programs.ts'
import { runProgram } from './run-program.ts'
import { runSuites } from './run-suites.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-suites-'))
after(() => rmSync(directory, { recursive: true }))

describe('programs', () => {
  it('are found by their names, in their order', () => {
    assert.ok(findProgram('no-such-program-anywhere', 'sh')?.endsWith('/sh'))
    assert.equal(findProgram('no-such-program-anywhere'), undefined)
    assert.equal(findProgram('/bin/sh'), '/bin/sh')
  })

  it('that are missing and cannot be installed are named, with what to do', async () => {
    const found = { name: 'Shell', package: 'dash', find: async () => '/bin/sh' }
    assert.deepEqual(await ensurePrograms([found]), [])
    if (canInstall()) return assert.ok(findProgram('apt-get'))
    const missing = { name: 'Chromium', package: 'chromium', find: async () => undefined }
    assert.deepEqual(await ensurePrograms([found, missing]), ['Chromium is missing: install it (on Debian or Ubuntu as root: apt-get install chromium)'])
  })

  it('that are not there end with 127', async () => {
    assert.deepEqual(await runProgram('no-such-program-anywhere', [], { capture: true }), { code: 127, output: '' })
    assert.deepEqual(await runProgram('sh', ['-c', 'echo out; exit 3'], { capture: true }), { code: 3, output: 'out\n' })
  })

  it('are installed without starting services, and the policy is as it was afterwards', async () => {
    const policy = join(directory, 'policy-rc.d')
    const during = await withoutServices(async () => readFileSync(policy, 'utf8'), policy)
    assert.match(during, /exit 101/)
    assert.ok(!existsSync(policy))
    writeFileSync(policy, 'mine', { mode: 0o700 })
    await assert.rejects(withoutServices(() => Promise.reject(new Error('broken')), policy), /broken/)
    assert.equal(readFileSync(policy, 'utf8'), 'mine')
    assert.equal(statSync(policy).mode & 0o777, 0o700)
  })
})

describe('suites', () => {
  const results = join(ROOT, '.test-results')

  it('are summed up in the last line and in a file, and one that ran nothing has failed', async () => {
    const lines: string[] = []
    const suite = (name: string, passed: number, failed: number) => ({ name, run: async () => ({ passed, failed }) })
    assert.equal(await runSuites('trial', [suite('a', 3, 0), suite('b', 2, 0)], (line) => lines.push(line)), 0)
    assert.equal(lines.at(-1), '5 passed, 0 failed')
    assert.equal(await runSuites('trial', [suite('a', 3, 1), suite('b', 0, 0)], (line) => lines.push(line)), 1)
    assert.equal(lines.at(-1), '3 passed, 2 failed')
    const { passed, failed } = JSON.parse(readFileSync(join(results, 'trial.json'), 'utf8')) as { passed: number; failed: number }
    assert.deepEqual([passed, failed], [3, 2])
    const broken = { name: 'c', run: async () => ({ passed: 1, failed: 1, failures: ['lib/c.test.ts:7 counts'] }) }
    assert.equal(await runSuites('trial', [broken], (line) => lines.push(line)), 1)
    assert.equal(lines.at(-2), '  ✖ lib/c.test.ts:7 counts')
    rmSync(join(results, 'trial.json'))
  })

  it('of one list run side by side, the others after those before them', async () => {
    const happened: string[] = []
    const suite = (name: string) => ({ name, run: async () => { happened.push(`${name} begins`); await setImmediate(); happened.push(`${name} ends`); return { passed: 1, failed: 0 } } })
    assert.equal(await runSuites('trial', [[suite('a'), suite('b')], suite('c')], () => undefined), 0)
    assert.deepEqual(happened, ['a begins', 'b begins', 'a ends', 'b ends', 'c begins', 'c ends'])
    rmSync(join(results, 'trial.json'))
  })

  it('count what fails, what is left out and what does not load as failed', async () => {
    const file = join(directory, 'mixed.test.ts')
    writeFileSync(file, "import { it } from 'node:test'\nit('a', () => undefined)\nit('b', () => { throw new Error('no') })\nit.skip('c', () => undefined)\nit.todo('d')\n")
    assert.match(await runUnit(file), /✖ .* b\n[^]*Error: no[^]*c: was left out[^]*unit: 1 passed, 3 failed\n$/)
    writeFileSync(file, "import './nowhere.ts'\n")
    assert.match(await runUnit(file), /nowhere\.ts[^]*unit: 0 passed, 1 failed\n$/)
  })

  it('end what hangs, and nothing else', async () => {
    const limit = `${pathToFileURL(join(ROOT, 'lib/cli/suites/end-when-hung.ts')).href}?after=100`
    const ended = (script: string) => runProgram(process.execPath, ['--import', limit, '--input-type=module', '-e', script], { capture: true })
    assert.deepEqual([(await ended('setInterval(() => undefined, 10)')).code, (await ended('')).code], [1, 0])
  })
})

/** The runner in a process of its own: it does not run inside another one. */
async function runUnit(file: string): Promise<string> {
  const { output } = await runProgram(process.execPath, [join(ROOT, 'lib/cli/run-unit.ts'), relative(ROOT, file)], { capture: true, env: { NODE_TEST_CONTEXT: undefined } })
  return output
}

describe('the report of the browser tests', () => {
  const spec = (title: string, status: string, expectedStatus = 'passed'): { title: string; tests: { status: string; expectedStatus: string }[] } => ({ title, tests: [{ status, expectedStatus }] })

  it('counts as passed neither what is expected to fail nor what needed a second try, and names both', () => {
    const suites = [{ specs: [spec('signs in', 'expected')], suites: [{ specs: [spec('threads', 'expected', 'failed'), spec('a theme is worn', 'flaky')] }] }]
    assert.deepEqual(readBrowserReport({ stats: { expected: 2, unexpected: 0, flaky: 1, skipped: 0 }, errors: [], suites }), {
      passed: 1,
      failed: 0,
      note: '1 rows of the books are not there yet. a second try was needed by: a theme is worn',
      failures: [],
    })
  })

  it('counts as failed what failed, what was skipped, and what went wrong outside of the tests', () => {
    const suites = [{ specs: [{ ...spec('sends', 'unexpected'), file: 'send.spec.ts', line: 7 }, { ...spec('prints', 'skipped'), file: 'print.spec.ts', line: 9 }, spec('reads', 'expected')] }]
    assert.deepEqual(readBrowserReport({ stats: { expected: 1, unexpected: 1, flaky: 0, skipped: 1 }, errors: [{}], suites }), { passed: 1, failed: 3, failures: ['send.spec.ts:7 sends', 'print.spec.ts:9 prints'] })
  })
})
