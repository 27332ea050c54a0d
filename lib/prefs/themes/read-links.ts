import type { Say, ThemeLink } from './theme.ts'

const MOST_LINKS = 20
const isTitle = (text: string): boolean => /^[^\p{Cc}]{1,60}$/u.test(text)
const isAddress = (text: string): boolean => /^(https?:\/\/|mailto:)[^\s"'<>\\]{1,500}$/i.test(text)

/** help-link.txt, two lines: what the link says, and where it leads. */
export function readHelpLink(text: string | undefined, say: Say): ThemeLink | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const [title = '', url = '', ...rest] = text.trim().split('\n').map((line) => line.trim())
  if (rest.length === 0 && isTitle(title) && isAddress(url)) return { title, url }
  say('help-link.txt', { code: 'help-link' })
  return undefined
}

/** links.txt, a link a line: what it says, a bar, and where it leads. Undefined where the theme has no such file. */
export function readThemeLinks(text: string | undefined, say: Say): readonly ThemeLink[] | undefined {
  if (text === undefined) return undefined
  const lines = text.split('\n').map((line, at) => ({ line: at + 1, parts: line.split('|').map((part) => part.trim()) })).filter(({ parts }) => parts.join('') !== '')
  if (lines.length > MOST_LINKS) say('links.txt', { code: 'too-many-links', most: MOST_LINKS })
  return lines.flatMap(({ line, parts: [title = '', ...rest] }) => {
    const url = rest.join('|')
    if (isTitle(title) && isAddress(url)) return [{ title, url }]
    say('links.txt', { code: 'link-line' }, { line })
    return []
  })
}
