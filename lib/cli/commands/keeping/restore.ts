import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { loadConfig } from '#lib/config/load.ts'
import type { RestoreReport } from '#lib/mail-server/administration.ts'
import { readManifest } from '#lib/mail-server/tasks/back-up.ts'
import { restoreRest } from '#lib/mail-server/tasks/restore-rest.ts'
import { withAdministration } from '../../with-administration.ts'
import { configSources } from '../config.ts'
import type { Call, Command } from '../command.ts'
import { CommandProblem, CONFIG_OPTIONS, textOption, UsageProblem, wordsOf } from '../command.ts'

export const restore: Command = {
  name: 'restore',
  usage: [
    'restore GENERATION        everything, into a data directory without accounts',
    'restore GENERATION --user NAME   the mail of one account, in the place of what it has',
    'restore GENERATION --user NAME --mailbox MAILBOX   one mailbox, beside what there is, as Restored/MAILBOX',
  ],
  about: 'brings back what "backup" has kept; GENERATION is one of the folders in its directory',
  options: { ...CONFIG_OPTIONS, user: { type: 'string' }, mailbox: { type: 'string' } },

  async run(call) {
    const generation = resolve(wordsOf(call, ['GENERATION'])[0])
    const [user, mailbox] = [textOption(call, 'user'), textOption(call, 'mailbox')]
    if (user === undefined && mailbox !== undefined) throw new UsageProblem('--mailbox needs --user')
    const names = user === undefined ? await beginAnew(call, generation) : [user]
    await withAdministration(call, async (administration) => {
      for (const name of names) for (const line of linesOf(name, await administration.restore(generation, name, mailbox))) call.print(line)
    })
    return 0
  },
}

/** Puts everything but mail into the data directory, and answers whose mail is to follow. */
async function beginAnew(call: Call, generation: string): Promise<readonly string[]> {
  const { data } = loadConfig(configSources(call))
  const manifest = await readManifest(generation)
  if (!manifest?.isComplete) throw new CommandProblem(`${generation} is no backup of everything; --user brings back one account.`)
  if (existsSync(join(data, 'accounts.sqlite'))) throw new CommandProblem(`${data} has accounts already. Name another data directory with --data, or one account with --user.`)
  await restoreRest(generation, data)
  return manifest.accounts
}

function linesOf(name: string, { mailboxes, messages, renewed, setAside, mailbox }: RestoreReport): readonly string[] {
  return [
    mailbox === undefined ? `${name}: ${messages} messages in ${mailboxes} mailboxes.` : `${name}: ${messages} messages in ${mailbox}.`,
    ...(renewed.length > 0 ? [`${name}: mail programs fetch anew ${renewed.join(', ')}.`] : []),
    ...(setAside === undefined ? [] : [`${name}: what was there before lies in ${setAside.join(' and ')}; remove it when nobody misses anything.`]),
  ]
}
