import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InternationalHeader } from './international-header.ts'

const CASES: readonly (readonly [what: string, message: string, isInternational: boolean])[] = [
  ['ASCII', 'Subject: a\r\n\r\nü', false],
  ['UTF-8', 'Subject: Grüße\r\n\r\ntext', true],
  ['UTF-8 in its last octet', 'Subject: ü\r\n\r\n', true],
  ['UTF-8 behind a line end alone', 'Subject: ü\n\ntext', true],
  ['UTF-8 in a header without an end', 'Subject: ü', true],
  ['text alone', '\r\nü', false],
]

/** What it says of the octets, in pieces of that size. */
function said(octets: Buffer, size: number): boolean {
  const header = new InternationalHeader()
  let isInternational = false
  for (let at = 0; at < octets.length; at += size) isInternational = header.write(octets.subarray(at, at + size)) || isInternational
  return header.end() || isInternational
}

for (const [what, message, isInternational] of CASES) {
  test(`the header of a message: ${what}, in pieces of every size`, () => {
    const octets = Buffer.from(message)
    for (let size = 1; size <= octets.length; size++) assert.equal(said(octets, size), isInternational, `pieces of ${size}`)
  })
}

test('octets that are no UTF-8, alone or beside some that are, make it none', () => {
  for (const octets of [Buffer.from('Subject: \xfc\r\n\r\n', 'latin1'), Buffer.concat([Buffer.from('To: ü\r\nSubject: '), Buffer.from([0xc3]), Buffer.from('\r\n\r\nü')]), Buffer.from('Subject: \xc3', 'latin1')]) {
    for (let size = 1; size <= octets.length; size++) assert.equal(said(octets, size), false, `pieces of ${size}`)
  }
})
