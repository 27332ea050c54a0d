import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import * as v from 'valibot'
import type { Settings } from './assemble.ts'
import { assemble } from './assemble.ts'
import type { Config } from './config.ts'
import { ConfigProblem } from './config-problem.ts'
import type { Key, KeyName, ValueOf } from './keys.ts'
import { KEYS, KEY_NAMES } from './keys.ts'
import type { TomlFile } from './toml-file.ts'
import { readTomlFile } from './toml-file.ts'

export interface ConfigSources {
  /** postern.toml as named by `--config`; it must exist. Else POSTERN_CONFIG, else `postern.toml` of the directory if there. */
  readonly file?: string | undefined
  /** Data directory as named by `--data`; wins over everything. */
  readonly data?: string | undefined
  readonly demo?: boolean | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where relative paths begin; the working directory unless told. */
  readonly directory?: string
}

/** One value in force, and who said so: `postern.toml, line 3`, `POSTERN_HTTP_PORT`, `default`, `--data`, … */
export interface Origin {
  readonly name: string
  readonly env: string
  readonly about: string
  /** As it is printed; a secret is not. */
  readonly value: string
  readonly from: string
}

/** The configuration in force. Throws one ConfigProblem that lists everything that is wrong. */
export function loadConfig(sources: ConfigSources): Config {
  return loadConfigWithOrigins(sources).config
}

/** The same, with the origin of every value, in the order of the keys. */
export function loadConfigWithOrigins(sources: ConfigSources): { config: Config; origins: readonly Origin[] } {
  const problems: string[] = []
  const directory = sources.directory ?? process.cwd()
  const file = chooseFile(sources, directory, problems)
  const toml: TomlFile = file === undefined ? { values: new Map(), lines: new Map() } : readTomlFile(file, problems)
  const settings = new CollectedSettings()
  for (const name of toml.values.keys()) {
    if (!Object.hasOwn(KEYS, name)) problems.push(`${place(toml, name)}: there is no key "${name}"${suggestion(name)}`)
  }
  for (const name of KEY_NAMES) collect(name, { sources, toml, settings, problems })
  resolvePaths(settings, file === undefined ? directory : dirname(file), directory)
  const data = chooseData(sources, settings, directory)
  const config = assemble(settings, { data, demo: sources.demo ?? false }, problems)
  if (problems.length > 0) throw new ConfigProblem(problems)
  return { config, origins: settings.origins() }
}

class CollectedSettings implements Settings {
  readonly #values = new Map<KeyName, { value: unknown; from: string }>()

  set(name: KeyName, value: unknown, from: string): void {
    this.#values.set(name, { value, from })
  }

  get<Name extends KeyName>(name: Name): ValueOf<Name> | undefined {
    return this.#values.get(name)?.value as ValueOf<Name> | undefined
  }

  from(name: KeyName): string | undefined {
    return this.#values.get(name)?.from
  }

  isGiven(name: KeyName): boolean {
    return !(this.from(name) ?? 'default').startsWith('default')
  }

  derive<Name extends KeyName>(name: Name, value: ValueOf<Name>, why: string): ValueOf<Name> {
    this.set(name, value, why === 'default' ? why : `default (${why})`)
    return value
  }

  origins(): Origin[] {
    return KEY_NAMES.map((name) => {
      const { env, about, secret }: Key = KEYS[name]
      const found = this.#values.get(name)
      const value = found === undefined ? 'unset' : secret ? '(set, not shown)' : JSON.stringify(found.value)
      return { name, env, about, value, from: found?.from ?? 'default' }
    })
  }
}

interface Collecting {
  readonly sources: ConfigSources
  readonly toml: TomlFile
  readonly settings: CollectedSettings
  readonly problems: string[]
}

/** The environment wins over the file, the file over the default. */
function collect(name: KeyName, { sources, toml, settings, problems }: Collecting): void {
  const key: Key = KEYS[name]
  const text = sources.env[key.env]
  const inEnvironment = text !== undefined && text !== ''
  if (!inEnvironment && !toml.values.has(name)) {
    if (key.fallback !== undefined) settings.set(name, key.fallback, 'default')
    return
  }
  const given = inEnvironment ? key.kind.fromText(text) : toml.values.get(name)
  const checked = v.safeParse(key.kind.schema, given, { abortEarly: true })
  const from = inEnvironment ? key.env : place(toml, name)
  if (checked.success) settings.set(name, checked.output, from)
  else {
    problems.push(`${from}: ${inEnvironment ? '' : `${name} `}must be ${key.kind.expected}`)
    // A stand-in keeps the later rules from complaining about what is only misspelt.
    if (key.fallback !== undefined) settings.set(name, key.fallback, 'default')
  }
}

function chooseFile({ file, env }: ConfigSources, directory: string, problems: string[]): string | undefined {
  const named = file ?? (env.POSTERN_CONFIG || undefined)
  if (named === undefined) {
    const usual = resolve(directory, 'postern.toml')
    return existsSync(usual) ? usual : undefined
  }
  const path = resolve(directory, named)
  if (existsSync(path)) return path
  problems.push(`${file === undefined ? 'POSTERN_CONFIG' : '--config'}: there is no file ${path}`)
  return undefined
}

/** A demonstration never touches the data directory that the file names: only an explicit one or its own. */
function chooseData({ data, demo }: ConfigSources, settings: CollectedSettings, directory: string): string {
  const from = settings.from('data')
  if (data !== undefined) settings.set('data', resolve(directory, data), '--data')
  else if (demo && from !== 'POSTERN_DATA') settings.derive('data', resolve(directory, '.postern-demo'), 'demonstration')
  else if (from === undefined) settings.derive('data', resolve(directory, '.postern'), 'default')
  return settings.get('data') ?? directory
}

/** Paths of the file are relative to it; those of the environment to the working directory. */
function resolvePaths(settings: CollectedSettings, besideFile: string, directory: string): void {
  for (const name of ['data', 'tls.certificate', 'tls.key'] as const) {
    const path = settings.get(name)
    const from = settings.from(name)
    if (path !== undefined && from !== undefined) settings.set(name, resolve(from === KEYS[name].env ? directory : besideFile, path), from)
  }
}

function place(toml: TomlFile, name: string): string {
  const line = toml.lines.get(name)
  return line === undefined ? 'postern.toml' : `postern.toml, line ${line}`
}

function suggestion(name: string): string {
  const last = name.split('.').at(-1)
  const near = KEY_NAMES.find((known) => known.split('.').at(-1) === last || known.replaceAll(/[._]/g, '') === name.replaceAll(/[._-]/g, '').toLowerCase())
  return near === undefined ? '' : `; perhaps "${near}" is meant`
}
