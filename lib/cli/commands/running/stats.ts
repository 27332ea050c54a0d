import { withAdministration } from '../../with-administration.ts'
import type { Command } from '../command.ts'
import { CONFIG_OPTIONS, isOn, wordsOf } from '../command.ts'

export const stats: Command = {
  name: 'stats',
  usage: ['stats [--json] [--reset]'],
  about: 'what the mail server counted since its start; --reset counts from zero again',
  options: { ...CONFIG_OPTIONS, json: { type: 'boolean' }, reset: { type: 'boolean' } },

  async run(call) {
    wordsOf(call, [])
    const counts = await withAdministration(call, (administration) => (isOn(call, 'reset') ? administration.resetStats() : administration.stats()))
    if (isOn(call, 'json')) call.print(JSON.stringify(counts))
    else for (const [name, value] of Object.entries({ ...counts, ports: portsOf(counts.ports) })) call.print(`${words(name).padEnd(20)} ${value}`)
    return 0
  },
}

function portsOf(ports: Readonly<Record<string, number>>): string {
  return Object.entries(ports).map(([service, port]) => `${service} ${port}`).join(', ') || 'none'
}

function words(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
