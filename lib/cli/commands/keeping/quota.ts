import type { UserSummary } from '#lib/mail-server/administration.ts'
import { withAdministration } from '../../with-administration.ts'
import { readQuotaChange, writeOctets } from '../../quota.ts'
import type { Call, Command } from '../command.ts'
import { CONFIG_OPTIONS, isOn, textOption, UsageProblem, wordsOf } from '../command.ts'

export const quota: Command = {
  name: 'quota',
  usage: [
    'quota report [NAME …] [--over 90] [--json | --csv]   what everybody uses of their quota, the fullest first; with --over only who is above so many percent',
    'quota set NAME MAILBOX 1G | +50M | -50M | none   a limit of its own for a mailbox and what is below it, which does not count in the quota of the account then',
    'quota repair [NAME …] [--json]   counts anew what everybody stores, or these accounts, and says what was counted before and what it is',
  ],
  about: 'what accounts store and may store; "repair" changes nothing but the count',
  options: { ...CONFIG_OPTIONS, over: { type: 'string' }, json: { type: 'boolean' }, csv: { type: 'boolean' } },

  async run(call) {
    const [action, ...names] = call.words
    if (action === 'report') return report(call, names)
    if (action === 'set') return setOfMailbox({ ...call, words: names })
    if (action !== 'repair') throw new UsageProblem(action === undefined ? 'say what to do' : `"quota ${action}" is unknown`)
    const repairs = await withAdministration(call, (administration) => administration.repairQuotas(names.length > 0 ? names : undefined))
    if (isOn(call, 'json')) call.print(JSON.stringify(repairs))
    else for (const { name, was, now } of repairs) call.print(`${name.padEnd(20)} was ${was} (${writeOctets(was)}), now ${now} (${writeOctets(now)})`)
    return 0
  },
}

async function setOfMailbox(call: Call): Promise<number> {
  const [name, mailbox, words] = wordsOf(call, ['NAME', 'MAILBOX', 'a size'])
  const change = readQuotaChange(words)
  if (change === undefined) throw new UsageProblem(`"${words}" is neither a size such as 1G, nor a change such as +50M, nor "none"`)
  const users = await withAdministration(call, async (administration) => {
    await administration.setQuota(name, change, mailbox)
    return administration.listUsers()
  })
  const root = users.find((one) => one.name === name.toLowerCase())?.roots?.find((one) => one.mailbox === mailbox)
  call.print(root?.quota === undefined ? `${mailbox} of ${name} has no limit of its own.` : `${mailbox} of ${name} may hold ${writeOctets(root.quota)}.`)
  return 0
}

interface Use {
  /** The account, or it, a slash and a mailbox with a quota of its own. */
  readonly name: string
  readonly used: number
  /** Octets; null without a limit. */
  readonly quota: number | null
  /** Of the quota, rounded down; null without one. */
  readonly percent: number | null
}

async function report(call: Call, names: readonly string[]): Promise<number> {
  const over = Number(textOption(call, 'over') ?? -1)
  if (!Number.isFinite(over)) throw new UsageProblem('--over takes a number of percent')
  const users = await withAdministration(call, (administration) => administration.listUsers())
  const missing = names.find((name) => !users.some((user) => user.name === name.toLowerCase()))
  if (missing !== undefined) throw new UsageProblem(`there is no user ${missing}`)
  const asked = new Set(names.map((name) => name.toLowerCase()))
  const uses = users.filter(({ name }) => asked.size === 0 || asked.has(name)).flatMap(usesOf).filter(({ percent }) => over < 0 || (percent !== null && percent > over))
  uses.sort((a, b) => (b.percent ?? -1) - (a.percent ?? -1) || b.used - a.used)
  if (isOn(call, 'json')) call.print(JSON.stringify(uses))
  else if (isOn(call, 'csv')) for (const line of ['name,used,quota,percent', ...uses.map(({ name, used, quota: limit, percent }) => [asField(name), used, limit ?? '', percent ?? ''].join(','))]) call.print(line)
  else for (const use of uses) call.print(asText(use))
  return 0
}

function usesOf({ name, used, quota: limit, roots = [] }: UserSummary): readonly Use[] {
  return [useOf(name, used, limit), ...roots.map((root) => useOf(`${name}/${root.mailbox}`, root.used, root.quota))]
}

function useOf(name: string, used: number, limit: number | undefined): Use {
  return { name, used, quota: limit ?? null, percent: limit === undefined ? null : limit === 0 ? 100 : Math.floor((used / limit) * 100) }
}

function asText({ name, used, quota: limit, percent }: Use): string {
  return `${name.padEnd(20)} ${percent === null ? '   –' : `${String(percent).padStart(3)}%`}  ${writeOctets(used)} of ${limit === null ? 'no limit' : writeOctets(limit)}`
}

/** RFC 4180 §2: a mailbox may have a comma or quotes in its name. */
function asField(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
