import { loadConfigWithOrigins } from '#lib/config/load.ts'
import type { Call, Command } from './command.ts'
import { CONFIG_OPTIONS, isOn, textOption, UsageProblem, wordsOf } from './command.ts'

export const config: Command = {
  name: 'config',
  usage: ['config check [--config FILE] [--data DIR] [--demo]', 'config show [--config FILE] [--data DIR] [--demo]'],
  about: 'what is in force, where each value came from, and what is wrong',
  options: CONFIG_OPTIONS,

  async run(call) {
    const [action] = wordsOf(call, ['"check" or "show"'])
    if (action !== 'check' && action !== 'show') throw new UsageProblem(`"${action}" is neither "check" nor "show"`)
    const { origins } = loadConfigWithOrigins(configSources(call))
    if (action === 'check') call.print('The configuration is valid.')
    else for (const { name, env, about, value, from } of origins) call.print(`${name} = ${value}\n    ${about}\n    from: ${from}; variable: ${env}`)
    return 0
  },
}

/** Where the configuration of a call is read from. */
export function configSources(call: Call) {
  return { file: textOption(call, 'config'), data: textOption(call, 'data'), demo: isOn(call, 'demo'), env: call.env }
}
