import { createHash } from 'node:crypto'
import type { ThemeRule } from './check-css.ts'
import { checkThemeCss } from './check-css.ts'
import { readPicture, type PictureSize } from './picture.ts'
import { readThemeFolder } from './read-folder.ts'
import { decode, readManifest, type ThemeManifest } from './read-manifest.ts'
import { isThemeName, SLOT_FILES, THEME_LIMITS } from './theme-limits.ts'
import type { ThemeProblem } from './theme-problem.ts'
import { refused } from './theme-problem.ts'

export interface ThemePicture extends PictureSize {
  readonly octets: Buffer
  /** Of the octets, for an address that may be kept for ever. */
  readonly hash: string
}

/** Texts that a theme adds to the screens; Markdown but for the link. */
export interface ThemeSlots {
  readonly signInHeader?: string
  readonly signInFooter?: string
  readonly notice?: string
  readonly helpLink?: { readonly title: string; readonly url: string }
}

/** A theme's folder as it was read, by itself: its parents are not looked at. */
export interface ReadTheme {
  readonly name: string
  readonly manifest: ThemeManifest
  readonly rules: readonly ThemeRule[]
  readonly pictures: ReadonlyMap<string, ThemePicture>
  readonly slots: ThemeSlots
  readonly problems: readonly ThemeProblem[]
}

/** Reads and checks one theme. Never rejects: what is wrong stands in `problems`. */
export async function checkTheme(folder: string, name: string): Promise<ReadTheme> {
  const { files, problems: folderProblems } = await readThemeFolder(folder)
  const problems: ThemeProblem[] = [...folderProblems]
  if (!isThemeName(name)) problems.push(refused('', 'needs a name of small letters, digits and hyphens'))
  const names = new Set(files.keys())
  const { manifest, problems: manifestProblems } = readManifest(files.get('theme.toml'), name, names)
  problems.push(...manifestProblems)
  const css = decode(files.get('theme.css') ?? new Uint8Array())
  if (css === undefined) problems.push(refused('theme.css', 'is not UTF-8'))
  if (!files.has('theme.css') && !problems.some(({ file }) => file === 'theme.css' || file === '')) problems.push(refused('theme.css', 'is missing'))
  const { rules, problems: cssProblems } = checkThemeCss(css ?? '', names)
  problems.push(...cssProblems)
  return { name, manifest, rules, pictures: readPictures(files, problems), slots: readSlots(files, problems), problems }
}

/** Whether a theme may be used as it is. */
export function isUsable({ problems }: Pick<ReadTheme, 'problems'>): boolean {
  return !problems.some(({ kind }) => kind === 'refused')
}

function readPictures(files: ReadonlyMap<string, Buffer>, problems: ThemeProblem[]): ReadonlyMap<string, ThemePicture> {
  const pictures = new Map<string, ThemePicture>()
  for (const [name, octets] of files) {
    if (!/\.(png|jpg|jpeg|webp)$/.test(name)) continue
    const read = readPicture(octets)
    if (!read) problems.push(refused(name, 'is no PNG, JPEG or WebP picture, whatever its name says'))
    else if (read.width < 1 || read.height < 1 || read.width > THEME_LIMITS.pixels || read.height > THEME_LIMITS.pixels) problems.push(refused(name, `has a side of more than ${THEME_LIMITS.pixels} pixels, or none`))
    else pictures.set(name, { ...read, octets, hash: createHash('sha256').update(octets).digest('hex').slice(0, 16) })
  }
  return pictures
}

function readSlots(files: ReadonlyMap<string, Buffer>, problems: ThemeProblem[]): ThemeSlots {
  const read = (slot: keyof typeof SLOT_FILES): string => {
    const octets = files.get(SLOT_FILES[slot])
    const text = octets === undefined ? '' : decode(octets)?.trim()
    if (text === undefined || /[^\P{Cc}\t\n\r]/u.test(text)) problems.push(refused(SLOT_FILES[slot], 'is not UTF-8 text'))
    return text ?? ''
  }
  const texts = { signInHeader: read('signInHeader'), signInFooter: read('signInFooter'), notice: read('notice') }
  const [title = '', url = '', ...rest] = read('helpLink').split('\n').map((line) => line.trim())
  const isLink = title !== '' && title.length <= 60 && /^(https?:\/\/|mailto:)[^\s"'<>\\]{1,500}$/i.test(url) && rest.length === 0
  if (title !== '' && !isLink) problems.push(refused(SLOT_FILES.helpLink, 'must hold two lines: what the link says, and an https:, http: or mailto: address'))
  return { ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')), ...(isLink ? { helpLink: { title, url } } : {}) }
}
