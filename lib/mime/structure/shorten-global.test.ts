import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortenGlobal } from './shorten-global.ts'

const ENVELOPE = '(NIL "a (\\")" NIL NIL NIL NIL NIL NIL NIL {5}\r\n)")( )'
const TEXT = '("text" "plain" NIL NIL NIL "7bit" 4 1)'

test('a message/global loses envelope, structure and lines, wherever it stands', () => {
  const long = `("message" "global" ("n" "v") NIL {3}\r\n)("7 "8bit" 99 ${ENVELOPE} ${TEXT} 7 NIL NIL NIL NIL)`.replace('"7 ', '" ')
  const short = '("message" "global" ("n" "v") NIL {3}\r\n)(" "8bit" 99 NIL NIL NIL NIL)'
  assert.equal(shortenGlobal(long), short)
  assert.equal(shortenGlobal(short), short)
  assert.equal(shortenGlobal(`(${TEXT}${long} "mixed" ("boundary" "b") NIL NIL NIL)`), `(${TEXT}${short} "mixed" ("boundary" "b") NIL NIL NIL)`)
  assert.equal(shortenGlobal(`("message" "rfc822" NIL NIL NIL "7bit" 9 ${ENVELOPE} ${long} 3)`), `("message" "rfc822" NIL NIL NIL "7bit" 9 ${ENVELOPE} ${short} 3)`)
})

test('everything else stays as it is, also what only looks like one', () => {
  for (const wire of [TEXT, `(${TEXT} "mixed")`, `("text" "plain" ("name" "(\\"message\\" \\"global\\"") NIL "\\"message\\" \\"global\\"" "7bit" 1 1)`, `("text" "plain" NIL NIL {18}\r\n"message" "global" "7bit" 1 1)`]) {
    assert.equal(shortenGlobal(wire), wire)
  }
})
