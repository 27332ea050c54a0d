import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pageWordsIn } from '#lib/i18n/page-words-in.ts'
import type { TextKind } from '#lib/mail/preferences/kinds.ts'
import { PREFERENCE_NAMES, PREFERENCES } from '#lib/mail/preferences/schema.ts'
import { findSettings } from './find-settings.ts'

const words = await pageWordsIn('en')

test('a setting is found by its label, its help or another word for it', () => {
  assert.deepEqual(findSettings(words, 'BCC'), ['composing.blind_copies'])
  assert.ok(findSettings(words, 'dark').includes('appearance.scheme'))
  assert.deepEqual(findSettings(words, '  night   mode '), ['appearance.scheme'])
  assert.deepEqual(findSettings(words, 'no such thing'), [])
})

test('every preference and each of its options has its words', () => {
  for (const name of PREFERENCE_NAMES) {
    const { label, keywords, ...rest }: { label: string; keywords: string; options?: Readonly<Record<string, string>> } = words.preferences[name]
    assert.ok(label !== '' && keywords !== '', name)
    const { kind } = PREFERENCES[name]
    // A language has its own name; of a field, what none of its options means is `usual`.
    const ofFields = kind.type === 'records' ? Object.values(kind.fields).flatMap((field: TextKind) => (field.options ? ['usual', ...field.options] : [])) : []
    const options = kind.type !== 'choice' ? ofFields : name === 'language' ? ['auto'] : kind.options
    assert.deepEqual(Object.keys(rest.options ?? {}).toSorted(), options.toSorted(), name)
  }
})
