import path from 'node:path'
import { isSlotLink } from '#lib/mail/themes/slot-link.ts'
import type { ThemeProblem } from '#lib/mail/themes/theme-reason.ts'
import { checkThemeCss } from './check-css.ts'
import { readPicture } from './picture.ts'
import { filesOf, readPlain } from './plain-files.ts'
import { readAbout, type About } from './read-about.ts'
import { readHelpLink, readThemeLinks } from './read-links.ts'
import { PICTURE_USES, SLOTS, THEME_NAME, type CheckedTheme, type PictureUse, type Say, type Slot, type ThemePicture } from './theme.ts'
import { circularTokens } from './token-values.ts'

const TEXT_LIMIT = 64 * 1024
const PICTURE_LIMIT = 512 * 1024
/** Along a side: what a browser unpacks is width times height, whatever the file's size. */
const MOST_PIXELS = 2560

/** Reads and checks one folder. Never throws for what is in it: whatever is wrong is a problem with its reason. */
export async function readTheme(folder: string, name: string): Promise<CheckedTheme> {
  const problems: ThemeProblem[] = []
  const say: Say = (file, reason, where = {}) => void problems.push({ file, ...where, reason })
  if (!THEME_NAME.test(name)) return { name, problems: [{ file: '', reason: { code: 'folder-name' } }] }
  const files = await filesOf(folder, say)
  const text = async (file: string): Promise<string | undefined> => (files.has(file) ? readText(path.join(folder, file), file, say) : undefined)
  const about = readAbout(await text('theme.toml'), say)
  const css = await text('theme.css')
  if (css === undefined && problems.length === 0) say('theme.css', { code: 'missing' })
  const checked = checkThemeCss(css ?? '')
  if ('problems' in checked) problems.push(...checked.problems)
  else for (const token of circularTokens(checked.css)) say('theme.css', { code: 'circular', property: token })
  const pictures: Partial<Record<PictureUse, ThemePicture>> = {}
  for (const use of PICTURE_USES) {
    const picture = about[use] === undefined ? undefined : await readThemePicture(folder, files, about[use], say)
    if (picture) pictures[use] = picture
  }
  const slots: Partial<Record<Slot, string>> = {}
  for (const slot of SLOTS) {
    const content = (await text(`${slot}.md`))?.trim()
    if (content) slots[slot] = content
    for (const target of strangeLinks(content ?? '')) say(`${slot}.md`, { code: 'slot-link', target })
  }
  const helpLink = readHelpLink(await text('help-link.txt'), say)
  const links = readThemeLinks(await text('links.txt'), say)
  if (problems.length > 0 || 'problems' in checked) return { name, problems }
  return { theme: { name, ...ofAbout(about, name), css: checked.css, pictures, slots, ...(helpLink ? { helpLink } : {}), ...(links ? { links } : {}) } }
}

function ofAbout({ title, about, parent, scheme, offered }: About, name: string) {
  return { title: title ?? name, about: about ?? '', parent, scheme: scheme ?? ('both' as const), offered: offered ?? true }
}

/** The octets of a picture of a theme that has been checked; undefined when there is none of that name any more. */
export async function readPictureFile(folder: string, { file, type }: ThemePicture): Promise<Buffer | undefined> {
  const content = await readPlain(path.join(folder, file), PICTURE_LIMIT)
  // It may have become something else since it was looked at.
  return content && readPicture(content)?.type === type ? content : undefined
}

async function readThemePicture(folder: string, files: ReadonlySet<string>, file: string, say: Say): Promise<ThemePicture | undefined> {
  const content = files.has(file) ? await readPlain(path.join(folder, file), PICTURE_LIMIT) : undefined
  const found = content && readPicture(content)
  if (!content) say(file, { code: 'no-picture-file', most: PICTURE_LIMIT })
  else if (!found) say(file, { code: 'not-picture' })
  else if (found.width < 1 || found.height < 1 || found.width > MOST_PIXELS || found.height > MOST_PIXELS) say(file, { code: 'picture-size', most: MOST_PIXELS })
  else return { file, ...found }
  return undefined
}

async function readText(file: string, name: string, say: Say): Promise<string | undefined> {
  const content = await readPlain(file, TEXT_LIMIT)
  if (content === undefined) {
    say(name, { code: 'no-text-file', most: TEXT_LIMIT })
    return undefined
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    say(name, { code: 'not-utf8' })
    return undefined
  }
}

/** Where links of Markdown lead that are not made into links; as an administrator's terminal may show them. */
function strangeLinks(markdown: string): readonly string[] {
  const targets = [...markdown.matchAll(/\]\(\s*<?([^\s)>]+)|<([a-z][a-z0-9+.-]*:[^\s>]*)>|^\s{0,3}\[[^\]]+\]:\s*<?(\S+)/gim)].map(([, inline, auto, defined]) => inline ?? auto ?? defined ?? '')
  return targets.filter((target) => !isSlotLink(target)).map((target) => target.slice(0, 60).replaceAll(/\p{C}/gu, '?'))
}
