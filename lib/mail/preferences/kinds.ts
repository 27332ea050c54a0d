import type { Expectation } from '../expectation.ts'

/** What a preference may be: how it is written in a form, in TOML and in JSON, and how it is checked. */
export type PreferenceKind = ChoiceKind | ToggleKind | NumberKind | TextKind | LinesKind | RecordsKind

export interface ChoiceKind {
  readonly type: 'choice'
  readonly options: readonly string[]
}

export interface ToggleKind {
  readonly type: 'toggle'
}

/** A whole number. */
export interface NumberKind {
  readonly type: 'number'
  readonly least: number
  readonly most: number
}

/** One line, or several where `isLong`; `shape` tells what a single line has to look like, the empty one apart. */
export interface TextKind {
  readonly type: 'text'
  /** UTF-16 units. */
  readonly most: number
  readonly isLong?: true
  readonly shape?: TextShape
  /** Of a field: one of these or empty. */
  readonly options?: readonly string[]
  /** Of a field: a record without it is none. */
  readonly isRequired?: true
}

/** Short texts, one a line in a form. */
export interface LinesKind {
  readonly type: 'lines'
  readonly most: number
  readonly mostItems: number
  readonly shape?: TextShape
}

/** Records of named short texts, such as the links of a person. */
export interface RecordsKind {
  readonly type: 'records'
  readonly fields: Readonly<Record<string, TextKind>>
  readonly mostItems: number
}

/** `url` is http or https; `zone` a name of the IANA time-zone database; `name` a name of a file or theme;
 * `sender` an address or a domain behind an @, perhaps with `!` behind it; `mailbox` a full name, and not the inbox, where nothing may be put away; `host` a host name or IP address; `port` a TCP port. */
export type TextShape = 'address' | 'sender' | 'url' | 'zone' | 'name' | 'mailbox' | 'host' | 'port'

const SHAPES: Readonly<Record<TextShape, { readonly isShaped: (text: string) => boolean; readonly expected: Expectation }>> = {
  address: { isShaped: (text) => /^[^\s@<>",;:\\()[\]]+@[^\s@<>",;:\\()[\]]+$/u.test(text), expected: { code: 'address' } },
  sender: { isShaped: (text) => /^[^\s@<>",;:\\()[\]]*@[^\s@<>",;:\\()[\]!]+!?$/u.test(text), expected: { code: 'address' } },
  url: { isShaped: isWebAddress, expected: { code: 'web-address' } },
  zone: { isShaped: isZone, expected: { code: 'zone' } },
  mailbox: { isShaped: (text) => text.toUpperCase() !== 'INBOX' && !/[*%]/.test(text), expected: { code: 'mailbox' } },
  host: { isShaped: (text) => /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.?)+$/i.test(text) || /^[0-9a-f:.]{2,45}$/i.test(text), expected: { code: 'host-name' } },
  port: { isShaped: (text) => /^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= 65_535, expected: { code: 'port-number' } },
  name: { isShaped: (text) => /^[a-z0-9][a-z0-9-]{0,63}$/.test(text), expected: { code: 'plain-name' } },
}

type Parsed = { readonly value: unknown } | { readonly expected: Expectation }

/** The value as it is kept, or what was expected instead. Takes anything that JSON or TOML can hold. */
export function parseValue(kind: PreferenceKind, value: unknown): Parsed {
  switch (kind.type) {
    case 'choice':
      return typeof value === 'string' && kind.options.includes(value) ? { value } : { expected: oneOf(kind.options) }
    case 'toggle':
      return typeof value === 'boolean' ? { value } : { expected: { code: 'truth' } }
    case 'number':
      return typeof value === 'number' && Number.isInteger(value) && value >= kind.least && value <= kind.most ? { value } : { expected: { code: 'whole-number', least: kind.least, most: kind.most } }
    case 'text':
      return parseText(kind, value)
    case 'lines':
      return parseLines(kind, value)
    case 'records':
      return parseRecords(kind, value)
  }
}

const oneOf = (options: readonly string[]): Expectation => ({ code: 'one-of', options: options.map((option) => `"${option}"`).join(', ') })

function parseText({ most, isLong, shape, options }: TextKind, value: unknown): Parsed {
  if (typeof value !== 'string' || value.length > most || !value.isWellFormed()) return { expected: { code: 'long-text', most } }
  const text = isLong ? value.replaceAll(/\r\n?/g, '\n') : value.trim()
  if (hasControls(text, isLong === true)) return { expected: { code: isLong ? 'no-controls' : 'no-controls-line' } }
  if (options && text !== '' && !options.includes(text)) return { expected: oneOf(options) }
  if (shape && text !== '' && !SHAPES[shape].isShaped(text)) return { expected: SHAPES[shape].expected }
  return { value: text }
}

function parseLines({ most, mostItems, shape }: LinesKind, value: unknown): Parsed {
  const expected: Expectation = { code: 'entries', most: mostItems, expected: shape ? SHAPES[shape].expected : { code: 'long-text', most } }
  if (!Array.isArray(value) || value.length > mostItems) return { expected }
  const parsed = value.map((entry) => parseText({ type: 'text', most, ...(shape ? { shape } : {}) }, entry))
  return parsed.every((entry) => 'value' in entry) ? { value: parsed.map((entry) => entry.value).filter((entry) => entry !== '') } : { expected }
}

function parseRecords({ fields, mostItems }: RecordsKind, value: unknown): Parsed {
  const tables = { most: mostItems, fields: Object.keys(fields).join(', ') }
  const expected: Expectation = { code: 'tables', ...tables }
  if (!Array.isArray(value) || value.length > mostItems) return { expected }
  const records: Record<string, unknown>[] = []
  for (const entry of value as unknown[]) {
    if (typeof entry !== 'object' || entry === null || Object.keys(entry).some((name) => !Object.hasOwn(fields, name))) return { expected }
    const record: Record<string, unknown> = {}
    for (const [name, field] of Object.entries(fields)) {
      const parsed = parseText(field, (entry as Readonly<Record<string, unknown>>)[name] ?? '')
      if (!('value' in parsed)) return { expected: { code: 'tables-field', ...tables, field: name, expected: parsed.expected } }
      if (field.isRequired && parsed.value === '') return { expected: { code: 'tables-missing', ...tables, field: name } }
      record[name] = parsed.value
    }
    records.push(record)
  }
  return { value: records }
}

function hasControls(text: string, isLong: boolean): boolean {
  return (isLong ? /[^\P{Cc}\n\t]/u : /\p{Cc}/u).test(text)
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
}

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return /^[A-Za-z][A-Za-z0-9+_/-]{1,63}$/.test(text)
  } catch {
    return false
  }
}
