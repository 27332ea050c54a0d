import { ENVIRONMENT_READERS } from '../structure-rules.ts'
import type { Finding, SourceFile } from './source-files.ts'

/** The environment read elsewhere, files that only pass others on, a second plain-JavaScript entry. */
export function checkTexts(files: readonly SourceFile[]): Finding[] {
  return files.filter(({ path }) => !path.endsWith('.css')).flatMap((file) => [...environmentReads(file), ...barrels(file), ...plainModules(file)])
}

const ENVIRONMENT = /\bprocess\s*\.\s*env\b|\bprocess\s*\[\s*['"]env['"]|\bimport\.meta\.env\b|\{[^}]*\benv\b[^}]*\}\s*(=\s*process\b|from\s*['"](node:)?process['"])/

function environmentReads({ path, text }: SourceFile): Finding[] {
  if (ENVIRONMENT_READERS.some((reader) => path.startsWith(reader))) return []
  const hit = ENVIRONMENT.exec(withoutComments(text))
  return hit ? [{ path, line: lineAt(text, hit[0]), problem: 'only lib/config reads the environment' }] : []
}

function barrels({ path, text }: SourceFile): Finding[] {
  if (/(^|\/)commands\/index\.ts$/.test(path)) return []
  if (/(^|\/)index\.tsx?$/.test(path)) return [{ path, problem: 'is a barrel file: import from where a thing is' }]
  const code = withoutComments(text)
  const passedOn = /^\s*export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s*from\s*['"][^'"]+['"];?/gm
  const rest = code.replaceAll(passedOn, '').trim()
  const isBarrel = /^\s*export\s+(type\s+)?\*/m.test(code) || (code.trim() !== '' && rest === '')
  return isBarrel ? [{ path, problem: 'only passes on what other files export' }] : []
}

function plainModules({ path }: SourceFile): Finding[] {
  return path.endsWith('.mjs') && path !== 'lib/cli/postern.mjs' ? [{ path, problem: 'lib/cli/postern.mjs is the only .mjs' }] : []
}

/** Comments give way to blanks, line by line; a "//" inside a text has no blank before it in our sources' URLs. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' ')).replaceAll(/(^|\s)\/\/[^\n]*/g, '$1')
}

function lineAt(text: string, part: string): number {
  return text.slice(0, Math.max(0, text.indexOf(part))).split('\n').length
}
