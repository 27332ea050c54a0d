import { execFileSync } from 'node:child_process'
import { environmentWith } from '#lib/config/environment.ts'
import { findProgram } from '#lib/cli/suites/find-program.ts'

/** What Lynx writes of a page, a hundred columns wide, links without their numbers. Throws when Lynx is not installed. */
export function lynxText(html: string): string {
  const lynx = findProgram('lynx')
  if (lynx === undefined) throw new Error('Lynx is not installed')
  return execFileSync(lynx, ['-stdin', '-dump', '-nolist', '-width=100', '-assume_charset=utf-8', '-display_charset=utf-8'], { input: html, encoding: 'utf8', env: environmentWith({ LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' }) })
}
