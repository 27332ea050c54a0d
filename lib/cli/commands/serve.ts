import { HandedOverProblem, inheritedSockets, type InheritedSockets } from '#lib/config/handed-over.ts'
import { createLog } from '#lib/log/log.ts'
import type { Call, Command } from './command.ts'
import { CommandProblem, CONFIG_OPTIONS, isOn, UsageProblem, wordsOf } from './command.ts'
import { serveOne, serveSite } from '../supervisor/serve-site.ts'
import { prepareSite } from '../supervisor/prepare-site.ts'
import { serviceManager } from '../supervisor/systemd/service-manager.ts'

export const serve: Command = {
  name: 'serve',
  usage: [
    'serve [--config FILE] [--data DIR] [--demo] [--fresh] [--json]',
    'serve mail | serve web   only one part, in the foreground',
  ],
  about: 'runs the gateway and the mail server until SIGTERM or Ctrl-C',
  options: { ...CONFIG_OPTIONS, fresh: { type: 'boolean' }, json: { type: 'boolean' } },

  async run(call) {
    const [part] = wordsOf(call, ['part'], 1)
    if (part !== '' && part !== 'mail' && part !== 'web') throw new UsageProblem(`"${part}" is neither "mail" nor "web"`)
    const prepared = await prepareSite(call)
    const manager = serviceManager(call.env, createLog(prepared.config.log.level))
    const options = { ...prepared, inherited: socketsOf(call), manager, dev: false, json: isOn(call, 'json'), print: call.print }
    return part === '' ? serveSite(options) : serveOne(part, options)
  },
}

function socketsOf({ env }: Call): InheritedSockets {
  try {
    return inheritedSockets(env, process.pid)
  } catch (error) {
    throw error instanceof HandedOverProblem ? new CommandProblem(error.message, error) : error
  }
}
