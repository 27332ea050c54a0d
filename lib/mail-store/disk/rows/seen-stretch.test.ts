import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { readStretch, SeenStretch, STRETCH } from './seen-stretch.ts'

const uid = (number: number): Uid => number as Uid

/** How many messages a text says to be seen. */
function countSeen(text: string): number {
  return readStretch(text).reduce((sum, { first, last, state }) => sum + (state % 2) * (last - first + 1), 0)
}

test('a stretch is what has been set, through its text and back', () => {
  const stretch = new SeenStretch()
  const sights = new Map<number, { seen: boolean; modSeq: number }>()
  for (let turn = 0; turn < 60; turn++) {
    const at = STRETCH * 3 + ((turn * 997) % 50)
    sights.set(at, { seen: turn % 5 !== 0, modSeq: 1000 + turn })
    stretch.set(uid(at), sights.get(at)!)
  }
  const again = new SeenStretch(stretch.toString())
  for (let at = STRETCH * 3; at < STRETCH * 3 + 60; at++) assert.deepEqual(again.at(uid(at)), sights.get(at) ?? { seen: false, modSeq: 0 })
  assert.equal(again.modSeq, 1059)
  assert.equal(countSeen(again.toString()), [...sights.values()].filter(({ seen }) => seen).length)
  assert.deepEqual(again.changedSince(1058), [(59 * 997) % 50])
})

test('a whole stretch that is read one by one stays small, and the latest changes stay exact', () => {
  let stretch = new SeenStretch()
  for (let at = 0; at < STRETCH; at++) {
    stretch.set(uid(at), { seen: true, modSeq: 10 + at })
    if (at % 10 === 0) stretch = new SeenStretch(stretch.toString())
  }
  const text = stretch.toString()
  const again = new SeenStretch(text)
  assert.ok(text.length < 1500, String(text.length))
  assert.equal(countSeen(text), STRETCH)
  assert.deepEqual(again.changedSince(10 + STRETCH - 21), Array.from({ length: 20 }, (_, index) => STRETCH - 20 + index))
  for (let at = 0; at < STRETCH; at++) assert.ok(again.at(uid(at)).modSeq >= 10 + at, 'a modSeq never goes back')
})

test('what alternates cannot be shortened, and is right', () => {
  const stretch = new SeenStretch()
  for (let at = 0; at < STRETCH; at++) stretch.set(uid(at), { seen: at % 2 === 0, modSeq: 5 })
  const again = new SeenStretch(stretch.toString())
  for (let at = 0; at < STRETCH; at++) assert.deepEqual(again.at(uid(at)), { seen: at % 2 === 0, modSeq: 5 })
})
