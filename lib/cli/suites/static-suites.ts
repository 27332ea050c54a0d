import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildWhenStale } from '../build/build-when-stale.ts'
import { CommandProblem } from '../commands/command.ts'
import { ROOT } from '../root.ts'
import { checkStructure } from '../check-structure.ts'
import { runScript } from './run-program.ts'
import type { Outcome, Suite } from './suite.ts'
import { cannotRun } from './suite.ts'

/** The compiler over every source and test. A check that finds nothing counts as one, whatever the number of files. */
export const types: Suite = {
  name: 'types',
  async run() {
    // Types of style sheets come with a file that the framework writes; a fresh clone has none.
    if (!existsSync(join(ROOT, 'next-env.d.ts'))) await runScript('node_modules/next/dist/bin/next', ['typegen'], { capture: true, env: { NEXT_TELEMETRY_DISABLED: '1' } })
    const { code, output } = await runScript('node_modules/typescript/bin/tsc', ['--noEmit', '--pretty', 'false', '--listFilesOnly', 'false'], { capture: true })
    process.stdout.write(output)
    const failed = output.split('\n').filter((line) => /: error TS\d+:/.test(line)).length
    if (code !== 0) return { passed: 0, failed: Math.max(1, failed) }
    return { passed: 1, failed: 0 }
  },
}

interface LintResult {
  readonly filePath: string
  readonly messages: readonly { readonly line: number; readonly ruleId: string | null; readonly message: string }[]
}

/** The linter; a warning counts as an error. */
export const lint: Suite = {
  name: 'lint',
  async run() {
    const { code, output } = await runScript('node_modules/eslint/bin/eslint.js', ['--config', 'lib/testing/eslint.config.js', '--format', 'json', '.'], { capture: true })
    if (output === '') return { passed: 0, failed: 1, note: `the linter ended with ${code}` }
    const results = JSON.parse(output) as LintResult[]
    const broken = results.filter(({ messages }) => messages.length > 0)
    for (const { filePath, messages } of broken) {
      for (const { line, ruleId, message } of messages) console.log(`${filePath.slice(ROOT.length + 1)}:${line}: ${message} (${ruleId})`)
    }
    return { passed: broken.length === 0 ? 1 : 0, failed: broken.length, note: `${results.length} files` }
  },
}

export const structure: Suite = {
  name: 'structure',
  async run(): Promise<Outcome> {
    const { findings, checked } = checkStructure(ROOT)
    for (const { path, line, problem } of findings) console.log(`${path}${line === undefined ? '' : `:${line}`}: ${problem}`)
    return { passed: findings.length === 0 ? 1 : 0, failed: findings.length, note: `${checked} files` }
  },
}

/** The gateway, built as a site without a base path runs it, which the browser tests do. */
export const build: Suite = {
  name: 'build',
  async run(): Promise<Outcome> {
    try {
      await buildWhenStale('')
      return { passed: 1, failed: 0 }
    } catch (error) {
      if (error instanceof CommandProblem) return cannotRun(error.message)
      throw error
    }
  },
}
