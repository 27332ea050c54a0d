import { resolve } from 'node:path'
import { withAdministration } from '../with-administration.ts'
import type { Command } from './command.ts'
import { CONFIG_OPTIONS, textOption, wordsOf } from './command.ts'

export const seed: Command = {
  name: 'seed',
  usage: ['seed DIR [--user NAME]'],
  about: 'loads DIR/<mailbox>/*.eml into an account (alice without --user), always with the same result',
  options: { ...CONFIG_OPTIONS, user: { type: 'string' } },

  async run(call) {
    const [directory] = wordsOf(call, ['DIR'])
    const user = textOption(call, 'user') ?? 'alice'
    const { mailboxes, messages } = await withAdministration(call, (administration) => administration.seed(resolve(directory), user))
    call.print(`${messages} messages in ${mailboxes} mailboxes of ${user}.`)
    return 0
  },
}
