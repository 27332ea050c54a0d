import { join } from 'node:path'
import { englishReasons } from '#lib/i18n/reasons/english-reasons.ts'
import { sourcePhrase } from '#lib/i18n/reasons/config-sentence.ts'
import { LANGUAGES } from '#lib/i18n/languages.ts'
import { readOwnWords } from '#lib/i18n/own-words.ts'
import { themeSentence } from '#lib/i18n/reasons/theme-sentence.ts'
import { ConfigProblem } from '#lib/config/config-problem.ts'
import type { ExaminedConfig, LoadedConfig } from '#lib/config/load.ts'
import { examineConfig, loadConfigWithOrigins } from '#lib/config/load.ts'
import { printedValue, type Origin } from '#lib/config/origin.ts'
import { writeTomlValue } from '#lib/config/toml/write-toml.ts'
import { isSaid } from '#lib/mail/sites/value-source.ts'
import { VERSION } from '#lib/mail-server/version.ts'
import { mtaStsRecords } from '#lib/http/well-known/mta-sts.ts'
import { ThemeCatalogue } from '#lib/prefs/themes/theme-catalogue.ts'
import { noteSentences, refusalText } from '../config-sentences.ts'
import { ROOT } from '../root.ts'
import type { Call, Command } from './command.ts'
import { CommandProblem, CONFIG_OPTIONS, isOn, textOption, UsageProblem, wordsOf } from './command.ts'

export const config: Command = {
  name: 'config',
  usage: [
    'config check [--config FILE] [--data DIR] [--demo]   names every mistake with its line',
    'config show [--json] [--config FILE] [--data DIR] [--demo]   every key, its value, and where that came from',
    'config export [--config FILE] [--data DIR] [--demo]   what somebody has said, in a file, by a variable or an option, as one postern.toml; secrets are named and not shown',
  ],
  about: 'what is in force, where each value came from, and what is wrong',
  options: { ...CONFIG_OPTIONS, json: { type: 'boolean' } },

  async run(call) {
    const [action] = wordsOf(call, ['"check", "show" or "export"'])
    if (action !== 'check' && action !== 'show' && action !== 'export') throw new UsageProblem(`"${action}" is neither "check", "show" nor "export"`)
    if (action === 'check') {
      for (const line of await check(examineConfig(configSources(call)))) call.print(line)
      return 0
    }
    const loaded = loadConfigWithOrigins(configSources(call))
    if (action === 'export') for (const line of asToml(loaded.origins)) call.print(line)
    else if (isOn(call, 'json')) call.print(JSON.stringify(loaded.origins.map(asJson)))
    else for (const origin of loaded.origins) call.print(asText(origin))
    return 0
  },
}

/** Where the configuration of a call is read from. */
export function configSources(call: Call) {
  return { file: textOption(call, 'config'), data: textOption(call, 'data'), demo: isOn(call, 'demo'), env: call.env }
}

/** What there is to say of a valid configuration; throws a CommandProblem with mistakes and notes of one that is not. */
async function check(examined: ExaminedConfig): Promise<string[]> {
  const { problems, config: { sites, groups } } = examined
  const more = [...(await filesNotes(examined)), ...recordNotes(examined)]
  if (problems.length > 0) throw new CommandProblem(refusalText(new ConfigProblem(problems, examined.notes), more))
  const named = [...sites.slice(1).map(({ name }) => `site.${name}`), ...groups.map(({ name }) => `group.${name}`)]
  return [`The configuration is valid${named.length === 0 ? '' : `, with ${named.join(', ')}`}.`, ...[...noteSentences(examined.notes), ...more].map((note) => `Note: ${note}.`)]
}

/** What of the files that the configuration names, themes and words, cannot be used. */
export async function filesNotes(loaded: LoadedConfig): Promise<readonly string[]> {
  return [...(await themeNotes(loaded)), ...(await wordNotes(loaded))]
}

/** What of the administrator's own words cannot be used. */
async function wordNotes({ config: { words } }: LoadedConfig): Promise<string[]> {
  if (words === undefined) return []
  const found = await Promise.all(LANGUAGES.map(async ({ tag }) => ({ file: join(words, `${tag}.json`), own: await readOwnWords(words, tag) })))
  return found.flatMap(({ file, own }) => (own?.problems ?? []).map(({ name, problem }) => `${file}: ${name} ${problem}, and is left out`))
}

/** What has to stand in the DNS for other servers to find how mail for our domains is delivered. */
function recordNotes({ config }: LoadedConfig): string[] {
  if (config.mtaSts === undefined) return []
  const records = mtaStsRecords(config)
  if (records.length === 0) return ['mta_sts.mode is set, and mail.domains names no domain that it could be for']
  return records.map(({ domain, name, text }) => `for MTA-STS the DNS needs ${name} TXT "${text}", and mta-sts.${domain} leading here by https with a certificate for that name`)
}

/** Themes that are named and cannot be used: the site keeps the next one that there is. */
async function themeNotes({ config: { data, themes }, origins }: LoadedConfig): Promise<string[]> {
  const catalogue = new ThemeCatalogue([join(ROOT, 'public/themes'), join(data, 'themes'), ...(themes === undefined ? [] : [themes])])
  const named = origins.filter(({ name, isWithheld }) => /(?:^|\.)theme$/.test(name) && !isWithheld).map(({ name, value, from }) => ({ name, from, theme: themeNamed(value) }))
  const notes = await Promise.all(
    named.map(async ({ name, from, theme }) => {
      if (theme === '' || (await catalogue.find(theme))) return []
      const there = (await catalogue.all()).find((each) => 'problems' in each && each.name === theme)
      const [first] = there && 'problems' in there ? there.problems : []
      const why = first ? themeSentence(englishReasons, first) : 'what it is based on is not there'
      const isThere = (await catalogue.folderOf(theme)) !== undefined
      return [`${sourcePhrase(englishReasons, from)}: ${name}: ${isThere ? `the theme "${theme}" is refused: ${why}` : `there is no theme "${theme}" in any directory of themes`}`]
    }),
  )
  return notes.flat()
}

/** The value of a key, a default or a lock. */
function themeNamed(value: unknown): string {
  const plain: unknown = typeof value === 'object' && value !== null && 'value' in value ? value.value : value
  return typeof plain === 'string' ? plain : ''
}

function asText(origin: Origin): string {
  const { name, about, from, env } = origin
  return `${name} = ${printedValue(origin)}\n    ${about}\n    from: ${sourcePhrase(englishReasons, from)}${env === undefined ? '' : `; variable: ${env}`}`
}

/** What has been said, as lines of a postern.toml that says the same, and the versions it was said to. */
function* asToml(origins: readonly Origin[]): Generator<string> {
  yield `# Postern ${VERSION}, Node.js ${process.versions.node}, ${process.platform} ${process.arch}`
  for (const { name, value, isWithheld, from } of origins) {
    if (!isSaid(from)) continue
    if (isWithheld) yield `# ${name} is a secret: set it again.`
    else if (value !== undefined) yield `${name} = ${writeTomlValue(value)}`
  }
}

/** One entry of `config show --json`; a value that is unset or may not be shown is null. */
function asJson({ name, about, value, isWithheld, from, env }: Origin): object {
  return { name, value: value ?? null, ...(isWithheld ? { withheld: true } : {}), from: sourcePhrase(englishReasons, from), ...(env === undefined ? {} : { variable: env }), about }
}
