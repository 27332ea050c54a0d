import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import * as v from 'valibot'
import type { Place } from '#lib/mail/reason.ts'
import type { ConfigMistake } from '#lib/mail/sites/config-mistake.ts'
import type { ConfigNote } from '#lib/mail/sites/config-note.ts'
import { isSaid, type ValueSource } from '#lib/mail/sites/value-source.ts'
import type { Settings } from './assemble.ts'
import { assemble } from './assemble.ts'
import type { Config } from './config.ts'
import { ConfigProblem } from './config-problem.ts'
import { asWritten } from './kinds.ts'
import { withNewNames } from './deprecated/old-names.ts'
import type { Key, KeyName, ValueOf } from './keys.ts'
import { KEYS, KEY_NAMES } from './keys.ts'
import type { Origin } from './origin.ts'
import { needsRestart, type StartValues } from './reload.ts'
import { readSecretOf } from './secret-files.ts'
import { checkSites } from './sites/check-sites.ts'
import { noteOddities } from './sites/note-oddities.ts'
import { demoDirectory } from './directories/demo-directory.ts'
import { readDirectories } from './directories/read-directories.ts'
import { readGroups } from './sites/read-groups.ts'
import { readSites, readTopLevel, TOP_LEVEL_PARTS } from './sites/read-sites.ts'
import { isTable, type Reason, SettingsTable } from './sites/settings-table.ts'
import { placeOf } from './toml/place.ts'
import type { TomlFile } from './toml/toml-file.ts'
import { NO_TOML, readTomlFile } from './toml/toml-file.ts'

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

/** A configuration, and how it came about. */
export interface LoadedConfig {
  readonly config: Config
  /** Of every value: the keys in their order, then what sites and groups say in the order of the file. */
  readonly origins: readonly Origin[]
  /** What is allowed but surely not meant. */
  readonly notes: readonly ConfigNote[]
  readonly startValues: StartValues
  /** The file that was read, or that would be if it were there: the one to watch. */
  readonly file: string
}

/** The configuration in force. Throws one ConfigProblem that lists everything that is wrong. */
export function loadConfig(sources: ConfigSources): Config {
  return loadConfigWithOrigins(sources).config
}

/** The same, with the origin of every value. */
export function loadConfigWithOrigins(sources: ConfigSources): LoadedConfig {
  const { problems, ...loaded } = examineConfig(sources)
  if (problems.length > 0) throw new ConfigProblem(problems, loaded.notes)
  return loaded
}

/** What can be said of a configuration although it may be wrong: where `problems` say so, something else stands for what is, and nothing may run with it. */
export interface ExaminedConfig extends LoadedConfig {
  readonly problems: readonly ConfigMistake[]
}

/** The same, whatever is wrong: for whoever has more to say about it than the mistakes. */
export function examineConfig(asked: ConfigSources): ExaminedConfig {
  const problems: ConfigMistake[] = []
  const directory = asked.directory ?? process.cwd()
  const file = chooseFile(asked, directory, problems)
  const { toml, env, notes: oldNames } = withNewNames({ toml: file === undefined ? NO_TOML : readTomlFile(file, problems), env: asked.env })
  const sources = { ...asked, env }
  const settings = new CollectedSettings()
  const ofSites: Origin[] = []
  const top = new SettingsTable('', toml.tree, toml, { problems, origins: ofSites })
  top.refuseOthers(new Set([...KEY_NAMES, ...TOP_LEVEL_PARTS]))
  for (const name of KEY_NAMES) collect(name, { sources, toml, settings, problems })
  resolvePaths(settings, file === undefined ? directory : dirname(file), directory)
  const data = chooseData(sources, settings, directory)
  const base = assemble(settings, { data, demo: sources.demo ?? false, topLevel: readTopLevel(top) }, problems)
  const named = readDirectories(top, file === undefined ? directory : dirname(file))
  // Whoever names one has no use for invented people.
  const directories = base.demo && base.mail.ports.ldap !== undefined && !top.has('directory') ? [demoDirectory(base.mail.ports.ldap)] : named
  const config: Config = { ...base, directories, sites: readSites(top, base.sites[0], directories), groups: readGroups(top) }
  checkSites(top, config.sites, config.groups)
  const origins = [...settings.origins(), ...ofSites]
  const notes = [...oldNames, ...noteDirectories(settings), ...noteOddities({ top, sites: config.sites, groups: config.groups, from: saidIn(origins) })]
  return { problems, config, origins, notes, startValues: settings.startValues(), file: file ?? resolve(directory, USUAL_FILE) }
}

const USUAL_FILE = 'postern.toml'

/** A directory may still come; until then nothing is found there. */
function noteDirectories(settings: CollectedSettings): ConfigNote[] {
  return (['themes', 'words', 'spelling.dictionaries'] as const).flatMap((key): ConfigNote[] => {
    const path = settings.get(key)
    return path === undefined || isDirectory(path) ? [] : [{ ...settings.placeOf(key), reason: { code: 'no-directory', key, path } }]
  })
}

