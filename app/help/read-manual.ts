import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cutSections } from '#components/help/page-sections.ts'
import { translateSections, type TranslatedSection } from '#components/help/page-translation.ts'
import { readSections } from '#components/help/read-markdown.ts'
import { searchable, type SearchableSection } from '#components/help/search-manual.ts'
import { processSingleton } from '#lib/http/process-singleton.ts'
import { PAGES, type HelpPage } from './contents.ts'

/** A page of the manual as one reader gets it. */
export interface ManualPage {
  readonly group: HelpPage['group']
  readonly slug: HelpPage['slug']
  readonly title: string
  /** BCP 47, of its title: English where nobody has translated it. */
  readonly language: string
  /** True where nobody has translated any of it for this reader. */
  readonly isForeign: boolean
  /** Those of the English page, under its anchors, so that an address holds in every language. */
  readonly sections: readonly ManualSection[]
}

/** A section in the reader's language, or in English where it is missing there. */
export interface ManualSection extends TranslatedSection {
  readonly title: string
  /** BCP 47. */
  readonly language: string
  readonly searchable: SearchableSection
}

type Language = string

/** The manual for a reader of that language (BCP 47); its files are read once in the life of the process. */
export function readManual(language: Language): Promise<readonly ManualPage[]> {
  const known = manuals().get(language)
  if (known) return known
  const manual = Promise.all(PAGES.map((page) => readPage(page, language)))
  manuals().set(language, manual)
  // A file that could not be read is tried again.
  manual.catch(() => manuals().delete(language))
  return manual
}

const manuals = () => processSingleton('manual', () => new Map<Language, Promise<readonly ManualPage[]>>())

async function readPage({ group, slug }: HelpPage, language: Language): Promise<ManualPage> {
  const english = cutSections(await readFile(pathOf(group, `${slug}.md`), 'utf8'))
  const translation = language === 'en' ? undefined : await readIfThere(pathOf(language, group, `${slug}.md`))
  const texts: readonly TranslatedSection[] = language === 'en' ? english.map((section) => ({ ...section, state: 'current' })) : translateSections(english, translation ?? '')
  const languageOf = (text: TranslatedSection | undefined): Language => (text?.state === 'missing' ? 'en' : language)
  const words = texts.map(({ markdown, anchor }) => readSections(markdown, [anchor])[0] ?? { title: slug, anchor, text: '' })
  const title = words[0]?.title ?? slug
  const sections = texts.map((text, at) => {
    const own = words[at] ?? { title, anchor: text.anchor, text: '' }
    return { ...text, title: own.title, language: languageOf(text), searchable: searchable({ slug, title, language: languageOf(text) }, own) }
  })
  return { group, slug, title, language: languageOf(texts[0]), isForeign: texts.every(({ state }) => state === 'missing'), sections }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function pathOf(...names: readonly string[]): string {
  const root = processSingleton('root', () => process.cwd())
  return join(/* turbopackIgnore: true */ root, 'app', 'help', 'pages', ...names)
}
