import { parseArgs } from 'node:util'
import { ConfigProblem } from '#lib/config/config-problem.ts'
import { environment } from '#lib/config/environment.ts'
import type { Command } from './commands/command.ts'
import { CommandProblem, UsageProblem } from './commands/command.ts'
import { findCommand } from './commands/index.ts'
import { version } from './root.ts'

/** Runs one command line and answers its exit code: 0 done, 1 could not, 2 not understood. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = args
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${version()}\n`)
    return 0
  }
  const command = await findCommand(name === '--help' || name === '-h' ? 'help' : name)
  if (command === undefined) return complain(`there is no command "${name}"; "help" lists them`, 2)
  try {
    return await runCommand(command, rest)
  } catch (error) {
    if (error instanceof UsageProblem) return complain([error.message, ...usageOf(command)].join('\n'), 2)
    if (error instanceof ConfigProblem) return complain((await import('./config-sentences.ts')).refusalText(error), 1)
    if (error instanceof CommandProblem) return complain(error.message, 1)
    throw error
  }
}

async function runCommand(command: Command, args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(command, args)
  if (values.help === true) {
    for (const line of [command.about, ...usageOf(command)]) process.stdout.write(`${line}\n`)
    return 0
  }
  const options = values as Readonly<Record<string, string | boolean | undefined>>
  return command.run({ words: positionals.map(showMinus), options, env: environment(), print: (line) => void process.stdout.write(`${line}\n`) })
}

function parse(command: Command, args: readonly string[]) {
  try {
    return parseArgs({ args: args.map(hideMinus), options: { ...command.options, help: { type: 'boolean', short: 'h' } }, allowPositionals: true })
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : ''
    throw new UsageProblem(reason)
  }
}

/** "user quota NAME -50M": a number is never an option, but the parser would take it for one. */
function hideMinus(word: string): string {
  return /^-\d/.test(word) ? `\u2212${word.slice(1)}` : word
}

function showMinus(word: string): string {
  return word.replace(/^\u2212(?=\d)/, '-')
}

function usageOf(command: Command): string[] {
  return command.usage.map((line) => `  npm run postern -- ${line}`)
}

function complain(sentence: string, code: number): number {
  process.stderr.write(`postern: ${sentence}\n`)
  return code
}

/** `config show | head`: who no longer reads must not end a command, or the servers that it runs, in the middle. */
function ignoreClosedReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

const major = Number(process.versions.node.split('.')[0])
if (major < 24) process.exit(complain(`needs Node 24 or newer, and this is Node ${process.versions.node}: start it with lib/cli/postern.mjs`, 1))
else {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedReader)
  const code = await runCommandLine(process.argv.slice(2))
  // Servers of a command that has ended are closed; what still lingers (a keep-alive socket) must not hold the process.
  process.exitCode = code
  setTimeout(() => process.exit(code), 200).unref()
}
