import { withAdministration } from '../../with-administration.ts'
import type { Command } from '../command.ts'
import { CommandProblem, CONFIG_OPTIONS, wordsOf } from '../command.ts'

export const shutdown: Command = {
  name: 'shutdown',
  usage: ['shutdown [--config FILE] [--data DIR] [--demo]'],
  about: 'drains and ends the Postern that serves this data directory',
  options: CONFIG_OPTIONS,

  async run(call) {
    wordsOf(call, [])
    await withAdministration(call, async (administration, { data }) => {
      const { running } = await administration.stats()
      if (!running) throw new CommandProblem(`no Postern serves ${data}`)
      await administration.shutdown()
    })
    call.print('Postern is ending.')
    return 0
  },
}
