import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { CommandProblem } from './commands/command.ts'

/** More than any list of users or password needs; stops a wrong pipe. */
const INPUT_LIMIT = 64 * 1024 * 1024

/** All of standard input as UTF-8. */
export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > INPUT_LIMIT) throw new CommandProblem('standard input is longer than 64 MB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Asks twice at the terminal, without echo. Throws CommandProblem where nobody can be asked. */
export async function askForPassword(): Promise<string> {
  const first = await askForPresentPassword()
  const second = await askQuietly('Once more: ')
  if (first !== second) throw new CommandProblem('the two passwords differ')
  return first
}

/** Asks once at the terminal, without echo, for a password that there is already. Throws CommandProblem where nobody can be asked. */
export async function askForPresentPassword(): Promise<string> {
  if (!process.stdin.isTTY) throw new CommandProblem('there is no terminal to ask for the password: pipe it in and add --password-stdin')
  return askQuietly('Password: ')
}

/** Whether the person types `expected`; a script, which has no terminal, has said it by calling. */
export async function confirm(question: string, expected: string): Promise<boolean> {
  if (!process.stdin.isTTY) return true
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(question)
  terminal.close()
  return answer.trim() === expected
}

async function askQuietly(question: string): Promise<string> {
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true })
  const answer = await terminal.question('')
  terminal.close()
  process.stderr.write('\n')
  return answer
}
