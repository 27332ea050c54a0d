import type { Command } from './command.ts'
import { CONFIG_OPTIONS, isOn, wordsOf } from './command.ts'
import { serveSite } from '../supervisor/serve-site.ts'
import { NOBODY } from '../supervisor/systemd/service-manager.ts'
import { prepareSite } from '../supervisor/prepare-site.ts'

export const dev: Command = {
  name: 'dev',
  usage: ['dev [--config FILE] [--data DIR] [--fresh] [--json]'],
  about: 'the demonstration site with the gateway in development mode: sources are compiled as they are asked for',
  options: { ...CONFIG_OPTIONS, fresh: { type: 'boolean' }, json: { type: 'boolean' } },

  async run(call) {
    wordsOf(call, [])
    const prepared = await prepareSite({ ...call, options: { ...call.options, demo: true } })
    return serveSite({ ...prepared, inherited: {}, manager: NOBODY, dev: true, json: isOn(call, 'json'), print: call.print })
  },
}
