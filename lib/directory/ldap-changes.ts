import { Attribute, BerWriter, Change, Control, EqualityFilter, ResultCodeError } from 'ldapts'

/** Values of one entry by attribute. */
export type EntryValues = ReadonlyMap<string, readonly (string | Uint8Array)[]>

/** What one change does to an attribute: these values are taken away, those are added; or all are replaced, where values cannot be compared. */
export interface ValueChange {
  readonly attribute: string
  readonly remove: readonly (string | Uint8Array)[]
  readonly add: readonly (string | Uint8Array)[]
  readonly isWhole?: boolean
}

/** Why an entry was not written: somebody has changed it, or removed it; one of that name is there; the directory has no place for what it holds. */
export type WriteProblemKind = 'changed' | 'gone' | 'there' | 'unfit'

/** A refusal that says nothing against the directory. Its message holds nothing of the entry. */
export class WriteProblem extends Error {
  readonly kind: WriteProblemKind

  constructor(kind: WriteProblemKind, options?: ErrorOptions) {
    super(kind, options)
    this.name = 'WriteProblem'
    this.kind = kind
  }
}

/** RFC 4528. */
export const ASSERTION = '1.3.6.1.1.12'

/** Does something only if the entry has that value still. */
export class AssertionControl extends Control {
  readonly #filter: EqualityFilter

  constructor(attribute: string, value: string) {
    super(ASSERTION, { critical: true })
    this.#filter = new EqualityFilter({ attribute, value })
  }

  protected override writeControl(writer: BerWriter): void {
    const own = new BerWriter()
    this.#filter.write(own)
    writer.writeBuffer(own.buffer, 4) // an octet string
  }
}

/** LDAP's result codes (RFC 4511 §4.1.9, RFC 4528 §3) that say something of the entry. */
const CODES: Readonly<Record<number, WriteProblemKind>> = { 16: 'changed', 17: 'unfit', 18: 'unfit', 19: 'unfit', 20: 'changed', 21: 'unfit', 32: 'gone', 34: 'unfit', 64: 'unfit', 65: 'unfit', 67: 'unfit', 68: 'there', 122: 'changed' }

/** The problem of an entry that could not be written; undefined for what is one of the directory. */
export function writeProblem(error: unknown): WriteProblem | undefined {
  const kind = error instanceof ResultCodeError ? CODES[error.code] : undefined
  return kind && new WriteProblem(kind, { cause: error })
}

export function attributesToAdd(values: EntryValues): Attribute[] {
  return [...values].filter(([, all]) => all.length > 0).map(([type, all]) => attribute(type, all))
}

export function changesToMake(changes: readonly ValueChange[]): Change[] {
  return changes.flatMap(({ attribute: type, remove, add, isWhole = false }) => {
    if (isWhole) return [new Change({ operation: 'replace', modification: attribute(type, add) })]
    return [
      ...(remove.length === 0 ? [] : [new Change({ operation: 'delete', modification: attribute(type, remove) })]),
      ...(add.length === 0 ? [] : [new Change({ operation: 'add', modification: attribute(type, add) })]),
    ]
  })
}

function attribute(type: string, values: readonly (string | Uint8Array)[]): Attribute {
  return new Attribute({ type, values: values.map((value) => Buffer.from(value as string)) })
}
