import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownAs, type ScreenPreferences } from './screen-preferences.ts'

const usual: ScreenPreferences = {
  'reading.format': 'html',
  'reading.headers': 'short',
  'reading.mark_seen': 'when-opened',
  'reading.remote_content': 'ask',
  'reading.attached_pictures': false, 'formats.clock': '24', 'formats.date': 'language', 'reading.after_removal': 'index',
  'notifications.live': true,
  'keyboard.single_keys': true,
  'index.reload_seconds': 0,
  time_zone: '',
}

test('a message is shown as its address says, else as the person prefers', () => {
  assert.deepEqual(shownAs({}, usual), { hasAllHeaders: false, asText: false, hasImages: false })
  assert.deepEqual(shownAs({ headers: 'full', as: 'text', images: '1' }, usual), { hasAllHeaders: true, asText: true, hasImages: true })
  const other: ScreenPreferences = { ...usual, 'reading.format': 'text', 'reading.headers': 'full', 'reading.remote_content': 'always' }
  assert.deepEqual(shownAs({}, other), { hasAllHeaders: true, asText: true, hasImages: true })
  assert.deepEqual(shownAs({ headers: 'short', as: 'html' }, other), { hasAllHeaders: false, asText: false, hasImages: true })
})

test('who never wants pictures from elsewhere gets none from any address', () => {
  assert.equal(shownAs({ images: '1' }, { ...usual, 'reading.remote_content': 'never' }).hasImages, false)
})
