import { join } from 'node:path'
import { LANGUAGES } from '#lib/i18n/languages.ts'
import { readOwnWords } from '#lib/i18n/own-words.ts'
import type { LoadedConfig } from '#lib/config/load.ts'
import { loadConfigWithOrigins } from '#lib/config/load.ts'
import { printedValue, type Origin } from '#lib/config/origin.ts'
import type { Call, Command } from './command.ts'
import { CONFIG_OPTIONS, isOn, textOption, UsageProblem, wordsOf } from './command.ts'

export const config: Command = {
  name: 'config',
  usage: ['config check [--config FILE] [--data DIR] [--demo]   names every mistake with its line', 'config show [--json] [--config FILE] [--data DIR] [--demo]   every key, its value, and where that came from'],
  about: 'what is in force, where each value came from, and what is wrong',
  options: { ...CONFIG_OPTIONS, json: { type: 'boolean' } },

  async run(call) {
    const [action] = wordsOf(call, ['"check" or "show"'])
    if (action !== 'check' && action !== 'show') throw new UsageProblem(`"${action}" is neither "check" nor "show"`)
    const loaded = loadConfigWithOrigins(configSources(call))
    if (action === 'check') for (const line of [...checked(loaded), ...(await wordNotes(loaded))]) call.print(line)
    else if (isOn(call, 'json')) call.print(JSON.stringify(loaded.origins.map(asJson)))
    else for (const origin of loaded.origins) call.print(asText(origin))
    return 0
  },
}

/** Where the configuration of a call is read from. */
export function configSources(call: Call) {
  return { file: textOption(call, 'config'), data: textOption(call, 'data'), demo: isOn(call, 'demo'), env: call.env }
}

function checked({ config: { sites, groups }, notes }: LoadedConfig): string[] {
  const named = [...sites.slice(1).map(({ name }) => `site.${name}`), ...groups.map(({ name }) => `group.${name}`)]
  return [`The configuration is valid${named.length === 0 ? '' : `, with ${named.join(', ')}`}.`, ...notes.map((note) => `Note: ${note}.`)]
}

/** What of the administrator's own words cannot be used. */
async function wordNotes({ config: { words } }: LoadedConfig): Promise<string[]> {
  if (words === undefined) return []
  const found = await Promise.all(LANGUAGES.map(async ({ tag }) => ({ file: join(words, `${tag}.json`), own: await readOwnWords(words, tag) })))
  return found.flatMap(({ file, own }) => (own?.problems ?? []).map(({ name, problem }) => `Note: ${file}: ${name} ${problem}, and is left out.`))
}

function asText(origin: Origin): string {
  const { name, about, from, env } = origin
  return `${name} = ${printedValue(origin)}\n    ${about}\n    from: ${from}${env === undefined ? '' : `; variable: ${env}`}`
}

/** One entry of `config show --json`; a value that is unset or may not be shown is null. */
function asJson({ name, about, value, isWithheld, from, env }: Origin): object {
  return { name, value: value ?? null, ...(isWithheld ? { withheld: true } : {}), from, ...(env === undefined ? {} : { variable: env }), about }
}
