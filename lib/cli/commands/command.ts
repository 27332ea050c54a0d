import type { ParseArgsOptionsConfig } from 'node:util'

/** What a person typed behind the command's name, taken apart by its `options`. */
export interface Call {
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | undefined>>
  /** The environment as it was at the start. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Standard output, a line at a time. */
  print(line: string): void
}

/** One row of the command table: everything that `help` and the parser need stands in it. */
export interface Command {
  readonly name: string
  /** One line for each form, without the program's name. */
  readonly usage: readonly string[]
  readonly about: string
  readonly options: ParseArgsOptionsConfig
  /** Answers the exit code. Throws UsageProblem for wrong words, CommandProblem for what the person can mend. */
  run(call: Call): Promise<number>
}

/** The words make no sense: answered with the usage, exit code 2. */
export class UsageProblem extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'UsageProblem'
  }
}

/** One sentence for the person, no stack, exit code 1. */
export class CommandProblem extends Error {
  constructor(sentence: string, cause?: unknown) {
    super(sentence, { cause })
    this.name = 'CommandProblem'
  }
}

/** Options that every command which reads the configuration has. */
export const CONFIG_OPTIONS = {
  config: { type: 'string' },
  data: { type: 'string' },
  demo: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig

export function textOption(call: Call, name: string): string | undefined {
  const value = call.options[name]
  return typeof value === 'string' ? value : undefined
}

export function isOn(call: Call, name: string): boolean {
  return call.options[name] === true
}

/** The words of a call, as many as named; more or fewer are a UsageProblem. */
export function wordsOf<const Names extends readonly string[]>(call: Call, names: Names, optional = 0): { [Index in keyof Names]: string } {
  const missing = names.slice(0, names.length - optional)[call.words.length]
  if (missing !== undefined) throw new UsageProblem(`${missing} is missing`)
  const extra = call.words[names.length]
  if (extra !== undefined) throw new UsageProblem(`"${extra}" is one word too many`)
  return names.map((_, index) => call.words[index] ?? '') as { [Index in keyof Names]: string }
}
