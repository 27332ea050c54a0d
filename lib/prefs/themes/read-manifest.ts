import { parse, TomlError } from 'smol-toml'
import { isThemeName, PICTURE_NAME } from './theme-limits.ts'
import type { ThemeProblem } from './theme-problem.ts'
import { refused } from './theme-problem.ts'

/** theme.toml, checked. */
export interface ThemeManifest {
  /** What people read in the gallery; the folder's name where it says none. */
  readonly title: string
  readonly about: string
  /** The theme that this one stands on; '' is what base.css says. */
  readonly parent: string
  /** `both`, or the only one it is made for. */
  readonly scheme: 'both' | 'light' | 'dark'
  /** Shown to people who choose for themselves; else only for sites and groups that name it. */
  readonly offered: boolean
  readonly pictures: ManifestPictures
}

/** Files of the same folder. */
export interface ManifestPictures {
  readonly logo?: string
  readonly logoDark?: string
  readonly icon?: string
  readonly touchIcon?: string
}

const KEYS = ['name', 'about', 'parent', 'scheme', 'offered', 'logo', 'logo_dark', 'icon', 'touch_icon'] as const
const FILE = 'theme.toml'

/** Reads theme.toml; a file that is not there says nothing, which is allowed. */
export function readManifest(octets: Uint8Array | undefined, folderName: string, files: ReadonlySet<string>): { readonly manifest: ThemeManifest; readonly problems: readonly ThemeProblem[] } {
  const problems: ThemeProblem[] = []
  const source = octets === undefined ? '' : decode(octets)
  const table = source === undefined ? undefined : readToml(source, problems)
  if (source === undefined) problems.push(refused(FILE, 'is not UTF-8'))
  const lineOf = (key: string): number | undefined => {
    const at = (source ?? '').split('\n').findIndex((line) => new RegExp(`^\\s*"?${key}"?\\s*[=.]`).test(line))
    return at < 0 ? undefined : at + 1
  }
  for (const key of Object.keys(table ?? {})) if (!KEYS.some((known) => known === key)) problems.push(refused(FILE, `there is no key "${key.slice(0, 40).replaceAll(/[^\w.-]/g, '?')}"; ${KEYS.join(', ')} are known`, lineOf(key.replaceAll(/\W/g, '.'))))
  const read = <Value>(key: (typeof KEYS)[number], otherwise: Value, isRight: (value: unknown) => boolean, expected: string): Value => {
    const value = table && Object.hasOwn(table, key) ? table[key] : undefined
    if (value === undefined) return otherwise
    if (isRight(value)) return value as Value
    problems.push(refused(FILE, `${key} must be ${expected}`, lineOf(key)))
    return otherwise
  }
  const line = (most: number) => (value: unknown): boolean => typeof value === 'string' && value.length <= most && !/\p{Cc}/u.test(value)
  const picture = (key: (typeof KEYS)[number]): string | undefined =>
    read<string | undefined>(key, undefined, (value) => typeof value === 'string' && PICTURE_NAME.test(value) && files.has(value), 'the name of a PNG, JPEG or WebP file in this folder')
  const pictures = { logo: picture('logo'), logoDark: picture('logo_dark'), icon: picture('icon'), touchIcon: picture('touch_icon') }
  const manifest: ThemeManifest = {
    title: read('name', '', line(60), 'a line of at most 60 characters') || folderName,
    about: read('about', '', line(200), 'a line of at most 200 characters'),
    parent: read('parent', '', (value) => value === '' || (typeof value === 'string' && isThemeName(value)), 'the name of a theme: small letters, digits and hyphens'),
    scheme: read('scheme', 'both', (value) => value === 'both' || value === 'light' || value === 'dark', '"both", "light" or "dark"'),
    offered: read('offered', true, (value) => typeof value === 'boolean', 'true or false'),
    pictures: Object.fromEntries(Object.entries(pictures).filter(([, name]) => name !== undefined)),
  }
  return { manifest, problems }
}

function readToml(source: string, problems: ThemeProblem[]): Readonly<Record<string, unknown>> | undefined {
  try {
    return parse(source)
  } catch (error) {
    const line = error instanceof TomlError ? error.line : undefined
    problems.push(refused(FILE, 'is not valid TOML', line))
    return undefined
  }
}

/** UTF-8 text; undefined where it is none. */
export function decode(octets: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets)
  } catch {
    return undefined
  }
}
