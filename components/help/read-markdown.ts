import { lexer, type Token, type Tokens } from 'marked'

/** The manual's Markdown without looking at it: headings with their anchors, sections as words, links. */

export interface Heading {
  readonly depth: number
  readonly title: string
  readonly anchor: string
}

/** What stands between one heading and the next, as words without marks. */
export interface Section {
  readonly title: string
  readonly anchor: string
  readonly text: string
}

/** A heading's address within its page: letters and digits of every script (RFC 3986 has the browser encode them), one hyphen for the rest. */
export const anchorOf = (title: string): string => title.toLowerCase().normalize('NFC').replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, '-').replaceAll(/^-|-$/g, '') || 'section'

/** Every heading in its order; the second one of the same title gets `-2` at its anchor. */
export function readHeadings(markdown: string): readonly Heading[] {
  const taken = new Map<string, number>()
  return lexer(markdown).filter(isHeading).map(({ depth, tokens }) => {
    const title = wordsOf(tokens)
    const anchor = anchorOf(title)
    const times = (taken.get(anchor) ?? 0) + 1
    taken.set(anchor, times)
    return { depth, title, anchor: times === 1 ? anchor : `${anchor}-${times}` }
  })
}

/** The words of a page, cut at its headings; `anchors` are those of its headings in order. What stands before the first heading is left out. */
export function readSections(markdown: string, anchors: readonly string[]): readonly Section[] {
  const sections: { title: string; anchor: string; text: string }[] = []
  for (const token of lexer(markdown)) {
    const last = sections.at(-1)
    if (isHeading(token)) sections.push({ title: wordsOf(token.tokens), anchor: anchors[sections.length] ?? '', text: '' })
    else if (last) last.text = `${last.text} ${wordsOf([token])}`.replaceAll(/\s+/g, ' ').trim()
  }
  return sections
}

export interface Target {
  readonly href: string
  readonly isPicture: boolean
}

/** Everything that a text links to or shows, in its order. */
export function readTargets(markdown: string): readonly Target[] {
  const found: Target[] = []
  const walk = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      if (token.type === 'link' || token.type === 'image') found.push({ href: (token as Tokens.Link).href, isPicture: token.type === 'image' })
      walk(childrenOf(token))
    }
  }
  walk(lexer(markdown))
  return found
}

/** HTML comments, which no reader sees: they say where generated tables begin and end. */
export const isComment = (token: Token): boolean => token.type === 'html' && /^\s*(<!--(?:(?!-->)[^])*-->\s*)+$/.test(token.raw)

const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading'

function wordsOf(tokens: readonly Token[]): string {
  return tokens.map((token) => {
    if (isComment(token)) return ''
    const children = childrenOf(token)
    if (children.length > 0) return `${wordsOf(children)}${isBlock(token) ? ' ' : ''}`
    return 'text' in token && typeof token.text === 'string' ? `${token.text}${isBlock(token) ? ' ' : ''}` : isBlock(token) ? ' ' : ''
  }).join('')
}

const isBlock = ({ type }: Token): boolean => ['paragraph', 'heading', 'list_item', 'code', 'blockquote', 'space', 'br', 'cell'].includes(type)

function childrenOf(token: Token): readonly Token[] {
  if (token.type === 'list') return (token as Tokens.List).items
  if (token.type === 'table') {
    const { header, rows } = token as Tokens.Table
    return [header, ...rows].flat().map(({ tokens, text }) => ({ type: 'cell', raw: text, text, tokens }))
  }
  return 'tokens' in token && Array.isArray(token.tokens) ? token.tokens : []
}
