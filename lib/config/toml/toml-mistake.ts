import type { ConfigMistakeReason } from '#lib/mail/sites/config-mistake.ts'

type TomlCode = Exclude<Extract<ConfigMistakeReason['code'], `toml-${string}`>, 'toml-other'>

/** What the parser says, and what we call it. */
const CODES: Readonly<Record<string, TomlCode>> = {
  'document contains excessively nested structures. aborting.': 'toml-too-deep',
  'invalid value': 'toml-value',
  'illegal leading zero': 'toml-leading-zero',
  'illegal underscore': 'toml-underscore',
  'illegal character in numeric literal': 'toml-number-character',
  'unfinished numeric value': 'toml-number-unfinished',
  'integer value cannot be represented losslessly': 'toml-number-too-large',
  'invalid date': 'toml-date',
  'invalid date-time: date part is malformed': 'toml-date',
  'invalid date-time: time part is malformed': 'toml-date',
  'trying to redefine an already defined value': 'toml-said-twice',
  'trying to redefine an already defined table or value': 'toml-said-twice',
  'expected end of table array declaration': 'toml-header',
  'each key-value declaration must be followed by an end-of-line': 'toml-line-end',
  'control characters are not allowed in strings': 'toml-control-in-text',
  'control characters are not allowed in comments': 'toml-control-in-comment',
  'invalid unicode escape': 'toml-unicode-escape',
  'invalid non-hex character in unicode escape': 'toml-unicode-escape',
  'unrecognised escape sequence': 'toml-escape',
  'invalid escape: only line-ending whitespace may be escaped': 'toml-escape',
  'unfinished string': 'toml-text-unfinished',
  'unexpected end of key': 'toml-key-missing',
  'incomplete key-value: cannot find end of key': 'toml-key-unfinished',
  'illegal empty bare key': 'toml-key-missing',
  'illegal quoted key: multiline strings are not allowed': 'toml-key-lines',
  'illegal character in key': 'toml-key-character',
  'expected comma or end of structure': 'toml-comma',
  'unfinished table': 'toml-table-unfinished',
  'unfinished array': 'toml-list-unfinished',
}

/** Why a text is no TOML, of the parser's message; what we do not know of is quoted. */
export function tomlMistake(message: string): ConfigMistakeReason {
  const words = message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') || 'unknown reason'
  const code = Object.hasOwn(CODES, words) ? CODES[words] : undefined
  return code === undefined ? { code: 'toml-other', words } : { code }
}
