import { withAdministration } from '../../with-administration.ts'
import { writeOctets } from '../../quota.ts'
import type { Command } from '../command.ts'
import { CONFIG_OPTIONS, isOn, UsageProblem } from '../command.ts'

export const quota: Command = {
  name: 'quota',
  usage: ['quota repair [NAME …] [--json]'],
  about: 'counts anew what everybody stores, or these accounts, and says what was counted before and what it is; nothing else changes',
  options: { ...CONFIG_OPTIONS, json: { type: 'boolean' } },

  async run(call) {
    const [action, ...names] = call.words
    if (action !== 'repair') throw new UsageProblem(action === undefined ? 'say what to do' : `"quota ${action}" is unknown`)
    const repairs = await withAdministration(call, (administration) => administration.repairQuotas(names.length > 0 ? names : undefined))
    if (isOn(call, 'json')) call.print(JSON.stringify(repairs))
    else for (const { name, was, now } of repairs) call.print(`${name.padEnd(20)} was ${was} (${writeOctets(was)}), now ${now} (${writeOctets(now)})`)
    return 0
  },
}
