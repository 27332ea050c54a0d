import { isBuiltin } from 'node:module'
import { DRAWING, HOMES, TESTING_USERS } from '../structure-rules.ts'
import type { Finding, SourceFile } from './source-files.ts'

export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** Each third party at home, nothing undeclared, exact versions, and a lockfile that names no place to download from. */
export function checkPackages(files: readonly SourceFile[], manifest: Manifest, lockfile: string | undefined): Finding[] {
  const homes: Readonly<Record<string, readonly string[]>> = { ...HOMES, ...DRAWING }
  return [...files.flatMap((file) => importFindings(file, homes, manifest)), ...manifestFindings(manifest, homes), ...lockFindings(lockfile)]
}

function importFindings(file: SourceFile, homes: Readonly<Record<string, readonly string[]>>, manifest: Manifest): Finding[] {
  const forTests = file.isTest || isUnder(file.path, ['lib/testing', 'e2e'])
  return file.imports.flatMap(({ specifier, line, target }) => {
    if (target !== undefined) return []
    const name = packageOf(specifier)
    const allowed = homes[name]
    if (allowed !== undefined && !forTests && !isUnder(file.path, allowed)) return [{ path: file.path, line, problem: `${name} is at home in ${allowed.join(', ')} only` }]
    if (isBuiltin(specifier)) return specifier.startsWith('node:') ? [] : [{ path: file.path, line, problem: `write node:${specifier}` }]
    if (manifest.dependencies?.[name] !== undefined || name === 'server-only') return []
    if (manifest.devDependencies?.[name] === undefined) return [{ path: file.path, line, problem: `${name} is not in package.json` }]
    return forTests || isUnder(file.path, TESTING_USERS) ? [] : [{ path: file.path, line, problem: `${name} is a development dependency` }]
  })
}

function manifestFindings(manifest: Manifest, homes: Readonly<Record<string, readonly string[]>>): Finding[] {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
  const path = 'package.json'
  return [
    ...Object.entries(all).filter(([, wanted]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(wanted)).map(([name]) => ({ path, problem: `${name} has no exact version` })),
    ...Object.keys(manifest.dependencies ?? {}).filter((name) => homes[name] === undefined).map((name) => ({ path, problem: `${name} has no home in lib/cli/structure-rules.ts` })),
  ]
}

function lockFindings(lockfile: string | undefined): Finding[] {
  const path = 'package-lock.json'
  if (lockfile === undefined) return [{ path, problem: 'is missing' }]
  return /"resolved":\s*"(https?|git)/.test(lockfile) ? [{ path, problem: 'names download addresses: npm install --omit-lockfile-registry-resolved' }] : []
}

/** `next` of `next/headers`, `@scope/name` of `@scope/name/part`. */
function packageOf(specifier: string): string {
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}

function isUnder(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === place || path.startsWith(`${place}/`))
}
