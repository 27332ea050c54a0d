import { readdirSync } from 'node:fs'
import { GENERATED, TOP_LEVEL } from '../structure-rules.ts'
import type { Finding } from './source-files.ts'

const REQUIRED = ['package.json', 'package-lock.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md']

/** The top level as the charter has it, and nothing else. */
export function checkTree(root: string): Finding[] {
  const names = readdirSync(root)
  const stray = names.filter((name) => !name.startsWith('.') && !TOP_LEVEL.includes(name) && !GENERATED.includes(name))
  const missing = REQUIRED.filter((name) => !names.includes(name))
  return [...stray.map((path) => ({ path, problem: 'does not belong at the top level' })), ...missing.map((path) => ({ path, problem: 'is missing' }))]
}
