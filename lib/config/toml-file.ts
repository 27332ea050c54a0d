import { readFileSync } from 'node:fs'
import { parse, TomlError } from 'smol-toml'

/** postern.toml taken apart: values by dotted name, and the line each stands on where that is known. */
export interface TomlFile {
  readonly values: ReadonlyMap<string, unknown>
  readonly lines: ReadonlyMap<string, number>
}

/** Reads the file; what is wrong with it as a whole goes into `problems`. */
export function readTomlFile(file: string, problems: string[]): TomlFile {
  const nothing: TomlFile = { values: new Map(), lines: new Map() }
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    problems.push(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`)
    return nothing
  }
  try {
    return { values: flatten(parse(text)), lines: linesOfKeys(text) }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const reason = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? 'unknown reason'
    problems.push(`${file}, line ${error.line}: not valid TOML: ${reason}`)
    return nothing
  }
}

function flatten(table: object, prefix = ''): Map<string, unknown> {
  const values = new Map<string, unknown>()
  for (const [name, value] of Object.entries(table) as [string, unknown][]) {
    const isTable = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
    if (!isTable) values.set(prefix + name, value)
    else for (const [inner, innerValue] of flatten(value, `${prefix}${name}.`)) values.set(inner, innerValue)
  }
  return values
}

/** The parser gives no positions: a plain `[table]` and `key =` scan, first mention wins; unusual spellings just have no line. */
function linesOfKeys(text: string): Map<string, number> {
  const lines = new Map<string, number>()
  let prefix = ''
  for (const [index, line] of text.split('\n').entries()) {
    const table = /^\s*\[\s*([A-Za-z0-9_.-]+)\s*\]/.exec(line)?.[1]
    if (table !== undefined) prefix = `${table}.`
    const name = /^\s*([A-Za-z0-9_.-]+)\s*=/.exec(line)?.[1]
    if (name !== undefined && !lines.has(prefix + name)) lines.set(prefix + name, index + 1)
  }
  return lines
}
