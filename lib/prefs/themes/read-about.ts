import { parse, TomlError } from 'smol-toml'
import type { ThemeReason } from '#lib/mail/themes/theme-reason.ts'
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
  readonly otherwise: ThemeReason
}

const text = (shape: RegExp) => (value: unknown): boolean => typeof value === 'string' && shape.test(value)
const picture = (key: PictureUse): Field => ({ key, isRight: text(PICTURE_NAME), otherwise: { code: 'must-be-file' } })

const FIELDS: Readonly<Record<string, Field>> = {
  name: { key: 'title', isRight: text(/^[^\p{C}]{1,60}$/u), otherwise: { code: 'must-be-line', most: 60 } },
  about: { key: 'about', isRight: text(/^[^\p{C}]{0,200}$/u), otherwise: { code: 'must-be-line', most: 200 } },
  parent: { key: 'parent', isRight: text(THEME_NAME), otherwise: { code: 'must-be-name' } },
  scheme: { key: 'scheme', isRight: text(/^(both|light|dark)$/), otherwise: { code: 'must-be-scheme' } },
  offered: { key: 'offered', isRight: (value) => typeof value === 'boolean', otherwise: { code: 'must-be-truth' } },
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
    const where = at > 0 ? { line: at } : {}
    if (!field) say('theme.toml', { code: 'unknown-key', key: name.slice(0, 50).replaceAll(/[^\w.-]/g, '?'), known: Object.keys(FIELDS).join(', ') }, where)
    else if (field.isRight(value)) found[field.key] = value
    else say('theme.toml', field.otherwise, { ...where, part: name })
  }
  return found
}

function parseTable(source: string, say: Say): Readonly<Record<string, unknown>> {
  try {
    return parse(source)
  } catch (error) {
    say('theme.toml', { code: 'not-toml' }, error instanceof TomlError ? { line: error.line } : {})
    return {}
  }
}
