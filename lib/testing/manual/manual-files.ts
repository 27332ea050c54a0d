import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '#lib/cli/root.ts'
import { readHeadings } from '#components/help/read-markdown.ts'
import { PAGES, type HelpGroupName } from '../../../app/help/contents.ts'

export const FOLDER = join(ROOT, 'app/help/pages')

export interface ManualFile {
  readonly group: HelpGroupName
  readonly slug: string
  readonly markdown: string
}

const filesOf = (folder: string): readonly string[] => readdirSync(join(FOLDER, folder)).filter((name) => name.endsWith('.md')).sort()

/** Every page of the manual in English, as its files are. */
export const ENGLISH: readonly ManualFile[] = PAGES.map(({ group, slug }) => ({ group, slug, markdown: readFileSync(join(FOLDER, group, `${slug}.md`), 'utf8') }))

/** The names of all English files, `people/reading.md`. */
export const ENGLISH_FILES: readonly string[] = (['people', 'administrators'] as const).flatMap((group) => filesOf(group).map((name) => `${group}/${name}`))

/** Languages that have a folder of translations. */
export const TRANSLATED_LANGUAGES: readonly string[] = readdirSync(FOLDER).filter((name) => name !== 'people' && name !== 'administrators').sort()

/** The translated pages of a language; only pages for people are translated. */
export const translationsOf = (language: string): readonly ManualFile[] =>
  filesOf(`${language}/people`).map((name) => ({ group: 'people', slug: name.replace(/\.md$/, ''), markdown: readFileSync(join(FOLDER, language, 'people', name), 'utf8') }))

/** `slug` and `slug#anchor` of everything that can be linked to. */
export const ADDRESSES: ReadonlySet<string> = new Set(ENGLISH.flatMap(({ slug, markdown }) => [slug, ...readHeadings(markdown).map(({ anchor }) => `${slug}#${anchor}`)]))
