import { readFile } from 'node:fs/promises'
import type { NewUser } from '#lib/mail-server/administration.ts'
import { readOctets } from '#lib/config/kinds.ts'
import { withAdministration } from '../with-administration.ts'
import { askForPassword, confirm, readStandardInput } from '../ask.ts'
import { readQuotaChange, writeOctets } from '../quota.ts'
import { parseUserFile } from '../user-file.ts'
import type { Call, Command } from './command.ts'
import { CommandProblem, CONFIG_OPTIONS, isOn, textOption, UsageProblem, wordsOf } from './command.ts'

const ACTIONS: Readonly<Record<string, (call: Call) => Promise<number>>> = {
  add,
  import: importFile,
  list,
  move,
  delete: remove,
  quota,
  password,
  subscribe,
}

export const user: Command = {
  name: 'user',
  usage: [
    'user add NAME [--quota 1G] [--partition P | --partition emptiest] [--password-stdin]   enrols; asks for the password',
    'user import FILE         a line each: name:password[:quota]; "-" reads standard input',
    'user list [--json]       everybody, with what they use of their quota',
    'user move NAME PARTITION   all of its mail to another directory of mail.partitions, "-" being the data directory',
    'user delete NAME [--yes]   the account and all of its mail',
    'user quota NAME 1G | +50M | -50M | none   sets, raises, lowers or lifts the quota',
    'user subscribe NAME FILE   to the mailboxes of the file, a name such as Projects/Old a line in UTF-8; "-" reads standard input',
    'user password NAME [--password-stdin]   a new password',
  ],
  about: 'the accounts of the mail server in the box; all forms take --config, --data and --demo',
  options: { ...CONFIG_OPTIONS, quota: { type: 'string' }, partition: { type: 'string' }, 'password-stdin': { type: 'boolean' }, json: { type: 'boolean' }, yes: { type: 'boolean' } },

  async run(call) {
    const [action = '', ...words] = call.words
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
    if (act === undefined) throw new UsageProblem(action === '' ? 'say what to do' : `"user ${action}" is unknown`)
    return act({ ...call, words })
  },
}

async function add(call: Call): Promise<number> {
  const [name] = wordsOf(call, ['NAME'])
  const size = textOption(call, 'quota')
  const octets = size === undefined ? undefined : readOctets(size)
  if (size !== undefined && octets === undefined) throw new UsageProblem(`"${size}" is no size such as 500M or 1G`)
  const secret = await newPassword(call)
  const partition = textOption(call, 'partition')
  const account: NewUser = { name, password: secret, ...(octets === undefined ? {} : { quota: octets }), ...(partition === undefined ? {} : { partition }) }
  await withAdministration(call, (administration) => administration.addUser(account))
  call.print(`${name} is enrolled.`)
  return 0
}

async function importFile(call: Call): Promise<number> {
  const [file] = wordsOf(call, ['FILE'])
  const text = file === '-' ? await readStandardInput() : await readUserFile(file)
  const users = parseUserFile(text)
  const { added, refused } = await withAdministration(call, (administration) => administration.importUsers(users))
  for (const { name, sentence } of refused) process.stderr.write(`postern: ${name}: ${sentence}\n`)
  call.print(`${added.length} enrolled, ${refused.length} refused.`)
  return refused.length === 0 ? 0 : 1
}

async function subscribe(call: Call): Promise<number> {
  const [name, file] = wordsOf(call, ['NAME', 'FILE'])
  const text = file === '-' ? await readStandardInput() : await readUserFile(file)
  // Some servers end each line of their own files with a tab.
  const mailboxes = text.replace(/^\ufeff/, '').split(/\r?\n/).map((line) => line.replace(/\t+$/, '')).filter((line) => line !== '')
  const { added, refused } = await withAdministration(call, (administration) => administration.subscribe(name, mailboxes))
  for (const mailbox of refused) process.stderr.write(`postern: ${JSON.stringify(mailbox)} cannot be subscribed to.\n`)
  call.print(`${name} is subscribed to ${added} more; ${mailboxes.length - refused.length - added} were so already, ${refused.length} are refused.`)
  return refused.length === 0 ? 0 : 1
}

async function list(call: Call): Promise<number> {
  wordsOf(call, [])
  const users = await withAdministration(call, (administration) => administration.listUsers())
  if (isOn(call, 'json')) call.print(JSON.stringify(users))
  else for (const { name, address, used, quota: limit } of users) call.print(`${name.padEnd(20)} ${address.padEnd(36)} ${writeOctets(used)} of ${limit === undefined ? 'no limit' : writeOctets(limit)}`)
  return 0
}

async function move(call: Call): Promise<number> {
  const [name, partition] = wordsOf(call, ['NAME', 'PARTITION'])
  await withAdministration(call, (administration) => administration.moveUser(name, partition === '-' ? '' : partition))
  call.print(`The mail of ${name} lies in ${partition === '-' ? 'the data directory' : `the partition ${partition}`} now.`)
  return 0
}

async function remove(call: Call): Promise<number> {
  const [name] = wordsOf(call, ['NAME'])
  if (!isOn(call, 'yes') && !(await confirm(`Delete ${name} and all of its mail? Type the name again: `, name))) throw new CommandProblem('nothing is deleted')
  await withAdministration(call, (administration) => administration.deleteUser(name))
  call.print(`${name} and all of its mail are deleted.`)
  return 0
}

async function quota(call: Call): Promise<number> {
  const [name, words] = wordsOf(call, ['NAME', 'a size'])
  const change = readQuotaChange(words)
  if (change === undefined) throw new UsageProblem(`"${words}" is neither a size such as 1G, nor a change such as +50M, nor "none"`)
  const users = await withAdministration(call, async (administration) => {
    await administration.setQuota(name, change)
    return administration.listUsers()
  })
  const limit = users.find((one) => one.name === name.toLowerCase())?.quota
  call.print(`${name} may use ${limit === undefined ? 'any amount' : writeOctets(limit)}.`)
  return 0
}

async function password(call: Call): Promise<number> {
  const [name] = wordsOf(call, ['NAME'])
  const secret = await newPassword(call)
  await withAdministration(call, (administration) => administration.setPassword(name, secret))
  call.print(`The password of ${name} is changed.`)
  return 0
}

async function newPassword(call: Call): Promise<string> {
  if (!isOn(call, 'password-stdin')) return askForPassword()
  // Blanks are part of a password; only the line's own end is not.
  return (await readStandardInput()).replace(/\r?\n$/, '')
}

async function readUserFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new CommandProblem(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`, error)
  }
}
