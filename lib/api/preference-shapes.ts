import { GatewayError } from '#lib/mail/gateway-error.ts'
import { readFormText, readRecords, shownField } from '#lib/mail/preferences/form-text.ts'
import { isPreference, PREFERENCE_NAMES, type PreferenceName } from '#lib/mail/preferences/schema.ts'
import * as v from 'valibot'
import { shape, type Shape } from './shape.ts'

/** Stops a body that no page of ours sends. */
const MOST_CHANGES = 200

export interface AskedPreference {
  readonly name: string
  /** Undefined goes back to the default. */
  readonly value: unknown
  /** The version that the person saw. */
  readonly expected?: number | undefined
}

export interface PreferencePost {
  readonly changes: readonly AskedPreference[]
  /** A form sends all its fields, changed or not. */
  readonly isForm: boolean
}

const changes = shape(
  v.object({
    changes: v.pipe(v.array(v.object({ name: v.pipe(v.string(), v.maxLength(100)), value: v.optional(v.nullable(v.unknown())), expected: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))) })), v.maxLength(MOST_CHANGES)),
  }),
)

/**
 * `{"changes": [{"name", "value", "expected"}]}`, where a null value goes back to the default; or a form with a field for each
 * preference (`NAME.N.FIELD` for records), its version in `version.NAME`, what it showed in `shown.NAME`, and `reset` naming one that
 * goes back to the default.
 */
export const preferencePost: Shape<PreferencePost> = (input) => {
  if (Array.isArray(input)) throw new GatewayError('invalid', 'a list')
  if (typeof input === 'object' && input !== null && 'changes' in input) {
    const asked = changes(input).changes
    if (new Set(asked.map(({ name }) => name)).size !== asked.length) throw new GatewayError('invalid', 'a name given twice')
    return { isForm: false, changes: asked.map(({ value, ...rest }) => ({ ...rest, value: value ?? undefined })) }
  }
  return { isForm: true, changes: fromForm(input as Readonly<Record<string, unknown>>) }
}

function fromForm(fields: Readonly<Record<string, unknown>>): readonly AskedPreference[] {
  const reset = lastOf(fields.reset)
  if (reset !== undefined && reset !== '') return [{ name: reset, value: undefined }]
  const textOf = (field: string): string | undefined => lastOf(fields[field])
  const single = Object.keys(fields).filter((name): name is PreferenceName => isPreference(name))
  if (single.length > MOST_CHANGES) throw new GatewayError('invalid', 'fields')
  const records = PREFERENCE_NAMES.flatMap((name) => {
    const value = readRecords(name, textOf)
    return value === undefined ? [] : [{ name, value }]
  })
  if (single.length === 0 && records.length === 0) throw new GatewayError('invalid', 'no field of the settings')
  // Another device may have changed meanwhile what here was only looked at.
  const typed = single.filter((name) => textOf(shownField(name))?.replaceAll('\r\n', '\n') !== textOf(name)?.replaceAll('\r\n', '\n'))
  const values = [...typed.map((name) => ({ name, value: readFormText(name, textOf(name) ?? '') })), ...records]
  return values.map(({ name, value }) => {
    const version = textOf(`version.${name}`)
    return { name, value, ...(version !== undefined && /^\d{1,9}$/.test(version) ? { expected: Number(version) } : {}) }
  })
}

/** A box that is not ticked says "false" before it, one that is says "true" after that. */
function lastOf(field: unknown): string | undefined {
  const last: unknown = Array.isArray(field) ? field.at(-1) : field
  return typeof last === 'string' ? last : undefined
}
