import type { ConfigNote } from '#lib/mail/sites/config-note.ts'
import { KEY_NAMES, KEYS, type Key, type KeyName, type OldName } from '../keys.ts'
import { isTable } from '../sites/settings-table.ts'
import { placeOf } from '../toml/place.ts'
import type { TomlFile } from '../toml/toml-file.ts'

type Env = Readonly<Record<string, string | undefined>>

/** A key that is still known by an older name. */
export interface Renamed {
  readonly name: KeyName
  readonly old: OldName
  readonly ofSite: boolean
}

/** Every name that still works and will not for long. */
export const RENAMED: readonly Renamed[] = KEY_NAMES.flatMap((name) => {
  const { deprecated, ofSite }: Key = KEYS[name]
  return deprecated ? [{ name, old: deprecated, ofSite: ofSite === true }] : []
})

export interface Said {
  readonly toml: TomlFile
  readonly env: Env
}

/**
 * The same file and environment with old names in the place of which stands the new one, and a note of each, at its line. Where both are
 * said the new one holds.
 */
export function withNewNames({ toml, env }: Said, renamed: readonly Renamed[] = RENAMED): Said & { readonly notes: readonly ConfigNote[] } {
  const variables: Record<string, string | undefined> = { ...env }
  const notes: ConfigNote[] = []
  let now = toml
  for (const { name, old, ofSite } of renamed) {
    const { env: variable } = KEYS[name]
    if (isSet(env, old.env)) notes.push({ file: '', reason: { code: 'old-name', key: old.env, name: variable, version: old.removedIn } })
    if (isSet(env, old.env) && !isSet(env, variable)) variables[variable] = env[old.env]
    const sites = ofSite && isTable(toml.tree.site) ? Object.keys(toml.tree.site).map((site) => `site.${site}.`) : []
    for (const [from, to] of ['', ...sites].map((prefix) => [`${prefix}${old.name}`, `${prefix}${name}`] as const)) {
      if (valueAt(toml.tree, from) === undefined) continue
      notes.push({ ...placeOf(toml, from), reason: { code: 'old-name', key: from, name: to, version: old.removedIn } })
      now = moved(now, from, to)
    }
  }
  return { toml: now, env: variables, notes }
}

const isSet = (env: Env, variable: string): boolean => (env[variable] ?? '') !== ''

/** The value under its new name, at the line of the old one; one that stands there already stays. */
function moved({ tree, lines }: TomlFile, from: string, to: string): TomlFile {
  const without = changed(tree, from.split('.'), undefined)
  if (valueAt(tree, to) !== undefined) return { tree: without, lines }
  const line = lines.get(from)
  return { tree: changed(without, to.split('.'), valueAt(tree, from)), lines: line === undefined ? lines : new Map([...lines, [to, line]]) }
}

type Table = Readonly<Record<string, unknown>>

function valueAt(tree: Table, name: string): unknown {
  return name.split('.').reduce<unknown>((table, part) => (isTable(table) && Object.hasOwn(table, part) ? table[part] : undefined), tree)
}

/** The same table with that value there; undefined takes it away. */
function changed(tree: Table, [first = '', ...rest]: readonly string[], value: unknown): Table {
  const inner = tree[first]
  const next = rest.length === 0 ? value : changed(isTable(inner) ? inner : {}, rest, value)
  const { [first]: _, ...others } = tree
  return next === undefined ? others : { ...tree, [first]: next }
}
