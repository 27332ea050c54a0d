import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '#lib/cli/root.ts'

/** The lines of the log that the manual tells fail2ban to look for, with the address of who tried as `host`. */
function guardedLines(): readonly RegExp[] {
  const manual = readFileSync(join(ROOT, 'app/help/pages/administrators/operate.md'), 'utf8')
  const block = /failregex = ([^]*?)\nignoreip/.exec(manual)?.[1] ?? ''
  return block.split('\n').map((line) => new RegExp(line.trim().replace('<HOST>', '(?<host>[0-9a-f.:]+)')))
}

/** Whose address these lines give to fail2ban. */
export function guessersIn(logged: readonly string[]): readonly string[] {
  const guarded = guardedLines()
  return logged.flatMap((line) => guarded.flatMap((pattern) => pattern.exec(line)?.groups?.host ?? []))
}
