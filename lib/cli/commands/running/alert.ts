import type { Config } from '#lib/config/config.ts'
import { loadConfig } from '#lib/config/load.ts'
import { sitesInTheBox } from '#lib/config/servers-in-the-box.ts'
import { ALERT_LIMIT, alertLine, EVERY_SITE, USER_LIMIT } from '#lib/mail/sites/alert.ts'
import { askRunning } from '#lib/mail-server/admin-client.ts'
import { AnnouncementStore, MOST_PERSONAL_ALERTS } from '#lib/prefs/announcements.ts'
import type { Command } from '../command.ts'
import { CommandProblem, CONFIG_OPTIONS, textOption, UsageProblem, wordsOf } from '../command.ts'
import { configSources } from '../config.ts'

export const alert: Command = {
  name: 'alert',
  usage: ['alert [TEXT] [--site NAME]   shows one line to everybody, without TEXT takes it back', 'alert [TEXT] --user USER [--site NAME]   shows it to USER alone, until it is taken back'],
  about: 'shows one line to everybody who is signed in, or to one person, in open browsers and mail programs within five seconds; without a text it takes back what is shown there',
  options: { ...CONFIG_OPTIONS, site: { type: 'string' }, user: { type: 'string' } },

  async run(call) {
    const [typed] = wordsOf(call, ['TEXT'], 1)
    const text = alertLine(typed)
    if (text === undefined) throw new UsageProblem(`an alert is one line of at most ${ALERT_LIMIT} characters`)
    const site = textOption(call, 'site')
    const config = loadConfig(configSources(call))
    if (site !== undefined && !config.sites.some(({ name }) => name === site)) throw new CommandProblem(`there is no site ${site}; there are ${config.sites.map(({ name }) => name).join(', ')}`)
    const user = textOption(call, 'user')
    if (user !== undefined) {
      call.print(await announceTo(config, { user, site, text }))
      return 0
    }
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

interface ForOne {
  readonly user: string
  readonly site: string | undefined
  readonly text: string
}

/** The same for one person, whom their mail server knows by that name; answers what is to be said about it. */
async function announceTo(config: Config, { user, site, text }: ForOne): Promise<string> {
  const person = user.trim()
  if (person === '' || person.length > USER_LIMIT || /\p{Cc}/u.test(person)) throw new UsageProblem(`a user name has 1 to ${USER_LIMIT} characters`)
  if (text !== '' && (await isUnknown(config, person, site))) throw new CommandProblem(`there is no user ${person}`)
  const store = await AnnouncementStore.open(config.data)
  try {
    if (!(await store.sayTo({ site: site ?? EVERY_SITE, person, text }))) throw new CommandProblem(`there are ${MOST_PERSONAL_ALERTS} alerts to one person already: take one back`)
  } finally {
    await store.close()
  }
  const where = site === undefined ? '' : ` on the site ${site}`
  return text === '' ? `No alert of their own is shown to ${person}${where} any more.` : `The alert is shown to ${person}${where}.`
}

/** True only where all who could be meant have their accounts in the mail server that runs here, and none of them is called so. */
async function isUnknown(config: Config, person: string, site: string | undefined): Promise<boolean> {
  const inTheBox = sitesInTheBox(config).map(({ name }) => name)
  const meant = site === undefined ? config.sites.map(({ name }) => name) : [site]
  const [name = '', domain] = person.toLowerCase().split('@')
  if (!meant.every((one) => inTheBox.includes(one)) || !(domain === undefined || ['localhost', ...config.mail.domains].includes(domain))) return false
  const running = await askRunning(config.data)
  if (!running) return false
  try {
    return !(await running.accountNames()).names.includes(name)
  } finally {
    await running.close()
  }
}
