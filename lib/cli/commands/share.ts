import { withAdministration } from '../with-administration.ts'
import type { Command } from './command.ts'
import { CONFIG_OPTIONS, textOption, wordsOf } from './command.ts'

export const share: Command = {
  name: 'share',
  usage: ['share OWNER MAILBOX USER [RIGHTS] [--as NAME]'],
  about: 'lets USER, group:NAME, anyone, or anonymous, see a mailbox of OWNER as Shared/NAME; RIGHTS are letters of RFC 4314 (lrswit without), "none" takes it back',
  options: { ...CONFIG_OPTIONS, as: { type: 'string' } },

  async run(call) {
    const [owner, mailbox, grantee, rights] = wordsOf(call, ['OWNER', 'MAILBOX', 'USER', 'RIGHTS'], 1)
    const alias = textOption(call, 'as')
    const given = rights === '' ? {} : { rights: rights === 'none' ? '' : rights }
    await withAdministration(call, (administration) => administration.share({ owner, mailbox, grantee, ...given, ...(alias === undefined ? {} : { alias }) }))
    call.print(rights === 'none' ? `${grantee} no longer sees ${mailbox} of ${owner}.` : `${grantee} sees ${mailbox} of ${owner} as Shared/${alias ?? mailbox}.`)
    return 0
  },
}
