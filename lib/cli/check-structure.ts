import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.ts'
import type { Manifest } from './structure/package-checks.ts'
import { checkPackages } from './structure/package-checks.ts'
import { checkRooms } from './structure/room-checks.ts'
import type { Sizes } from './structure/size-checks.ts'
import { checkSizes, measureSizes } from './structure/size-checks.ts'
import type { Finding } from './structure/source-files.ts'
import { readSourceFiles } from './structure/source-files.ts'
import { checkStyles } from './structure/style-checks.ts'
import { checkTexts } from './structure/text-checks.ts'
import { checkTree } from './structure/tree-checks.ts'

/** Everything in which the tree differs from lib/cli/structure-rules.ts. */
export function checkStructure(root: string): { findings: Finding[]; sizes: Sizes; checked: number } {
  const files = readSourceFiles(root)
  const manifest = JSON.parse(readText(root, 'package.json') ?? '{}') as Manifest
  const findings = [...checkRooms(files), ...checkPackages(files, manifest, readText(root, 'package-lock.json')), ...checkSizes(files), ...checkTexts(files), ...checkStyles(files), ...checkTree(root)]
  return { findings, sizes: measureSizes(files), checked: files.length }
}

function readText(root: string, name: string): string | undefined {
  try {
    return readFileSync(join(root, name), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined // checkTree says so
    throw error
  }
}

if (import.meta.main) {
  const { findings, sizes, checked } = checkStructure(ROOT)
  for (const { path, line, problem } of findings) console.log(`${path}${line === undefined ? '' : `:${line}`}: ${problem}`)
  console.log(`structure: ${checked} files checked, ${findings.length} findings; of ${sizes.files} sources half have at most ${sizes.median} lines, 95 % at most ${sizes.p95}`)
  process.exitCode = findings.length === 0 ? 0 : 1
}
