import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FALLBACKS } from './tokens.ts'
import { TYPED_FIELDS, typedValues, typeValues } from './typed-theme.ts'

test('what begins with a theme and is left alone is that theme', () => {
  const typed = typeValues({ light: FALLBACKS, dark: FALLBACKS })
  assert.deepEqual([typed['--text.light'], typed['--text.dark'], typed['--side.dark'], typed['--paper.dark']], ['#1c2021', '#e9eae8', 'var(--canvas)', '#ffffff'])
  assert.deepEqual(typedValues(typed), FALLBACKS)
  assert.deepEqual(TYPED_FIELDS.filter((field) => field.startsWith('--')), Object.keys(typed))
})

test('a theme that names its dark colours elsewhere is typed all the same', () => {
  assert.deepEqual(typedValues(typeValues({ light: { '--text': '#111' }, dark: { '--text': '#eee' } })), { '--text': 'light-dark(#111, #eee)' })
})

test('one colour alone counts for both schemes, an empty field for nothing', () => {
  assert.deepEqual(typedValues({ '--text.light': ' #111 ', '--text.dark': '', '--link.dark': '#eee', '--radius': ' ', '--bar': '2rem', other: 'x' }), { '--text': '#111', '--link': '#eee', '--bar': '2rem' })
})
