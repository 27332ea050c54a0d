import { e2e, looks } from '../suites/browser-suite.ts'
import { interop } from '../suites/interop-suite.ts'
import { runSuites } from '../suites/run-suites.ts'
import { lint, structure, types } from '../suites/static-suites.ts'
import type { Suite } from '../suites/suite.ts'
import { unit } from '../suites/unit-suite.ts'
import type { Command } from './command.ts'
import { UsageProblem } from './command.ts'

const EVERYTHING: readonly Suite[] = [types, lint, structure, unit, e2e]
const ALONE: readonly Suite[] = [...EVERYTHING, interop, looks]

export const test: Command = {
  name: 'test',
  usage: ['test                types, lint, structure, unit and browser tests', 'test interop looks  the gateway against other servers, and every page once more with axe and in Lynx', 'test SUITE …        only these'],
  about: 'installs what tests need and runs them; the last line says how many passed and failed',
  options: {},

  async run({ words, print }) {
    const chosen = words.map((word) => ALONE.find(({ name }) => name === word) ?? unknown(word))
    return runSuites(words.length === 0 ? 'test' : words.join('-'), chosen.length === 0 ? EVERYTHING : chosen, print)
  },
}

function unknown(word: string): never {
  throw new UsageProblem(`there is no suite "${word}"; there are ${ALONE.map(({ name }) => name).join(', ')}`)
}
