import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import manifest from '../../../package.json' with { type: 'json' }
import { ROOT } from '../root.ts'

/** A package as package-lock.json has it, by the folder that it is installed in. */
interface Locked {
  readonly version: string
  readonly license?: string
  /** `sha512-…` in base64. */
  readonly integrity?: string
  /** For development alone, or for that and for what nobody has asked for. */
  readonly dev?: true
  readonly devOptional?: true
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

type Lock = Readonly<Record<string, Locked>>

interface Component {
  readonly 'bom-ref': string
  readonly type: 'application' | 'library'
  readonly name: string
  readonly version: string
  readonly purl: string
  readonly licenses?: readonly ({ readonly license: { readonly id: string } } | { readonly expression: string })[]
  readonly hashes?: readonly { readonly alg: 'SHA-512'; readonly content: string }[]
}

/** A bill of materials in CycloneDX 1.5. */
export interface BillOfMaterials {
  readonly bomFormat: 'CycloneDX'
  readonly specVersion: '1.5'
  readonly version: 1
  readonly metadata: { readonly component: Component }
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

const FOLDER = 'node_modules/'
const nameAt = (path: string): string => path.slice(path.lastIndexOf(FOLDER) + FOLDER.length)

/**
 * What a running Postern is made of: every package of the lockfile that is not for its development alone, with version, licence,
 * checksum and what it needs. The same lockfile gives the same text. (`npm sbom` leaves out what runs and serves development,
 * too, and refuses a tree in which a linter's peer is newer than it asks for.)
 */
export function billOfMaterials(lock: Lock = readLock()): BillOfMaterials {
  const running = Object.entries(lock).filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
  const components = new Map(running.map(([path, locked]) => componentOf(nameAt(path), locked)).map((each) => [each['bom-ref'], each]))
  const refAt = (path: string, name: string): string[] => {
    const found = resolve(lock, path, name)
    const ref = found === undefined ? '' : refOf(name, lock[found]?.version ?? '')
    return components.has(ref) ? [ref] : []
  }
  const needs = (path: string): string[] => {
    const { dependencies, optionalDependencies, peerDependencies } = lock[path] ?? {}
    return [...new Set(Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).flatMap((name) => refAt(path, name)))].toSorted()
  }
  const whole: Component = { ...componentOf(manifest.name, { version: manifest.version, license: manifest.license }), type: 'application' }
  const dependencies = new Map([[whole['bom-ref'], needs('')], ...running.map(([path, { version }]) => [refOf(nameAt(path), version), needs(path)] as const)])
  return {
    bomFormat: 'CycloneDX', specVersion: '1.5', version: 1,
    metadata: { component: whole },
    components: [...components.values()].toSorted((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
    dependencies: [...dependencies].map(([ref, dependsOn]) => ({ ref, dependsOn })),
  }
}

export function readLock(): Lock {
  return (JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Lock }).packages
}

const refOf = (name: string, version: string): string => `${name}@${version}`

function componentOf(name: string, { version, license, integrity }: Locked): Component {
  const [, sum = ''] = /^sha512-(\S+)$/.exec(integrity ?? '') ?? []
  return {
    'bom-ref': refOf(name, version),
    type: 'library', name, version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    ...(license === undefined ? {} : { licenses: [/^[\w.+-]+$/.test(license) ? { license: { id: license } } : { expression: license }] }),
    ...(sum === '' ? {} : { hashes: [{ alg: 'SHA-512', content: Buffer.from(sum, 'base64').toString('hex') }] }),
  }
}

/** Where Node finds a package that the one in this folder asks for: the nearest folder above it. */
function resolve(lock: Lock, path: string, name: string): string | undefined {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf(FOLDER) - 1))) {
    const candidate = `${at === '' ? '' : `${at}/`}${FOLDER}${name}`
    if (lock[candidate]) return candidate
    if (at === '') return undefined
  }
}
