import { lexer } from 'marked'
import { isComment, readHeadings } from './read-markdown.ts'
import type { PageSection } from './page-sections.ts'

/*
 * A translated page says before each of its headings which section of the English page it translates, and in which state
 * that was: `<!-- of: attachments 3fa2c109 -->`. So the English page may change at any time: its translation goes on being
 * shown, and it is known which of its sections are behind.
 */

/** A section of the English page as a reader of another language gets it. */
export interface TranslatedSection {
  readonly anchor: string
  readonly markdown: string
  /** `behind`: of an earlier state of the English section. `missing`: nobody has translated it, and this is the English one. */
  readonly state: 'current' | 'behind' | 'missing'
}

/** The sections of the English page, each in its translation where there is one. What the English page no longer has is left out. */
export function translateSections(english: readonly PageSection[], translation: string): readonly TranslatedSection[] {
  const translated = new Map(readTranslation(translation).map((section) => [section.anchor, section]))
  return english.map(({ anchor, markdown, state }) => {
    const own = translated.get(anchor)
    return own ? { anchor, markdown: own.markdown, state: own.of === state ? 'current' : 'behind' } : { anchor, markdown, state: 'missing' }
  })
}

/** The anchors of what a translation has and the English page has no longer: they can be removed, or named anew. */
export const leftOver = (english: readonly PageSection[], translation: string): readonly string[] => readTranslation(translation).map(({ anchor }) => anchor).filter((anchor) => !english.some((section) => section.anchor === anchor))

/** The translation with all its sections marked as up to date: from its first heading to its last where it has as many as the English page, else by its marks. Throws where it has neither. */
export function markPage(english: readonly PageSection[], translation: string): string {
  const written = translation.replaceAll(new RegExp(`${MARK.source}\\n`, 'g'), '')
  const count = readHeadings(written).length
  if (count !== english.length && !MARK.test(translation)) throw new Error(`${count} headings, where the English page has ${english.length}: write <!-- of: ANCHOR --> before each`)
  return count === english.length ? markHeadings(english, written) : markSections(english, translation, () => true)
}

/** The translation with those of its marked sections that `isMeant` names marked as up to date. */
export function markSections(english: readonly PageSection[], translation: string, isMeant: (anchor: string) => boolean): string {
  return translation.replaceAll(new RegExp(MARK, 'g'), (mark, anchor: string) => {
    const section = isMeant(anchor) ? english.find((each) => each.anchor === anchor) : undefined
    return section ? markOf(section) : mark
  })
}

const MARK = /<!-- of: (\S+)(?: ([0-9a-f]{8}))? -->/
const markOf = ({ anchor, state }: PageSection): string => `<!-- of: ${anchor} ${state} -->`

function markHeadings(english: readonly PageSection[], translation: string): string {
  let at = 0
  return lexer(translation).map(({ type, raw }) => {
    const section = type === 'heading' ? english[at++] : undefined
    return section ? `${markOf(section)}\n${raw}` : raw
  }).join('')
}

interface MarkedSection {
  readonly anchor: string
  readonly of: string | undefined
  readonly markdown: string
}

function readTranslation(translation: string): readonly MarkedSection[] {
  const sections: { anchor: string; of: string | undefined; markdown: string }[] = []
  for (const token of lexer(translation)) {
    const [, anchor, of] = (isComment(token) && MARK.exec(token.raw)) || []
    if (anchor !== undefined) sections.push({ anchor, of, markdown: '' })
    else {
      const last = sections.at(-1)
      if (last) last.markdown += token.raw
    }
  }
  return sections
}
