import { cutSections, type PageSection } from './page-sections.ts'

/*
 * A translated page says below each of its headings which section of the English page it translates, and in which state
 * that was: `<!-- of: attachments 3fa2c109 -->`. Where it has as many headings as the English page, a mark may be missing: the
 * section in the same place is meant, in a state that nobody has told. So the English page may change at any time: its translation goes on being
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
  const translated = new Map(readTranslation(english, translation).map((section) => [section.of, section]))
  return english.map(({ anchor, markdown, state }) => {
    const own = translated.get(anchor)
    return own ? { anchor, markdown: own.markdown, state: own.state === state ? 'current' : 'behind' } : { anchor, markdown, state: 'missing' }
  })
}

/** The anchors of what a translation has and the English page has no longer: they can be removed, or named anew. */
export const leftOver = (english: readonly PageSection[], translation: string): readonly string[] => readTranslation(english, translation).map(({ of }) => of).filter((of) => !english.some(({ anchor }) => anchor === of))

/** The translation with all its sections marked as up to date: from its first heading to its last where it has as many as the English page, else by its marks. Throws where it has neither. */
export function markPage(english: readonly PageSection[], translation: string): string {
  const sections = cutSections(translation)
  if (sections.length !== english.length) {
    if (!MARK.test(translation)) throw new Error(`${sections.length} headings, where the English page has ${english.length}: write <!-- of: ANCHOR --> below each`)
    return markSections(english, translation, () => true)
  }
  return english.map((section, at) => {
    const [heading = '', ...text] = (sections[at]?.markdown ?? '').replace(MARK_LINE, '').split('\n')
    return [heading, markOf(section), ...text].join('\n')
  }).join('')
}

/** The translation with those of its marked sections that `isMeant` names marked as up to date. */
export function markSections(english: readonly PageSection[], translation: string, isMeant: (anchor: string) => boolean): string {
  return translation.replaceAll(new RegExp(MARK, 'g'), (mark, anchor: string) => {
    const section = isMeant(anchor) ? english.find((each) => each.anchor === anchor) : undefined
    return section ? markOf(section) : mark
  })
}

const MARK = /<!-- of: (\S+)(?: ([0-9a-f]{8}))? -->/
const MARK_LINE = new RegExp(`${MARK.source}\\n`)
const markOf = ({ anchor, state }: PageSection): string => `<!-- of: ${anchor} ${state} -->`

/** The sections of a translation, without their marks; those of which nobody can say what they translate are left out. */
function readTranslation(english: readonly PageSection[], translation: string): readonly { readonly of: string; readonly state: string | undefined; readonly markdown: string }[] {
  const sections = cutSections(translation)
  return sections.flatMap(({ markdown }, at) => {
    const [, named, state] = MARK.exec(markdown) ?? []
    const of = named ?? (sections.length === english.length ? english[at]?.anchor : undefined)
    return of === undefined ? [] : [{ of, state, markdown: markdown.replace(MARK_LINE, '') }]
  })
}
