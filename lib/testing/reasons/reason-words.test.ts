import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES } from '#lib/i18n/languages.ts'
import { pageWordsIn } from '#lib/i18n/page-words-in.ts'
import { reasonSentence } from '#lib/i18n/reasons/reason-sentence.ts'
import { themeSentence } from '#lib/i18n/reasons/theme-sentence.ts'
import type { Reasons } from '#lib/mail/reason.ts'
import { CONFIG_NOTES, type ConfigNote } from '#lib/mail/sites/config-note.ts'
import { THEME_REASONS, type ThemeReason } from '#lib/mail/themes/theme-reason.ts'

/** What a sentence names beside its words, under names that stand in no text. */
const marked = (names: readonly string[]): Readonly<Record<string, string>> => Object.fromEntries(names.map((name) => [name, `«${name}»`.toUpperCase()]))

function expectSentences(reasons: Reasons, texts: object, say: (values: Readonly<Record<string, string>>) => string): void {
  assert.deepEqual(Object.keys(texts), Object.keys(reasons))
  for (const [code, names] of Object.entries(reasons)) {
    const values = marked(names)
    const sentence = say({ code, ...values })
    for (const value of Object.values(values)) assert.ok(sentence.includes(value), `${code}: ${value} in ${sentence}`)
    assert.ok(sentence.length > 3 && !/undefined|\[object|[{}]/.test(sentence), `${code}: ${sentence}`)
  }
}

for (const { tag } of LANGUAGES) {
  test(`${tag}: every reason has a sentence that names what it is about, and no sentence is without a reason`, async () => {
    const { themeReasons, configNotes } = await pageWordsIn(tag)
    expectSentences(THEME_REASONS, themeReasons, (values) => reasonSentence(themeReasons, values as unknown as ThemeReason))
    expectSentences(CONFIG_NOTES, configNotes, (values) => reasonSentence(configNotes, values as unknown as ConfigNote))
  })

  test(`${tag}: a reason stands behind its place`, async () => {
    const words = await pageWordsIn(tag)
    const reason = { code: 'not-css' } as const
    const sentence = words.themeReasons['not-css']
    assert.equal(themeSentence(words, { file: '', reason }), sentence)
    for (const [place, named] of [[{}, []], [{ line: 7 }, ['7']], [{ part: '--text' }, ['--text']], [{ line: 7, part: '--text' }, ['7', '--text']]] as const) {
      const whole = themeSentence(words, { file: 'theme.css', ...place, reason })
      for (const each of ['theme.css', ...named]) assert.ok(whole.includes(each), `${each} in ${whole}`)
      assert.ok(whole.endsWith(sentence), whole)
    }
  })
}
