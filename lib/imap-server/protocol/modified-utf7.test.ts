import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeModifiedUtf7, encodeModifiedUtf7 } from './modified-utf7.ts'

// RFC 3501 §5.1.3
const EXAMPLES: readonly (readonly [name: string, encoded: string])[] = [
  ['INBOX', 'INBOX'],
  ['~peter/mail/台北/日本語', '~peter/mail/&U,BTFw-/&ZeVnLIqe-'],
  ['Entwürfe', 'Entw&APw-rfe'],
  ['a & b', 'a &- b'],
  ['&&', '&-&-'],
  ['ü&ü', '&APw-&-&APw-'],
  ['😀', '&2D3eAA-'],
  ['tab\there', 'tab&AAk-here'],
  ['', ''],
]

const REFUSED: readonly (readonly [text: string, why: string])[] = [
  ['Entwürfe', '8-bit octets'],
  ['&', 'an unfinished shift'],
  ['&APw', 'an unfinished shift with text'],
  ['&AGE-', 'printable ASCII in base64'],
  ['&APw=-', 'padding'],
  ['&AP/-', 'a slash for a comma'],
  ['&APx-', 'padding bits that are set'],
  ['&APwA-', 'half a code unit'],
  ['&2D0-', 'a lone surrogate'],
  ['&APw-&AOQ-', 'one run written as two'],
  ['&A-', 'a single base64 digit'],
]

test('modified UTF-7 as the RFC shows it', () => {
  for (const [name, encoded] of EXAMPLES) {
    assert.equal(encodeModifiedUtf7(name), encoded)
    assert.equal(decodeModifiedUtf7(encoded), name)
  }
})

test('modified UTF-7 that is not canonical is refused', () => {
  for (const [text, why] of REFUSED) assert.equal(decodeModifiedUtf7(text), undefined, why)
})

test('decoding what was encoded gives the name back', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => decodeModifiedUtf7(encodeModifiedUtf7(name)) === name))
})

test('a name has one spelling: what can be decoded is encoded the same', () => {
  const text = fc.string({ unit: fc.constantFrom(...'&-+,/AGPwaz09= é') })
  fc.assert(
    fc.property(text, (encoded) => {
      const name = decodeModifiedUtf7(encoded)
      return name === undefined || encodeModifiedUtf7(name) === encoded
    }),
  )
})
