import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES } from '#lib/i18n/languages.ts'
import { pageWordsIn } from '#lib/i18n/page-words-in.ts'
import { expectationPhrase, mistakeSentence, noteSentence, sourcePhrase } from '#lib/i18n/reasons/config-sentence.ts'
import { reasonSentence } from '#lib/i18n/reasons/reason-sentence.ts'
import { themeSentence } from '#lib/i18n/reasons/theme-sentence.ts'
import { EXPECTATIONS, type Expectation } from '#lib/mail/expectation.ts'
import type { Reasons } from '#lib/mail/reason.ts'
import { CONFIG_MISTAKES, type ConfigMistakeReason } from '#lib/mail/sites/config-mistake.ts'
import { CONFIG_NOTES, type ConfigNoteReason } from '#lib/mail/sites/config-note.ts'
import { VALUE_SOURCES, type ValueSource } from '#lib/mail/sites/value-source.ts'
import { THEME_REASONS, type ThemeReason } from '#lib/mail/themes/theme-reason.ts'

type Values = Readonly<Record<string, string | object>>

/** What a sentence names beside its words, under names that stand in no text. */
const marked = (names: readonly string[]): Readonly<Record<string, string>> => Object.fromEntries(names.map((name) => [name, `«${name}»`.toUpperCase()]))

function expectSentences(reasons: Reasons, texts: object, say: (values: Values) => string): void {
  assert.deepEqual(Object.keys(texts), Object.keys(reasons))
  for (const [code, names] of Object.entries(reasons)) {
    const values = marked(names.filter((name) => name !== 'expected'))
    const sentence = say({ code, ...values, ...(names.includes('expected') && { expected: { code: 'one-of', options: '«OPTIONS»' } }) })
    for (const value of [...Object.values(values), ...(names.includes('expected') ? ['«OPTIONS»'] : [])]) assert.ok(sentence.includes(value), `${code}: ${value} in ${sentence}`)
    assert.ok(sentence.length > 1 && !/undefined|\[object|[{}]/.test(sentence), `${code}: ${sentence}`)
  }
}

for (const { tag } of LANGUAGES) {
  test(`${tag}: every reason has a sentence that names what it is about, and no sentence is without a reason`, async () => {
    const words = await pageWordsIn(tag)
    const place = { file: '' }
    expectSentences(THEME_REASONS, words.themeReasons, (values) => reasonSentence(words.themeReasons, values as unknown as ThemeReason))
    expectSentences(CONFIG_NOTES, words.configNotes, (values) => noteSentence(words, { ...place, reason: values as unknown as ConfigNoteReason }))
    expectSentences(CONFIG_MISTAKES, words.configMistakes, (values) => mistakeSentence(words, { ...place, reason: values as unknown as ConfigMistakeReason }))
    expectSentences(EXPECTATIONS, words.expectations, (values) => expectationPhrase(words, values as unknown as Expectation))
    expectSentences(VALUE_SOURCES, words.valueSources, (values) => sourcePhrase(words, values as unknown as ValueSource))
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
    const said = sourcePhrase(words, { file: 'postern.toml', line: 7 })
    assert.ok(said.includes('postern.toml') && said.includes('7'), said)
    assert.equal(sourcePhrase(words, { file: 'POSTERN_TITLE' }), 'POSTERN_TITLE')
  })
}
