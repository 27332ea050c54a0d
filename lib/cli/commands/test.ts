import { e2e, everyLook, looks } from '../suites/browser-suite.ts'
import { interop } from '../suites/interop-suite.ts'
import { keepCompiled } from '../suites/keep-compiled.ts'
import { runSuites } from '../suites/run-suites.ts'
import { build, lint, structure, types } from '../suites/static-suites.ts'
import type { Suite } from '../suites/suite.ts'
import { unit } from '../suites/unit-suite.ts'
import type { Command } from './command.ts'
import { UsageProblem } from './command.ts'

/** The linter and the build use one core each: side by side, after the types, which the build writes anew. */
const EVERYTHING: readonly (Suite | readonly Suite[])[] = [[types, structure], [lint, build], unit, e2e]
const ALONE: readonly Suite[] = [...EVERYTHING.flat(), interop, looks, everyLook]

export const test: Command = {
  name: 'test',
  usage: ['test                types, lint, structure, the build, unit and browser tests', 'test interop looks  the gateway against other servers, and every page once more with axe and in Lynx', 'test every-look     every page in every theme, colour scheme and width', 'test SUITE …        only these'],
  about: 'installs what tests need and runs them; the last line says how many passed and failed',
  options: {},

  async run({ words, print }) {
    keepCompiled()
    const chosen = words.map((word) => ALONE.find(({ name }) => name === word) ?? unknown(word))
    return runSuites(words.length === 0 ? 'test' : words.join('-'), chosen.length === 0 ? EVERYTHING : chosen, print)
  },
}

function unknown(word: string): never {
  throw new UsageProblem(`there is no suite "${word}"; there are ${ALONE.map(({ name }) => name).join(', ')}`)
}
