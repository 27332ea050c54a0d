import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { searchManual } from '#components/help/search-manual.ts'
import { LANGUAGES, PSEUDO } from '#lib/i18n/languages.ts'
import { HELP_TOPICS, SETTINGS_HELP } from '#lib/mail/sites/help-topics.ts'
import { readManual } from '../../../app/help/read-manual.ts'
import { TRANSLATED_LANGUAGES } from './manual-files.ts'

describe('the manual as readers get it', () => {
  for (const { tag } of [...LANGUAGES, PSEUDO]) {
    it(`has each page and section under its address, in their language or in English: ${tag}`, async () => {
      const [manual, english] = await Promise.all([readManual(tag), readManual('en')])
      assert.deepEqual(manual.map(addressesOf), english.map(addressesOf))
      for (const page of manual) {
        assert.equal(page.isForeign, tag !== 'en' && !(page.group === 'people' && TRANSLATED_LANGUAGES.includes(tag)), page.slug)
        for (const { anchor, language, state, title, markdown } of page.sections) {
          assert.equal(language, state === 'missing' ? 'en' : tag, `${page.slug}#${anchor}`)
          assert.ok(title !== '' && markdown.startsWith('#'), `${page.slug}#${anchor}`)
        }
      }
    })

    it(`has the help of each page of Postern: ${tag}`, async () => {
      const addresses = new Set((await readManual(tag)).flatMap(addressesOf))
      for (const target of [...Object.values(HELP_TOPICS), ...Object.values(SETTINGS_HELP)]) assert.ok(addresses.has(target), target)
    })

    it(`finds each section by its title and by the words it begins with: ${tag}`, async () => {
      const sections = (await readManual(tag)).filter(({ group }) => group === 'people').flatMap((page) => page.sections.map((section) => section.searchable))
      for (const { slug, section } of sections) {
        const isIt = (result: { readonly slug: string; readonly anchor: string }): boolean => result.slug === slug && result.anchor === section.anchor
        assert.ok(searchManual(sections, section.title).some(isIt), `${slug}#${section.anchor}: ${section.title}`)
        const found = searchManual(sections, section.text.slice(0, 40)).find(isIt)
        assert.ok(section.text === '' || found?.excerpt.some(({ isMarked }) => isMarked), `${slug}#${section.anchor}: ${section.text.slice(0, 40)}`)
      }
    })
  }
})

const addressesOf = ({ slug, sections }: Awaited<ReturnType<typeof readManual>>[number]): readonly string[] => [slug, ...sections.map(({ anchor }) => `${slug}#${anchor}`)]
