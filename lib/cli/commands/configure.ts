import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { ConfigProblem } from '#lib/config/config-problem.ts'
import { loadConfigWithOrigins } from '#lib/config/load.ts'
import { refusalText } from '../config-sentences.ts'
import { QUESTIONS, type Answers, type Question } from '../configure/questions.ts'
import { writeConfiguration } from '../configure/write-configuration.ts'
import type { Call, Command } from './command.ts'
import { CommandProblem, textOption, wordsOf } from './command.ts'

const USUAL_FILE = 'postern.toml'

export const configure: Command = {
  name: 'configure',
  usage: ['configure [--config FILE]   asks what there is to decide and writes postern.toml'],
  about: 'writes a configuration from the answers to some twenty questions; never over one that is there',
  options: { config: { type: 'string' } },

  async run(call) {
    wordsOf(call, [])
    const file = resolve(textOption(call, 'config') ?? USUAL_FILE)
    const text = writeConfiguration(await askAll(call))
    check(text, call, dirname(file))
    writeNew(file, text)
    call.print(`${file} is written and valid. Change it as you like; "config check" says what is wrong with it.`)
    return 0
  },
}

/** Asks on standard output, reads answers a line each: from a person, or from a file. */
async function askAll(call: Call): Promise<Answers> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  const answers = new Map<string, unknown>()
  call.print('An empty answer is the one in brackets.')
  for (const question of QUESTIONS) if (question.when?.(answers) ?? true) await ask(question, { answers, lines, call })
  return answers
}

interface Asking {
  readonly answers: Map<string, unknown>
  readonly lines: AsyncIterator<string>
  readonly call: Call
}

/** Asks until it is answered; what is left empty and has no usual answer stays out of the file. */
async function ask({ name, asks, usual, read }: Question, { answers, lines, call }: Asking): Promise<void> {
  for (;;) {
    call.print(`${asks} [${usual}]`)
    const line = await lines.next()
    if (line.done === true) throw new CommandProblem('the answers ended before the questions: nothing is written')
    const text = line.value.trim() || usual
    if (text === '') return
    const found = read(text)
    if ('value' in found) {
      answers.set(name, found.value)
      return
    }
    call.print(`  That must be ${found.expected}.`)
  }
}

/** The whole is tried before it is written: single answers may be right and not fit together. */
function check(text: string, { env }: Call, directory: string): void {
  const scratch = mkdtempSync(join(tmpdir(), 'postern-configure-'))
  try {
    const file = join(scratch, USUAL_FILE)
    writeFileSync(file, text)
    loadConfigWithOrigins({ file, directory, env })
  } catch (error) {
    if (error instanceof ConfigProblem) throw new CommandProblem(`the answers do not fit together, so nothing is written: ${refusalText(error)}`)
    throw error
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CommandProblem(code === 'EEXIST' ? `${file} is there already: it is left as it is` : `${file} cannot be written (${code})`, error)
  }
}
