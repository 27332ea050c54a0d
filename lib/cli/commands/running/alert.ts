import type { Config } from '#lib/config/config.ts'
import { loadConfig } from '#lib/config/load.ts'
import { ALERT_LIMIT, alertLine, EVERY_SITE } from '#lib/mail/sites/alert.ts'
import { AnnouncementStore } from '#lib/prefs/announcements.ts'
import type { Command } from '../command.ts'
import { CommandProblem, CONFIG_OPTIONS, textOption, UsageProblem, wordsOf } from '../command.ts'
import { configSources } from '../config.ts'

export const alert: Command = {
  name: 'alert',
  usage: ['alert [TEXT] [--site NAME]'],
  about: 'shows one line to everybody who is signed in, in open browsers and mail programs within five seconds; without a text it takes back what is shown',
  options: { ...CONFIG_OPTIONS, site: { type: 'string' } },

  async run(call) {
    const [typed] = wordsOf(call, ['TEXT'], 1)
    const text = alertLine(typed)
    if (text === undefined) throw new UsageProblem(`an alert is one line of at most ${ALERT_LIMIT} characters`)
    const site = textOption(call, 'site')
    const config = loadConfig(configSources(call))
    if (site !== undefined && !config.sites.some(({ name }) => name === site)) throw new CommandProblem(`there is no site ${site}; there are ${config.sites.map(({ name }) => name).join(', ')}`)
    await announce(config, site, text)
    const where = site === undefined ? 'to everybody' : `on the site ${site}`
    call.print(text === '' ? (site === undefined ? 'No alert is shown any more.' : `No alert of its own is shown on the site ${site} any more.`) : `The alert is shown ${where}.`)
    return 0
  },
}

/** What runs looks into the storage that this writes beside it; without a text and a site, every alert is taken back. */
async function announce({ data }: Config, site: string | undefined, text: string): Promise<void> {
  const store = await AnnouncementStore.open(data)
  try {
    if (text === '' && site === undefined) await store.clear('alert')
    else await store.say(site ?? EVERY_SITE, 'alert', text)
  } finally {
    await store.close()
  }
}
