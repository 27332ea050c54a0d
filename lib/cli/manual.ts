import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cutSections } from '#components/help/page-sections.ts'
import { leftOver, markPage, markSections, translateSections } from '#components/help/page-translation.ts'
import { LANGUAGES } from '#lib/i18n/languages.ts'
import { ENGLISH, FOLDER } from '#lib/testing/manual/manual-files.ts'

/*
 * For translators of the manual. `npm run manual` lists the sections whose English has changed since they were translated,
 * or that nobody has translated; with languages only theirs. `npm run manual -- --current LANGUAGE PAGE[#SECTION] …` marks
 * them as up to date; a whole page also where it has no marks yet. Being behind is no mistake: it always ends with 0.
 */

const PEOPLE = ENGLISH.filter(({ group }) => group === 'people').map(({ slug, markdown }) => ({ slug, english: cutSections(markdown) }))
const { values, positionals } = parseArgs({ options: { current: { type: 'boolean', default: false } }, allowPositionals: true })

if (values.current) mark(positionals[0] ?? '', positionals.slice(1))
else for (const { tag } of LANGUAGES) if (tag !== 'en' && (positionals.length === 0 || positionals.includes(tag))) list(tag)

function list(language: string): void {
  const behind = PEOPLE.flatMap(({ slug, english }) => {
    const translation = readIfThere(pathOf(language, slug))
    if (translation === undefined) return [`${slug}: not translated`]
    const sections = translateSections(english, translation).filter(({ state }) => state !== 'current')
    return [
      ...sections.map(({ anchor, state }) => `${slug}#${anchor}: ${state === 'behind' ? 'changed in English' : 'new in English'}`),
      ...leftOver(english, translation).map((anchor) => `${slug}#${anchor}: gone in English`),
    ]
  })
  console.log(behind.length === 0 ? `${language}: up to date` : `${language}: ${behind.length} to look at`)
  for (const line of behind) console.log(`  ${line}`)
}

function mark(language: string, targets: readonly string[]): void {
  for (const target of targets) {
    const [slug = '', anchor] = target.split('#')
    const page = PEOPLE.find((each) => each.slug === slug)
    if (!page) throw new Error(`the manual has no page ${slug} for people`)
    if (anchor !== undefined && !page.english.some((section) => section.anchor === anchor)) throw new Error(`the page ${slug} has no section ${anchor}`)
    const path = pathOf(language, slug)
    const translation = readFileSync(path, 'utf8')
    writeFileSync(path, anchor === undefined ? markPage(page.english, translation) : markSections(page.english, translation, (each) => each === anchor))
  }
}

function pathOf(language: string, slug: string): string {
  return join(FOLDER, language, 'people', `${slug}.md`)
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
