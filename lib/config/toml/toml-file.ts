import { readFileSync } from 'node:fs'
import { parse, TomlError } from 'smol-toml'
import type { ConfigMistake } from '#lib/mail/sites/config-mistake.ts'
import { linesOfToml } from './toml-lines.ts'
import { tomlMistake } from './toml-mistake.ts'

/** postern.toml taken apart: its tables, and the line on which each dotted name stands. */
export interface TomlFile {
  readonly tree: Readonly<Record<string, unknown>>
  readonly lines: ReadonlyMap<string, number>
}

/** No file at all. */
export const NO_TOML: TomlFile = { tree: {}, lines: new Map() }

/** A megabyte of configuration is a mistake. */
const FILE_LIMIT = 1024 * 1024

/** Reads the file; what is wrong with it as a whole goes into `problems`. */
export function readTomlFile(file: string, problems: ConfigMistake[]): TomlFile {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    problems.push({ file: '', reason: code === undefined ? { code: 'unreadable-somehow', file } : { code: 'unreadable', file, error: code } })
    return NO_TOML
  }
  if (text.length > FILE_LIMIT) {
    problems.push({ file: '', reason: { code: 'too-large', file } })
    return NO_TOML
  }
  try {
    return { tree: parse(text), lines: linesOfToml(text) }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    problems.push({ file, line: error.line, reason: tomlMistake(error.message) })
    return NO_TOML
  }
}
