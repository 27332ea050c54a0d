import { readFileSync } from 'node:fs'
import { parse, TomlError } from 'smol-toml'
import { linesOfToml } from './toml-lines.ts'

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
export function readTomlFile(file: string, problems: string[]): TomlFile {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    problems.push(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`)
    return NO_TOML
  }
  if (text.length > FILE_LIMIT) {
    problems.push(`${file} is larger than 1 MB`)
    return NO_TOML
  }
  try {
    return { tree: parse(text), lines: linesOfToml(text) }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const reason = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? 'unknown reason'
    problems.push(`${file}, line ${error.line}: not valid TOML: ${reason}`)
    return NO_TOML
  }
}
