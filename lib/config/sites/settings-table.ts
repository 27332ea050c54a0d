import * as v from 'valibot'
import { asWritten, type Kind } from '../kinds.ts'
import type { ConfigMistake, ConfigMistakeReason } from '#lib/mail/sites/config-mistake.ts'
import type { Place } from '#lib/mail/reason.ts'
import type { ValueSource } from '#lib/mail/sites/value-source.ts'
import type { Origin } from '../origin.ts'
import type { TomlFile } from '../toml/toml-file.ts'
import { nearest, placeOf } from '../toml/place.ts'

/** What reading leaves behind: what is wrong, and where each value came from. */
export interface Findings {
  readonly problems: ConfigMistake[]
  readonly origins: Origin[]
}

/** One table of postern.toml while it is read: whoever takes a value leaves its origin, or a problem with its line. */
export class SettingsTable {
  readonly path: string
  readonly #tree: Readonly<Record<string, unknown>>
  readonly #toml: TomlFile
  readonly #findings: Findings
  readonly #asked = new Set<string>()

  constructor(path: string, tree: unknown, toml: TomlFile, findings: Findings) {
    this.path = path
    this.#tree = isTable(tree) ? tree : {}
    this.#toml = toml
    this.#findings = findings
    if (tree !== undefined && !isTable(tree)) this.problem('', { code: 'must-be-table' })
  }

  /** The checked value of a key, dotted where it stands in a table of this table; undefined when it is not there, or wrong. */
  read<T>(name: string, kind: Kind<T>, about: string): T | undefined {
    this.#asked.add(name)
    const given = this.#find(name)
    if (given === undefined) return undefined
    const checked = v.safeParse(kind.schema, given, { abortEarly: true })
    if (!checked.success) {
      this.problem(name, { code: 'must-be', expected: kind.expected })
      return undefined
    }
    this.found(name, asWritten(kind, checked.output), about)
    return checked.output
  }

  /** The same for what is never printed. */
  readSecret<T>(name: string, kind: Kind<T>, about: string): T | undefined {
    const found = this.read(name, kind, about)
    if (found !== undefined) this.#findings.origins.push({ ...(this.#findings.origins.pop() as Origin), value: undefined, isWithheld: true })
    return found
  }

  /** Whether the table says that key at all. */
  has(name: string): boolean {
    return this.#find(name) !== undefined
  }

  /** What stands there, unchecked; whoever asks says what is wrong with it. */
  raw(name: string): unknown {
    this.#asked.add(name)
    return this.#tree[name]
  }

  /** A table of this table, also when it is not there. */
  table(name: string): SettingsTable {
    return new SettingsTable(this.#pathOf(name), this.raw(name), this.#toml, this.#findings)
  }

  names(): string[] {
    return Object.keys(this.#tree)
  }

  /** Names every key that is none of these: unless told, those that somebody asked for. An empty table of known keys says nothing. */
  refuseOthers(known: ReadonlySet<string> = this.#asked): void {
    for (const [name, value] of leavesOf(this.#tree, known)) {
      const isOfTable = [...known].some((each) => each.startsWith(`${name}.`))
      if (known.has(name)) this.problem(name, { code: 'quoted-dots' })
      else if (!isOfTable) this.#unknown(name, nearest(name, [...known]))
      else if (!isTable(value)) this.problem(name, { code: 'must-be-table' })
    }
  }

  found(name: string, value: unknown, about: string): void {
    this.#findings.origins.push({ name: this.#pathOf(name), about, value, isWithheld: false, from: this.place(name) })
  }

  /** Notes the value that holds because this table does not say one, and why. */
  derived<T>(name: string, value: T, why: Reason, { about, kind }: { readonly about: string; readonly kind?: Kind<unknown> }): T {
    this.#findings.origins.push({ name: this.#pathOf(name), about, value: kind === undefined ? value : asWritten(kind, value), isWithheld: false, from: { code: why } })
    return value
  }

  /** What is wrong with a key, at its line. */
  problem(name: string, reason: OfKey): void {
    this.#findings.problems.push({ ...this.place(name), reason: { ...reason, key: this.#pathOf(name) } as ConfigMistakeReason })
  }

  #unknown(name: string, near: string | undefined): void {
    this.problem(name, near === undefined ? { code: 'unknown-key' } : { code: 'nearly-known-key', near })
  }

  place(name: string): Place {
    return placeOf(this.#toml, this.#pathOf(name))
  }

  #pathOf(name: string): string {
    return [this.path, name].filter((part) => part !== '').join('.')
  }

  #find(name: string): unknown {
    return name.split('.').reduce<unknown>((table, part) => (isTable(table) ? table[part] : undefined), this.#tree)
  }
}

/** Why a value holds that nobody gave. */
export type Reason = Extract<ValueSource, { readonly code: string }>['code']

/** A mistake of a key, but for the key. */
export type OfKey = ConfigMistakeReason extends infer Mistake ? (Mistake extends { readonly key: unknown } ? Omit<Mistake, 'key'> : never) : never

export function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

/** What is in a table by its dotted name, down to what is no table or is known as a whole. A quoted key with dots in it, which nobody finds, is none of the known. */
function leavesOf(tree: Readonly<Record<string, unknown>>, known: ReadonlySet<string>, prefix = ''): [name: string, value: unknown][] {
  return Object.entries(tree).flatMap(([name, value]): [string, unknown][] => {
    const path = prefix + name
    if (known.has(path) && !name.includes('.')) return []
    return isTable(value) && Object.keys(value).length > 0 ? leavesOf(value, known, `${path}.`) : [[path, value]]
  })
}
