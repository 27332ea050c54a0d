import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { cutSections } from '#components/help/page-sections.ts'
import { leftOver, translateSections } from '#components/help/page-translation.ts'
import { readHeadings, readSections, readTargets } from '#components/help/read-markdown.ts'
import { ROOT } from '#lib/cli/root.ts'
import { pages } from '#lib/i18n/english/pages.ts'
import { screens } from '#lib/i18n/english/screens.ts'
import { LANGUAGES } from '#lib/i18n/languages.ts'
import type { Catalogue } from '#lib/i18n/message-type.ts'
import { TOPICS, type Topic } from '#lib/mail/preferences/definition.ts'
import { SETTINGS_HELP } from '#lib/mail/sites/help-topics.ts'
import { ADDRESSES, ENGLISH, translationsOf, TRANSLATED_LANGUAGES } from './manual-files.ts'

const PEOPLE = ENGLISH.filter(({ group }) => group === 'people')
const ENGLISH_BLOCKS = new Set(PEOPLE.flatMap(({ markdown }) => blocksOf(markdown)))

describe('what the English manual prints in bold', () => {
  it('stands on the screens in just these words', () => {
    for (const { slug, markdown } of PEOPLE) expectOnScreens(slug, markdown, screenWords('en'))
  })
})

describe('translations of the manual', () => {
  it('are there for every language of the screens', () => {
    assert.deepEqual(TRANSLATED_LANGUAGES.toSorted(), LANGUAGES.map(({ tag }) => tag).filter((tag) => tag !== 'en').sort())
  })
})

for (const language of TRANSLATED_LANGUAGES) {
  describe(`the manual in ${language}`, () => {
    const known = screenWords(language)
    const translations = translationsOf(language)

    it('has every page for people', () => {
      assert.deepEqual(translations.map(({ slug }) => slug), PEOPLE.map(({ slug }) => slug).sort())
    })

    for (const { slug, markdown } of translations) {
      const english = cutSections(PEOPLE.find((page) => page.slug === slug)?.markdown ?? '')
      const sections = translateSections(english, markdown)

      it(`${slug}: says of each section what it translates`, () => {
        const marks = [...markdown.matchAll(/^#.*\n<!-- of: (\S+) [0-9a-f]{8} -->$/gm)].map(([, anchor]) => anchor)
        assert.equal(new Set(marks).size, marks.length, 'each once')
        assert.equal([...markdown.matchAll(/<!-- of:/g)].length, marks.length, 'each below its heading')
        const told = sections.filter(({ state }) => state !== 'missing').length + leftOver(english, markdown).length
        assert.equal(told, readHeadings(markdown).length, `if it is up to date, npm run manual -- --current ${language} ${slug}; else write <!-- of: ANCHOR --> below each heading`)
      })

      it(`${slug}: leads only to what is there`, () => {
        for (const { href } of readTargets(markdown)) assert.ok(/^https?:/.test(href) || ADDRESSES.has(href.startsWith('#') ? slug + href : href), `${slug} leads to ${href}, which is not there`)
      })

      it(`${slug}: has no mark that is printed as it is`, () => {
        // CommonMark §6.2: in "**検索…**を" the last stars close nothing.
        for (const { title, text } of readSections(markdown, [])) assert.doesNotMatch(`${title} ${text}`, /\*|\]\(|<!--/)
      })

      it(`${slug}: has nothing of the English text`, () => {
        assert.deepEqual(blocksOf(markdown).filter((block) => ENGLISH_BLOCKS.has(block)), [])
      })

      for (const [at, { anchor, state, markdown: own }] of sections.entries()) {
        // What is behind has the shape and the words of an earlier English section.
        if (state !== 'current') continue
        it(`${slug}#${anchor}: has the headings, links, tables and keys of the English section, and the words of the screens`, () => {
          assert.deepEqual(shapeOf(own), shapeOf(english[at]?.markdown ?? ''))
          assert.notEqual(readHeadings(own)[0]?.title, '')
          expectOnScreens(slug, own, known)
        })
      }
    }
  })
}

describe('the section of each page of the settings', () => {
  for (const language of TRANSLATED_LANGUAGES) {
    it(`has its name: ${language}`, () => {
      const { settings } = JSON.parse(readFileSync(join(ROOT, `lib/i18n/messages/pages/${language}.json`), 'utf8')) as { readonly settings: { readonly topics: Readonly<Record<Topic, string>> } }
      const translation = translationsOf(language).find(({ slug }) => slug === 'settings')?.markdown ?? ''
      const sections = translateSections(cutSections(PEOPLE.find(({ slug }) => slug === 'settings')?.markdown ?? ''), translation)
      for (const topic of TOPICS) {
        const section = sections.find(({ anchor }) => `settings#${anchor}` === SETTINGS_HELP[topic])
        assert.equal(readHeadings(section?.markdown ?? '')[0]?.title, settings.topics[topic])
      }
    })
  }
})

describe('scripts that write without blanks', () => {
  it('have no line broken within a sentence: it would show as a blank', () => {
    for (const language of TRANSLATED_LANGUAGES.filter((tag) => /^(?:ja|zh)/.test(tag))) {
      for (const { slug, markdown } of translationsOf(language)) assert.doesNotMatch(markdown, /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}。、，]\n *[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/u, `${language} ${slug}`)
    }
  })
})

function expectOnScreens(slug: string, markdown: string, known: ReadonlySet<string>): void {
  for (const [, words = ''] of markdown.matchAll(/\*\*([^*]+)\*\*/g)) assert.ok(known.has(words.replaceAll(/\s+/g, ' ')), `${slug}: no screen says "${words}"`)
}

/** Every text of the screens, in that language. */
function screenWords(language: string): ReadonlySet<string> {
  const texts = (words: Catalogue | string): readonly string[] => (typeof words === 'string' ? [words] : Object.values(words).flatMap(texts))
  const read = (folder: string): Catalogue => JSON.parse(readFileSync(join(ROOT, `lib/i18n/messages/${folder}/${language}.json`), 'utf8')) as Catalogue
  // A blank that does not break is a blank to the reader; of "Always from {sender}" the manual prints what stands around the name.
  return new Set(texts(language === 'en' ? { screens, pages } : { screens: read('screens'), pages: read('pages') }).map((text) => text.replaceAll(/\{\w+\}/g, ' ').replaceAll(/\s+/g, ' ').trim()))
}

/** Its paragraphs, list items, cells and headings of more than three words, without marks and code. */
function blocksOf(markdown: string): readonly string[] {
  return markdown
    .replaceAll(/^```[^]*?^```/gm, '')
    .split(/\n\s*\n|\n(?=[-#|]|\d+\. )|\|/)
    .map((block) => block.replaceAll(/\]\([^)]*\)|`[^`]*`|[*#[\]-]/g, ' ').replaceAll(/\s+/g, ' ').trim())
    .filter((block) => block.split(' ').length > 3)
}

/** What a translation keeps. */
function shapeOf(markdown: string) {
  return {
    headings: readHeadings(markdown).map(({ depth }) => depth),
    links: readTargets(markdown).map(({ href }) => href).sort(),
    tables: [...markdown.matchAll(/^\|(?:---\|)+$/gm)].map(([line]) => line),
    rows: [...markdown.matchAll(/^\|/gm)].length,
    items: [...markdown.matchAll(/^(?:-|\d+\.) /gm)].length,
    code: [...markdown.replaceAll(/^```[^]*?^```/gm, '').matchAll(/`[^`\n]+`/g)].map(([code]) => code).sort(),
    hasText: readSections(markdown, []).map(({ text }) => text !== ''),
  }
}
