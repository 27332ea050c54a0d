import { resolve } from 'node:path'
import { withAdministration } from '../../with-administration.ts'
import { writeOctets } from '../../quota.ts'
import type { Command } from '../command.ts'
import { CONFIG_OPTIONS, isOn, textOption, UsageProblem, wordsOf } from '../command.ts'

/** Generations that stay without --keep. */
const KEEP = 7

export const backup: Command = {
  name: 'backup',
  usage: ['backup DIR [--keep 7] [--json]', 'backup DIR --user NAME   only the mail of one account; removes no generation'],
  about: 'makes a new generation in DIR while Postern runs, proves it, and then removes all but the newest ones; files that have not changed are stored once',
  options: { ...CONFIG_OPTIONS, user: { type: 'string' }, keep: { type: 'string' }, json: { type: 'boolean' } },

  async run(call) {
    const [directory] = wordsOf(call, ['DIR'])
    const keep = Number(textOption(call, 'keep') ?? KEEP)
    if (!Number.isSafeInteger(keep) || keep < 1) throw new UsageProblem('--keep takes a number from 1 on')
    const user = textOption(call, 'user')
    const report = await withAdministration(call, (administration) => administration.backUp(resolve(directory), keep, user === undefined ? undefined : [user]))
    if (isOn(call, 'json')) call.print(JSON.stringify(report))
    else {
      call.print(`${report.messages} messages of ${report.accounts} accounts in ${report.generation}, ${writeOctets(report.octets)} of them new.`)
      if (report.removed > 0) call.print(`${report.removed} older generations have gone.`)
    }
    return 0
  },
}
