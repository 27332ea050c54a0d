import { examineConfig } from '#lib/config/load.ts'
import { withServersInTheBox } from '#lib/config/servers-in-the-box.ts'
import type { Config } from '#lib/config/config.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'
import { askForPresentPassword, readStandardInput } from '../../ask.ts'
import { configurationFindings } from '../../doctor/configuration-findings.ts'
import { directoryFindings } from '../../doctor/directory-findings.ts'
import { findingLine, type Finding } from '../../doctor/finding.ts'
import { ownCertificateFindings } from '../../doctor/own-certificate.ts'
import { serverFindings } from '../../doctor/server-findings.ts'
import { signInFindings } from '../../doctor/sign-in-findings.ts'
import { examineStore } from '../../doctor/store-examination.ts'
import { withAdministration } from '../../with-administration.ts'
import type { Call, Command } from '../command.ts'
import { CommandProblem, CONFIG_OPTIONS, isOn, textOption, UsageProblem } from '../command.ts'
import { configSources } from '../config.ts'

export const doctor: Command = {
  name: 'doctor',
  usage: [
    'doctor [--json]   the configuration, all stored mail, and every server of every site',
    'doctor --as USER [--site NAME] [--password-stdin] [--json]   the same, and signs in as somebody at the servers of that site',
    'doctor NAME … [--repair] [--json]   the stored mail of these accounts; without names and with --repair, of all',
  ],
  about: 'says what is wrong, where, why and what to do; --repair makes stored mail anew that is damaged, from the messages themselves',
  options: { ...CONFIG_OPTIONS, repair: { type: 'boolean' }, json: { type: 'boolean' }, as: { type: 'string' }, site: { type: 'string' }, 'password-stdin': { type: 'boolean' } },

  async run(call) {
    const [user, repair] = [textOption(call, 'as'), isOn(call, 'repair')]
    if (user === undefined && (textOption(call, 'site') !== undefined || isOn(call, 'password-stdin'))) throw new UsageProblem('--site and --password-stdin need --as USER')
    if (call.words.length > 0 || repair) {
      if (user !== undefined) throw new UsageProblem('--as asks servers, and stands neither with accounts nor with --repair')
      return (await storedMail(call, call.words)).unwell === 0 ? 0 : 1
    }
    return examineAll(call, user)
  },
}

/** Configuration, store and servers, in this order; the exit code. */
async function examineAll(call: Call, user: string | undefined): Promise<number> {
  const examined = examineConfig(configSources(call))
  const say = teller(call)
  if (say(await configurationFindings(examined)) > 0) return say([{ level: 'note', part: 'store', where: '', what: 'not looked at, nor any server', why: 'what would run is not known', advice: 'Mend the configuration first' }]) + 1
  const { config } = examined
  const site = config.sites.find(({ name }) => name === (textOption(call, 'site') ?? config.sites[0].name))
  if (!site) throw new CommandProblem(`there is no site ${textOption(call, 'site')}; there are ${config.sites.map(({ name }) => name).join(', ')}`)
  const credentials = user === undefined ? undefined : { user, password: await passwordOf(call) }
  const stored = await storedMail(call, []).catch((error: unknown) => {
    if (!(error instanceof CommandProblem)) throw error
    say([{ level: 'problem', part: 'store', where: '', what: error.message.replace(/\.$/, ''), advice: 'Everything else is looked at all the same' }])
    return { unwell: 1, isRunning: false, ports: {} }
  })
  const problems = say(await allServers(stored.isRunning ? withServersInTheBox(config, stored.ports) : config, { isRunning: stored.isRunning, site: site.name, credentials }))
  return stored.unwell + problems === 0 ? 0 : 1
}

interface Asking {
  readonly isRunning: boolean
  readonly site: string
  readonly credentials: Credentials | undefined
}

/** In the order of trust: our own certificate, what can be asked by anybody, what needs a name. */
async function allServers(config: Config, { isRunning, site: name, credentials }: Asking): Promise<readonly Finding[]> {
  const now = Date.now()
  const site = config.sites.find((each) => each.name === name)
  const isInvented = config.demo && !isRunning
  const [own, servers, directories] = await Promise.all([ownCertificateFindings(config, now), serverFindings({ config, isRunning, now }), isInvented ? [] : directoryFindings(config)])
  const signedIn = credentials && site ? await signInFindings(config, site, credentials) : []
  // Whoever has signed in need not hear that they should.
  return [...own, ...servers, ...directories.filter(({ level, where }) => level !== 'note' || !signedIn.some((each) => each.where === where)), ...signedIn]
}

/** Says findings, a line each, and answers how many of them are problems. */
function teller(call: Call): (findings: readonly Finding[]) => number {
  return (findings) => {
    for (const finding of findings) call.print(isOn(call, 'json') ? JSON.stringify(finding) : findingLine(finding))
    return findings.filter(({ level }) => level === 'problem').length
  }
}

function storedMail(call: Call, names: readonly string[]) {
  return withAdministration(call, async (administration) => {
    const unwell = await examineStore({ administration, names, repair: isOn(call, 'repair'), json: isOn(call, 'json'), print: (line) => call.print(line) })
    const { running: isRunning, ports } = await administration.stats()
    return { unwell, isRunning, ports }
  })
}

async function passwordOf(call: Call): Promise<string> {
  return isOn(call, 'password-stdin') ? (await readStandardInput()).replace(/\r?\n$/, '') : askForPresentPassword()
}