/** Where a value was said, as far as somebody did. */
function saidIn(origins: readonly Origin[]): (name: string) => Place | undefined {
  const said = new Map(origins.map(({ name, from }) => [name, from]))
  return (name) => {
    const from = said.get(name)
    return isSaid(from) ? from : undefined
  }
}

class CollectedSettings implements Settings {
  readonly #values = new Map<KeyName, { value: unknown; from: ValueSource }>()

  set(name: KeyName, value: unknown, from: ValueSource): void {
    this.#values.set(name, { value, from })
  }

  get<Name extends KeyName>(name: Name): ValueOf<Name> | undefined {
    return this.#values.get(name)?.value as ValueOf<Name> | undefined
  }

  from(name: KeyName): ValueSource | undefined {
    return this.#values.get(name)?.from
  }

  placeOf(name: KeyName): Place {
    const from = this.from(name)
    return isSaid(from) ? from : { file: '' }
  }

  isGiven(name: KeyName): boolean {
    return isSaid(this.from(name))
  }

  derive<Name extends KeyName>(name: Name, value: ValueOf<Name>, why: Reason): ValueOf<Name> {
    this.set(name, value, { code: why })
    return value
  }

  startValues(): StartValues {
    return new Map(KEY_NAMES.filter(needsRestart).map((name) => [name, this.#values.get(name)?.value]))
  }

  origins(): Origin[] {
    return KEY_NAMES.map((name) => {
      const { env, about, secret, kind }: Key = KEYS[name]
      const found = this.#values.get(name)
      const isWithheld = secret === true && found !== undefined
      return { name, env, about, value: isWithheld ? undefined : asWritten(kind, found?.value), isWithheld, from: found?.from ?? { code: 'default' } }
    })
  }
}

interface Collecting {
  readonly sources: ConfigSources
  readonly toml: TomlFile
  readonly settings: CollectedSettings
  readonly problems: ConfigMistake[]
}

/** The environment wins over the file, the file over the default; a secret's own file counts as the environment. */
function collect(name: KeyName, { sources, toml, settings, problems }: Collecting): void {
  const key: Key = KEYS[name]
  const said = sources.env[key.env]
  const file = said === undefined || said === '' ? readSecretOf(name, sources.env, sources.directory ?? process.cwd()) : undefined
  if (file?.problem) {
    problems.push({ file: file.place, reason: file.problem })
    return
  }
  const text = file?.text ?? said
  const inEnvironment = text !== undefined && text !== ''
  const inFile = valueAt(toml.tree, name)
  if (!inEnvironment && inFile === undefined) {
    if (key.fallback !== undefined) settings.set(name, key.fallback, { code: 'default' })
    return
  }
  const given = inEnvironment ? key.kind.fromText(text) : inFile
  const checked = v.safeParse(key.kind.schema, given, { abortEarly: true })
  const from = inEnvironment ? { file: file?.place ?? key.env } : placeOf(toml, name)
  if (checked.success) settings.set(name, checked.output, from)
  else {
    const { expected } = key.kind
    problems.push({ ...from, reason: inEnvironment ? { code: 'variable-must-be', expected } : { code: 'must-be', key: name, expected } })
    // A stand-in keeps the later rules from complaining about what is only misspelt.
    if (key.fallback !== undefined) settings.set(name, key.fallback, { code: 'default' })
  }
}

function chooseFile({ file, env }: ConfigSources, directory: string, problems: ConfigMistake[]): string | undefined {
  const named = file ?? (env.POSTERN_CONFIG || undefined)
  if (named === undefined) {
    const usual = resolve(directory, USUAL_FILE)
    return existsSync(usual) ? usual : undefined
  }
  const path = resolve(directory, named)
  if (existsSync(path)) return path
  problems.push({ file: file === undefined ? 'POSTERN_CONFIG' : '--config', reason: { code: 'no-file', file: path } })
  return undefined
}

/** A demonstration never touches the data directory that the file names: only an explicit one or its own. */
function chooseData({ data, demo }: ConfigSources, settings: CollectedSettings, directory: string): string {
  const from = settings.from('data')
  if (data !== undefined) settings.set('data', resolve(directory, data), { file: '--data' })
  else if (demo && !isFrom(from, 'POSTERN_DATA')) settings.derive('data', resolve(directory, '.postern-demo'), 'demonstration')
  else if (from === undefined) settings.derive('data', resolve(directory, '.postern'), 'default')
  return settings.get('data') ?? directory
}

/** Paths of the file are relative to it; those of the environment to the working directory. */
function resolvePaths(settings: CollectedSettings, besideFile: string, directory: string): void {
  for (const name of ['data', 'themes', 'words', 'spelling.dictionaries', 'tls.certificate', 'tls.key'] as const) {
    const path = settings.get(name)
    const from = settings.from(name)
    if (path !== undefined && from !== undefined) settings.set(name, resolve(isFrom(from, KEYS[name].env) ? directory : besideFile, path), from)
  }
}

const isFrom = (source: ValueSource | undefined, file: string): boolean => isSaid(source) && source.file === file

function valueAt(tree: TomlFile['tree'], name: string): unknown {
  return name.split('.').reduce<unknown>((table, part) => (isTable(table) ? table[part] : undefined), tree)
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false // the caller says so, with the key's name
  }
}
