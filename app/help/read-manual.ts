import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readHeadings, readSections } from '#components/help/read-markdown.ts'
import { searchable, type SearchableSection } from '#components/help/search-manual.ts'
import { processSingleton } from '#lib/http/process-singleton.ts'
import { PAGES, type HelpPage } from './contents.ts'

/** A page of the manual as one reader gets it. */
export interface ManualPage {
  readonly group: HelpPage['group']
  readonly slug: HelpPage['slug']
  readonly title: string
  /** BCP 47, of its words: English where nobody has translated it. */
  readonly language: string
  readonly markdown: string
  /** Of its headings in their order: those of the English page, so that an address holds in every language. */
  readonly anchors: readonly string[]
  readonly sections: readonly SearchableSection[]
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
  const english = await readFile(pathOf(group, `${slug}.md`), 'utf8')
  const translated = language === 'en' ? undefined : await readIfThere(pathOf(language, group, `${slug}.md`))
  const markdown = translated ?? english
  const title = readHeadings(markdown)[0]?.title ?? slug
  const anchors = readHeadings(english).map(({ anchor }) => anchor)
  const page = { group, slug, title, language: translated === undefined ? 'en' : language, markdown, anchors }
  return { ...page, sections: readSections(markdown, anchors).map((section) => searchable(page, section)) }
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
