import type { SettingsTable } from './settings-table.ts'

interface TableList<Item> {
  /** How many there may be. */
  readonly most: number
  /** One of them, as TOML writes it. */
  readonly example: string
  readonly about: string
  /** Tells what is wrong with an entry and answers undefined for one that cannot be used; `name` is its place. */
  readonly read: (table: SettingsTable, name: string, entry: unknown) => Item | undefined
}

/** A list of tables under that key, those that can be used; undefined where there is none. */
export function readTables<Item>(table: SettingsTable, key: string, { most, example, about, read }: TableList<Item>): readonly Item[] | undefined {
  const given = table.raw(key)
  if (given === undefined) return undefined
  if (!Array.isArray(given) || given.length > most) {
    table.problem(key, { code: 'list-of-tables', most, example })
    return undefined
  }
  const items = given.flatMap((entry, at) => read(table, `${key}.${at}`, entry) ?? [])
  table.found(key, items, about)
  return items
}
