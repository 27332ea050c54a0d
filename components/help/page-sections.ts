import { createHash } from 'node:crypto'
import { lexer } from 'marked'
import { readHeadings } from './read-markdown.ts'

/** A heading of a page with what stands below it, as Markdown. */
export interface PageSection {
  readonly anchor: string
  readonly markdown: string
  /** Which text it is: eight hexadecimal digits that change with any of its words, though not with how its lines are broken. */
  readonly state: string
}

/** A page cut at its headings. What stands before the first heading is left out. */
export function cutSections(markdown: string): readonly PageSection[] {
  const headings = readHeadings(markdown)
  const sections: { anchor: string; markdown: string }[] = []
  for (const token of lexer(markdown)) {
    if (token.type === 'heading') sections.push({ anchor: headings[sections.length]?.anchor ?? '', markdown: '' })
    const last = sections.at(-1)
    if (last) last.markdown += token.raw
  }
  return sections.map((section) => ({ ...section, state: stateOf(section.markdown) }))
}

const stateOf = (markdown: string): string => createHash('sha256').update(markdown.replaceAll(/\s+/g, ' ').trim()).digest('hex').slice(0, 8)
