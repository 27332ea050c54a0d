import { readOctets } from '#lib/config/kinds.ts'
import type { NewUser } from '#lib/mail-server/administration.ts'
import { CommandProblem } from './commands/command.ts'

/**
 * The users of a file with a line each, `name:password[:quota]`. The password may hold colons: what stands behind the last one
 * is a quota only when it is a size. Blank lines and lines that begin with # are skipped. Throws CommandProblem with every bad line.
 */
export function parseUserFile(text: string): NewUser[] {
  const users: NewUser[] = []
  const wrong: number[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const user = parseLine(line)
    if (user === undefined) wrong.push(index + 1)
    else users.push(user)
  }
  if (wrong.length > 0) throw new CommandProblem(`no user is enrolled: not "name:password[:quota]" in line ${wrong.slice(0, 20).join(', ')}${wrong.length > 20 ? ' and more' : ''}`)
  return users
}

function parseLine(line: string): NewUser | undefined {
  const [name = '', ...rest] = line.split(':')
  const last = rest.length > 1 ? readOctets(rest.at(-1) ?? '') : undefined
  const password = (last === undefined ? rest : rest.slice(0, -1)).join(':')
  if (name.trim() === '' || password === '') return undefined
  return { name: name.trim(), password, ...(last === undefined ? {} : { quota: last }) }
}
