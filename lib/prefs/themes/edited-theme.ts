import type { Scheme } from '#lib/mail/themes/contrast.ts'
import type { FieldProblem, ThemeReason } from '#lib/mail/themes/theme-reason.ts'
import { TOKENS, type TokenValues } from '#lib/mail/themes/tokens.ts'
import { fieldsOfToken, typedValues, typeValues, type TypedTheme } from '#lib/mail/themes/typed-theme.ts'
import { strToU8, zipSync } from 'fflate'
import { checkThemeCss } from './check-css.ts'
import { readAbout } from './read-about.ts'
import { SLOTS, THEME_NAME } from './theme.ts'
import { circularTokens } from './token-values.ts'

/** What a theme is based on. */
export interface Ancestry {
  /** Its name, and those of its own parents. */
  readonly names: readonly string[]
  readonly values: Readonly<Record<Scheme, TokenValues>>
  /** Whether they say something for a scheme that a person has chosen, which a rule for all does not overrule. */
  readonly hasSchemeRules: boolean
}

export interface EditedTheme {
  /** The folder's files; to be used only when there is no problem. */
  readonly files: Readonly<Record<string, string>>
  /** What of the design is right, for looking at it. */
  readonly values: TokenValues
  readonly problems: readonly FieldProblem[]
}

/** Characters of one of its texts. */
const MOST_TEXT = 16 * 1024
/** Ends a value, a rule or a comment, or begins something that no value of a theme has. */
const UNSAFE = /[;{}<\\!@]|\/\*|\*\/|\p{Cc}/u

/** Judges what was typed as a folder would be judged, and writes that folder: only what differs from its parent. */
export function editTheme(typed: TypedTheme, parent: Ancestry | undefined, builtIn: Ancestry['values']): EditedTheme {
  const problems: FieldProblem[] = []
  const say: SayField = (field, reason) => void problems.push({ field, reason })
  if (!THEME_NAME.test(typed.name ?? '')) say('name', { code: 'theme-name' })
  if (typed.parent && !parent) say('parent', { code: 'unknown-theme' })
  if (parent?.names.includes(typed.name ?? '')) say('name', { code: 'own-parent' })
  const right = rightFields(typed, say)
  const values = typedValues(right)
  const before = typedValues(typeValues(parent?.values ?? builtIn))
  const own = Object.entries(values).filter(([token, value]) => plain(value) !== plain(before[token] ?? ''))
  const root = parent?.hasSchemeRules ? `:root, :root[data-scheme="light"], :root[data-scheme="dark"]` : ':root'
  const css = `${root} {\n${own.map(([token, value]) => `  ${token}: ${value};\n`).join('')}}\n`
  const checked = checkThemeCss(css)
  if ('problems' in checked) for (const { part, reason } of checked.problems) say(part === undefined ? '' : (fieldsOfToken(part)[0] ?? ''), reason)
  else for (const property of circularTokens(checked.css)) say(fieldsOfToken(property)[0] ?? '', { code: 'circular', property })
  const files: Record<string, string> = { 'theme.css': css, 'theme.toml': writeAbout(typed, say) }
  for (const slot of SLOTS) {
    const text = (typed[slot] ?? '').replaceAll('\r\n', '\n').trim()
    if (text.length > MOST_TEXT) say(slot, { code: 'too-many-characters', most: MOST_TEXT })
    else if (text !== '') files[`${slot}.md`] = `${text}\n`
  }
  return { files, values, problems }
}

type SayField = (field: string, reason: ThemeReason) => void

/** The tokens' fields that may stand in a theme, each written anew. */
function rightFields(typed: TypedTheme, say: SayField): TypedTheme {
  const right: Record<string, string> = {}
  for (const token of Object.keys(TOKENS)) {
    for (const field of fieldsOfToken(token)) {
      const value = (typed[field] ?? '').trim()
      if (value === '') continue
      const checked = UNSAFE.test(value) ? { reason: { code: 'strange-character' } as const } : checkValue(token, value)
      if ('reason' in checked) say(field, checked.reason)
      else right[field] = checked.value
    }
  }
  return right
}

/** A value of that token, written anew; else the first reason against it. */
function checkValue(token: string, value: string): { readonly value: string } | { readonly reason: ThemeReason } {
  const checked = checkThemeCss(`:root{${token}:${value}}`)
  if ('css' in checked) return { value: checked.css.slice(`:root:root{${token}:`.length, -1) }
  return { reason: checked.problems[0]?.reason ?? { code: 'not-css' } }
}

/** For comparing: blanks after commas and brackets are written in more than one way. */
const plain = (value: string): string => value.replaceAll(/\s+/g, ' ').replaceAll(/ ?([,()/]) ?/g, '$1').replaceAll('"', "'").toLowerCase()

const ABOUT: readonly (readonly [key: string, field: string, unless: string])[] = [['name', 'title', ''], ['about', 'about', ''], ['parent', 'parent', ''], ['scheme', 'scheme', 'both']]

function writeAbout(typed: TypedTheme, say: SayField): string {
  const written = ABOUT.filter(([, field, unless]) => (typed[field] ?? '').trim() !== unless && typed[field] !== undefined)
  // A string of JSON is one of TOML (TOML 1.0, "Basic strings").
  const source = written.map(([key, field]) => `${key} = ${JSON.stringify((typed[field] ?? '').trim())}\n`).join('')
  readAbout(source, (_, reason, { line = 0 } = {}) => say(written[line - 1]?.[1] ?? '', reason))
  return source
}

/** The folder as a zip file: one directory of that name. */
export function zipFolder(name: string, files: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  return zipSync(Object.fromEntries(Object.entries(files).map(([file, text]) => [`${name}/${file}`, strToU8(text)])))
}
