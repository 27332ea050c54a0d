import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { baseSubject, isReplyOrForward } from './base-subject.ts'

const CASES: readonly (readonly [string, string])[] = [
  ['Lunch', 'LUNCH'],
  ['  Re:   Lunch \t today ', 'LUNCH TODAY'],
  ['RE: Fwd: FW: re: Lunch', 'LUNCH'],
  ['Re[2]: Lunch', 'LUNCH'],
  ['Re [2] : Lunch', 'LUNCH'],
  ['[list] Re: [list] Lunch', 'LUNCH'],
  ['Re: [list] Lunch', 'LUNCH'],
  ['[list]', '[LIST]'],
  ['Lunch (fwd) (FWD)', 'LUNCH'],
  ['[Fwd: Re: Lunch]', 'LUNCH'],
  ['[fwd: [fwd: Lunch (fwd)]]', 'LUNCH'],
  ['Re:', ''],
  ['Reply: Lunch', 'REPLY: LUNCH'],
  ['Straße', 'STRAßE'],
  ['', ''],
]
for (const [subject, expected] of CASES) test(`RFC 5256 §2.1: base subject of ${JSON.stringify(subject)}`, () => assert.equal(baseSubject(subject), expected))

test('a base subject is its own base subject, and a reply has the same', () => {
  const subject = fc.array(fc.constantFrom('re:', 'fwd:', '[x]', '(fwd)', '[fwd:', ']', ' ', 'a', 'Lunch'), { maxLength: 10 }).map((list) => list.join(''))
  fc.assert(
    fc.property(subject, (text) => {
      assert.equal(baseSubject(baseSubject(text)), baseSubject(text))
      assert.equal(baseSubject(`Re: ${text}`), baseSubject(text))
    }),
    { numRuns: 1000 },
  )
})

test('long hostile subjects take little time', () => {
  for (const piece of ['re:', '[a]', '[fwd:', '(fwd)', '[', 're [']) baseSubject(piece.repeat(100_000))
})

test('RFC 5256 §3: what counts as a reply or forward', () => {
  for (const subject of ['Re: a', '[x] RE[2]: a', 'a (fwd)', '[Fwd: a]', 'Fw: a', '[l] fwd [x]: a']) assert.equal(isReplyOrForward(subject), true, subject)
  for (const subject of ['', 'a', '[x] a', 'Reply: a', 'about re: a', '(fwd) a', ' a ']) assert.equal(isReplyOrForward(subject), false, subject)
})
