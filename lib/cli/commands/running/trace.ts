import { createInterface } from 'node:readline'
import { loadConfig } from '#lib/config/load.ts'
import { MOST_MINUTES, MOST_TRACES, TRACE_SIDES, USUAL_MINUTES, type TraceSide } from '#lib/log/trace/trace-order.ts'
import { TraceRefused, TraceStore, type KeptTrace } from '#lib/log/trace/trace-store.ts'
import type { Call, Command } from '../command.ts'
import { CommandProblem, CONFIG_OPTIONS, isOn, textOption, UsageProblem, wordsOf } from '../command.ts'
import { configSources } from '../config.ts'

export const trace: Command = {
  name: 'trace',
  usage: [
    `trace on USER [--minutes ${USUAL_MINUTES}] [--site NAME]   writes down what is said between USER's programs and servers`,
    'trace list [--json]',
    'trace show ID   what was said, both sides in their order',
    'trace off ID   ends it before its time',
    'trace remove ID   takes it away; it goes by itself after seven days',
  ],
  about: 'what one person’s connections say, for a while, without passwords, addresses and content',
  options: { ...CONFIG_OPTIONS, minutes: { type: 'string' }, site: { type: 'string' }, json: { type: 'boolean' } },

  async run(call) {
    const [action, what] = wordsOf(call, ['"on", "list", "show", "off" or "remove"', 'USER or ID'], 1)
    const act = Object.hasOwn(ACTS, action) ? ACTS[action] : undefined
    if (!act) throw new UsageProblem(`"${action}" is none of ${Object.keys(ACTS).join(', ')}`)
    if (action !== 'list' && what === '') throw new UsageProblem(action === 'on' ? 'USER is missing' : 'ID is missing')
    const { data, sites } = loadConfig(configSources(call))
    const site = textOption(call, 'site')
    if (site !== undefined && !sites.some(({ name }) => name === site)) throw new CommandProblem(`there is no site ${site}; there are ${sites.map(({ name }) => name).join(', ')}`)
    await act(new TraceStore(data), what, call)
    return 0
  },
}

const ACTS: Readonly<Record<string, (store: TraceStore, what: string, call: Call) => Promise<void>>> = {
  async on(store, user, call) {
    const site = textOption(call, 'site')
    const minutes = Number(textOption(call, 'minutes') ?? USUAL_MINUTES)
    const { id, endsAt } = await store.begin({ user, by: '', minutes, ...(site === undefined ? {} : { sites: [site] }) }).catch((error: unknown) => {
      throw error instanceof TraceRefused ? new CommandProblem(REFUSALS[error.why], error) : error
    })
    call.print(`${id} traces ${user} until ${new Date(endsAt).toISOString()}. "trace show ${id}" shows what was said.`)
  },

  async list(store, _none, call) {
    for (const each of await store.all()) call.print(isOn(call, 'json') ? JSON.stringify(each) : lineOf(each))
  },

  async show(store, id, call) {
    await known(store, id)
    const sides = await Promise.all(TRACE_SIDES.map((side) => linesOf(store, id, side)))
    // A line begins with its time in ISO 8601.
    for (const line of sides.flat().toSorted((a, b) => (a < b ? -1 : 1))) call.print(line)
  },

  async off(store, id, call) {
    await known(store, id)
    await store.end(id)
    call.print(`${id} has ended.`)
  },

  async remove(store, id, call) {
    await known(store, id)
    await store.remove(id)
    call.print(`${id} is removed.`)
  },
}

const REFUSALS: Readonly<Record<TraceRefused['why'], string>> = {
  'too-many': `${MOST_TRACES} traces run already: end one with "trace off"`,
  'no-user': 'the user name is empty or too long',
  minutes: `--minutes must be a whole number from 1 to ${MOST_MINUTES}`,
}

async function known(store: TraceStore, id: string): Promise<KeptTrace> {
  const found = await store.find(id)
  if (!found) throw new CommandProblem(`there is no trace ${id}: "trace list" names them`)
  return found
}

function lineOf({ id, user, sites, by, endsAt, octets }: KeptTrace): string {
  const state = endsAt > Date.now() ? 'until' : 'ended'
  return `${id}  ${user}${sites === undefined ? '' : ` on ${sites.join(', ')}`}  ${state} ${new Date(endsAt).toISOString()}  ${octets.gateway + octets.server} octets${by === '' ? '' : `  asked for by ${by}`}`
}

/** Each line with its side behind its time. */
async function linesOf(store: TraceStore, id: string, side: TraceSide): Promise<string[]> {
  const lines: string[] = []
  try {
    for await (const line of createInterface({ input: store.read(id, side) })) lines.push(line.replace(/^(\S+) /, `$1 ${side} `))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return lines
}
