import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownAs, type ScreenPreferences } from './screen-preferences.ts'

const usual: ScreenPreferences = {
  'reading.format': 'html',
  'reading.headers': 'short',
  'reading.colors': 'theme',
  'reading.mark_seen': 'when-opened',
  'reading.remote_content': 'ask',
  'reading.attached_pictures': false, 'reading.spam_warning': true, 'reading.seen_seconds': 3, 'formats.clock': '24', 'formats.date': 'language', 'reading.after_removal': 'index',
  'notifications.live': true, 'notifications.desktop': false,
  'keyboard.single_keys': true,
  'index.reload_seconds': 0,
  time_zone: '',
  imposed: [],
}

const good = { notices: [] }

test('a message is shown as its address says, else as the person prefers', () => {
  assert.deepEqual(shownAs({}, usual, good), { hasAllHeaders: false, asText: false, hasImages: false, isOriginal: false, notices: [] })
  assert.deepEqual(shownAs({ headers: 'full', as: 'text', images: '1' }, usual, good), { hasAllHeaders: true, asText: true, hasImages: true, isOriginal: false, notices: [] })
  const other: ScreenPreferences = { ...usual, 'reading.format': 'text', 'reading.headers': 'full', 'reading.remote_content': 'always' }
  assert.deepEqual(shownAs({}, other, good), { hasAllHeaders: true, asText: true, hasImages: true, isOriginal: false, notices: [] })
  assert.deepEqual(shownAs({ headers: 'short', as: 'html' }, other, good), { hasAllHeaders: false, asText: false, hasImages: true, isOriginal: false, notices: [] })
})

test('who never wants pictures from elsewhere gets none from any address', () => {
  assert.equal(shownAs({ images: '1' }, { ...usual, 'reading.remote_content': 'never' }, good).hasImages, false)
})

test('what a filter takes for spam says so and asks before pictures, unless the person wants no warning', () => {
  const spam = { notices: ['text-cut', 'spam'] } as const
  const always: ScreenPreferences = { ...usual, 'reading.remote_content': 'always' }
  assert.deepEqual(shownAs({}, always, spam), { hasAllHeaders: false, asText: false, hasImages: false, isOriginal: false, notices: ['text-cut', 'spam'] })
  assert.equal(shownAs({ images: '1' }, always, spam).hasImages, true)
  assert.deepEqual(shownAs({}, { ...always, 'reading.spam_warning': false }, spam), { hasAllHeaders: false, asText: false, hasImages: true, isOriginal: false, notices: ['text-cut'] })
})

test('what an administrator has decided no address changes', () => {
  const ruled: ScreenPreferences = { ...usual, 'reading.format': 'text', imposed: ['reading.format', 'reading.headers'] }
  assert.deepEqual(shownAs({ headers: 'full', as: 'html' }, ruled, good), { hasAllHeaders: false, asText: true, hasImages: false, isOriginal: false, notices: [] })
})

test('a message has the colours of the theme, or by one click its own', () => {
  assert.equal(shownAs({ paper: 'original' }, usual, good).isOriginal, true)
  const original: ScreenPreferences = { ...usual, 'reading.colors': 'original' }
  assert.deepEqual([shownAs({}, original, good).isOriginal, shownAs({ paper: 'theme' }, original, good).isOriginal], [true, false])
})
