import { parse, TomlError } from 'smol-toml'
import { PICTURE_NAME, THEME_NAME, type PictureUse, type Say } from './theme.ts'

/** theme.toml; what is left out or wrong is undefined. */
export interface About extends Readonly<Partial<Record<PictureUse, string>>> {
  readonly title?: string
  readonly about?: string
  readonly parent?: string
  readonly scheme?: 'both' | 'light' | 'dark'
  readonly offered?: boolean
}

interface Field {
  readonly key: keyof About
  readonly isRight: (value: unknown) => boolean
  readonly expected: string
}

const text = (shape: RegExp) => (value: unknown): boolean => typeof value === 'string' && shape.test(value)
const picture = (key: PictureUse): Field => ({ key, isRight: text(PICTURE_NAME), expected: 'a PNG, WebP or JPEG file of this folder' })

const FIELDS: Readonly<Record<string, Field>> = {
  name: { key: 'title', isRight: text(/^[^\p{C}]{1,60}$/u), expected: 'a line of at most 60 characters' },
  about: { key: 'about', isRight: text(/^[^\p{C}]{0,200}$/u), expected: 'a line of at most 200 characters' },
  parent: { key: 'parent', isRight: text(THEME_NAME), expected: 'the name of another theme' },
  scheme: { key: 'scheme', isRight: text(/^(both|light|dark)$/), expected: '"both", "light" or "dark"' },
  offered: { key: 'offered', isRight: (value) => typeof value === 'boolean', expected: 'true or false' },
  logo: picture('logo'),
  logo_dark: picture('logo_dark'),
  icon: picture('icon'),
}

/** Reads theme.toml; one that is not there says nothing, which is allowed. */
export function readAbout(source: string | undefined, say: Say): About {
  const table = source === undefined ? {} : parseTable(source, say)
  const found: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(table)) {
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
    const at = (source ?? '').split('\n').findIndex((line) => line.trimStart().startsWith(name)) + 1
    const line = at > 0 ? at : undefined
    if (!field) say('theme.toml', `there is no key "${name.slice(0, 50).replaceAll(/[^\w.-]/g, '?')}"; ${Object.keys(FIELDS).join(', ')} are known`, line)
    else if (field.isRight(value)) found[field.key] = value
    else say('theme.toml', `${name} must be ${field.expected}`, line)
  }
  return found
}

function parseTable(source: string, say: Say): Readonly<Record<string, unknown>> {
  try {
    return parse(source)
  } catch (error) {
    say('theme.toml', 'it is not valid TOML', error instanceof TomlError ? error.line : undefined)
    return {}
  }
}
