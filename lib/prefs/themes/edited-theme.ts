import type { Scheme } from '#lib/mail/themes/contrast.ts'
import { TOKENS, type TokenValues } from '#lib/mail/themes/tokens.ts'
import { fieldsOfToken, typedValues, typeValues, type TypedTheme } from '#lib/mail/themes/typed-theme.ts'
import { strToU8, zipSync } from 'fflate'
import { checkThemeCss } from './check-css.ts'
import { readAbout } from './read-about.ts'
import { SLOTS, THEME_NAME } from './theme.ts'

/** Why something that was typed is refused; `field` is '' where it is about all of it. */
export interface FieldProblem {
  readonly field: string
  readonly reason: string
}

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
  const say = (field: string, reason: string): void => void problems.push({ field, reason })
  if (!THEME_NAME.test(typed.name ?? '')) say('name', 'it is made of 1 to 64 small letters, digits and hyphens, and begins with no hyphen')
  if (typed.parent && !parent) say('parent', 'there is no such theme')
  if (parent?.names.includes(typed.name ?? '')) say('name', 'a theme cannot be based on itself')
  const right = rightFields(typed, say)
  const values = typedValues(right)
  const before = typedValues(typeValues(parent?.values ?? builtIn))
  const own = Object.entries(values).filter(([token, value]) => plain(value) !== plain(before[token] ?? ''))
  const root = parent?.hasSchemeRules ? `:root, :root[data-scheme="light"], :root[data-scheme="dark"]` : ':root'
  const css = `${root} {\n${own.map(([token, value]) => `  ${token}: ${value};\n`).join('')}}\n`
  const checked = checkThemeCss(css)
  if ('problems' in checked) for (const { reason } of checked.problems) say('', reason)
  const files: Record<string, string> = { 'theme.css': css, 'theme.toml': writeAbout(typed, say) }
  for (const slot of SLOTS) {
    const text = (typed[slot] ?? '').replaceAll('\r\n', '\n').trim()
    if (text.length > MOST_TEXT) say(slot, `it has more than ${MOST_TEXT} characters`)
    else if (text !== '') files[`${slot}.md`] = `${text}\n`
  }
  return { files, values, problems }
}

type SayField = (field: string, reason: string) => void

/** The tokens' fields that may stand in a theme, each written anew. */
function rightFields(typed: TypedTheme, say: SayField): TypedTheme {
  const right: Record<string, string> = {}
  for (const token of Object.keys(TOKENS)) {
    for (const field of fieldsOfToken(token)) {
      const value = (typed[field] ?? '').trim()
      if (value === '') continue
      const checked = UNSAFE.test(value) ? { problems: [{ reason: 'it holds a character that no value has' }] } : checkThemeCss(`:root{${token}:${value}}`)
      if ('css' in checked) right[field] = checked.css.slice(`:root:root{${token}:`.length, -1)
      else say(field, (checked.problems[0]?.reason ?? '').replace(`${token}: `, ''))
    }
  }
  return right
}

/** For comparing: blanks after commas and brackets are written in more than one way. */
const plain = (value: string): string => value.replaceAll(/\s+/g, ' ').replaceAll(/ ?([,()/]) ?/g, '$1').replaceAll('"', "'").toLowerCase()

const ABOUT: readonly (readonly [key: string, field: string, unless: string])[] = [['name', 'title', ''], ['about', 'about', ''], ['parent', 'parent', ''], ['scheme', 'scheme', 'both']]

function writeAbout(typed: TypedTheme, say: SayField): string {
  const written = ABOUT.filter(([, field, unless]) => (typed[field] ?? '').trim() !== unless && typed[field] !== undefined)
  // A string of JSON is one of TOML (TOML 1.0, "Basic strings").
  const source = written.map(([key, field]) => `${key} = ${JSON.stringify((typed[field] ?? '').trim())}\n`).join('')
  readAbout(source, (_, reason, line) => say(written[(line ?? 0) - 1]?.[1] ?? '', reason))
  return source
}

/** The folder as a zip file: one directory of that name. */
export function zipFolder(name: string, files: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  return zipSync(Object.fromEntries(Object.entries(files).map(([file, text]) => [`${name}/${file}`, strToU8(text)])))
}
