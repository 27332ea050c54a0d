import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deskForSuite } from './desk-for-suite.ts'
import type { PreferenceDesk } from './preference-desk.ts'
import { EFFECTS, type Effect } from './preference-effects.ts'
import { SCREEN_PREFERENCES } from '#components/mail-screen/screen-preferences.ts'
import { PREFERENCE_NAMES, PREFERENCES, type PreferenceName } from '#lib/mail/preferences/schema.ts'

/** Twelve messages, of which another one comes first in each order. */
async function fillIndex(desk: PreferenceDesk): Promise<void> {
  for (let at = 1; at <= 12; at++) {
    const number = String(at).padStart(2, '0')
    await desk.receive({
      mailbox: 'Index',
      header: { Subject: `Row ${number}`, From: `${at === 5 ? 'aaron' : 'zoe'}@example.test`, Date: `Tue, 3 Feb ${at === 7 ? 2027 : 2026} 04:05:${number} +0000` },
      body: at === 9 ? 'long '.repeat(100) : 'short',
    })
  }
}

describe('what each preference does', () => {
  let desk: PreferenceDesk
  deskForSuite(async (opened) => {
    desk = opened
    for (const [name, parent] of [['Index', ''], ['Own drafts', ''], ['Work', ''], ['Pier', 'Work']]) await desk.post('/api/mailboxes', { name, parent })
    await fillIndex(desk)
  })

  for (const name of PREFERENCE_NAMES) {
    const effect: Effect | 'in the browser' = EFFECTS[name]
    if (effect === 'in the browser') continue
    test(`${name} does what it says, until it is reset`, async () => {
      assert.deepEqual(await effect.look(desk), effect.usual, 'before')
      try {
        for (const [value, seen] of effect.set) {
          await desk.set(name, value)
          assert.deepEqual(await effect.look(desk), seen, JSON.stringify(value))
        }
      } finally {
        await desk.set(name)
      }
      assert.deepEqual(await effect.look(desk), effect.usual, 'reset')
    })
  }

  test('what the browser acts on is handed to it', async () => {
    const names = SCREEN_PREFERENCES.filter((name) => EFFECTS[name] === 'in the browser')
    assert.deepEqual(PREFERENCE_NAMES.filter((name) => EFFECTS[name] === 'in the browser').toSorted(), names.toSorted())
    for (const name of names) {
      const value = another(name)
      await desk.set(name, value)
      assert.deepEqual((await desk.screen()).site.preferences[name], value, name)
      await desk.set(name)
      assert.deepEqual((await desk.screen()).site.preferences[name], PREFERENCES[name].fallback, name)
    }
  })
})

/** A value that is not the usual one. */
function another(name: PreferenceName): unknown {
  const { kind, fallback } = PREFERENCES[name]
  if (kind.type === 'choice') return kind.options.find((option) => option !== fallback)
  return kind.type === 'number' ? kind.most : !fallback
}
