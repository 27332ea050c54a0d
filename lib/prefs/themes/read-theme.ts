import { lstat, open, readdir } from 'node:fs/promises'
import path from 'node:path'
import { parse as parseToml } from 'smol-toml'
import { checkThemeCss } from './check-css.ts'
import { SLOTS, THEME_NAME, type CheckedTheme, type Slot, type ThemeProblem } from './theme.ts'

const TEXT_LIMIT = 64 * 1024
/** More files than a theme has. */
const MOST_FILES = 50
const PICTURE_LIMIT = 512 * 1024
const PICTURE = /^[a-z0-9][a-z0-9-]{0,60}\.(png|webp|jpg)$/

/** Reads and checks one folder. Never throws for what is in it: whatever is wrong is a problem with its reason. */
export async function readTheme(folder: string, name: string): Promise<CheckedTheme> {
  const problems: ThemeProblem[] = []
  const say = (file: string, reason: string): void => void problems.push({ file, reason })
  if (!THEME_NAME.test(name)) return { name, problems: [{ file: '', reason: 'the name of its folder is not made of small letters, digits and hyphens' }] }
  const files = await filesOf(folder, say)
  const text = async (file: string): Promise<string | undefined> => (files.has(file) ? readText(path.join(folder, file), file, say) : undefined)
  const about = readAbout(await text('theme.toml'), say)
  const css = await text('theme.css')
  if (css === undefined && problems.length === 0) say('theme.css', 'it is missing')
  const checked = checkThemeCss(css ?? '')
  if ('problems' in checked) problems.push(...checked.problems)
  if (about.logo !== undefined) await checkPicture(folder, files, about.logo, say)
  const slots: Partial<Record<Slot, string>> = {}
  for (const slot of SLOTS) {
    const content = await text(`${slot}.md`)
    if (content !== undefined) slots[slot] = content
  }
  if (problems.length > 0 || 'problems' in checked) return { name, problems }
  return { theme: { name, title: about.title ?? name, parent: about.parent, css: checked.css, logo: about.logo, slots } }
}

/** A picture of a theme that has been checked; undefined when there is none of that name. */
export async function readPicture(folder: string, file: string): Promise<{ readonly content: Buffer; readonly type: string } | undefined> {
  if (!PICTURE.test(file)) return undefined
  const content = await readPlain(path.join(folder, file), PICTURE_LIMIT)
  return content && { content, type: file.endsWith('.png') ? 'image/png' : file.endsWith('.webp') ? 'image/webp' : 'image/jpeg' }
}

async function filesOf(folder: string, say: (file: string, reason: string) => void): Promise<ReadonlySet<string>> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    if (entries.length > MOST_FILES) say('', `it has more than ${MOST_FILES} files`)
    return new Set(entries.filter((entry) => entry.isFile()).map((entry) => entry.name))
  } catch (error) {
    say('', `the folder cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`)
    return new Set()
  }
}

async function readText(file: string, name: string, say: (file: string, reason: string) => void): Promise<string | undefined> {
  const content = await readPlain(file, TEXT_LIMIT)
  if (content === undefined) {
    say(name, `it is no plain file of at most ${TEXT_LIMIT} octets that can be read`)
    return undefined
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    say(name, 'it is not UTF-8')
    return undefined
  }
}

/** A plain file's content; undefined for a link, a directory, a device, one that is too large, or none. */
async function readPlain(file: string, limit: number): Promise<Buffer | undefined> {
  try {
    const found = await lstat(file)
    if (!found.isFile() || found.size > limit) return undefined
    const handle = await open(file, 'r')
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(limit + 1), 0, limit + 1, 0)
      return bytesRead > limit ? undefined : buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch {
    // Gone or forbidden is as good as not there.
    return undefined
  }
}

interface About {
  readonly title?: string
  readonly parent?: string
  readonly logo?: string
}

interface Field {
  readonly shape: RegExp
  readonly expected: string
}

const FIELDS: Readonly<Record<'name' | 'parent' | 'logo', Field>> = {
  name: { shape: /^[^\p{Cc}]{1,60}$/u, expected: 'a line of at most 60 characters' },
  parent: { shape: THEME_NAME, expected: 'the name of another theme' },
  logo: { shape: PICTURE, expected: 'a PNG, WebP or JPEG file of this folder' },
}

interface About {
  readonly title: string | undefined
  readonly parent: string | undefined
  readonly logo: string | undefined
}

function readAbout(text: string | undefined, say: (file: string, reason: string) => void): About {
  const table = text === undefined ? {} : parseTable(text, say)
  for (const key of Object.keys(table)) if (!Object.hasOwn(FIELDS, key)) say('theme.toml', `there is no key "${key.slice(0, 50)}"`)
  const field = (key: keyof typeof FIELDS): string | undefined => {
    const value = table[key]
    if (value === undefined || (typeof value === 'string' && FIELDS[key].shape.test(value))) return value
    say('theme.toml', `${key} must be ${FIELDS[key].expected}`)
    return undefined
  }
  return { title: field('name'), parent: field('parent'), logo: field('logo') }
}

function parseTable(text: string, say: (file: string, reason: string) => void): Readonly<Record<string, unknown>> {
  try {
    return parseToml(text)
  } catch (error) {
    say('theme.toml', `it is not valid TOML (${(error as Error).message.split('\n', 1)[0]?.slice(0, 200) ?? ''})`)
    return {}
  }
}

async function checkPicture(folder: string, files: ReadonlySet<string>, logo: string, say: (file: string, reason: string) => void): Promise<void> {
  if (!files.has(logo) || (await readPicture(folder, logo)) === undefined) say(logo, `the logo is missing, or no plain file of at most ${PICTURE_LIMIT} octets`)
}
