import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImapFlow } from 'imapflow'
import { quoteSets, withQuotedSets } from './quote-sets.ts'

const LINES: readonly (readonly [string, string])[] = [
  ['* ESEARCH (TAG "A1") UID COUNT 17 ALL 1:3,5\r\n', '* ESEARCH (TAG "A1") UID COUNT 17 ALL "1:3,5"\r\n'],
  ['* ESEARCH (TAG "A1") UID PARTIAL (-1:-100 3,5:7) COUNT 4', '* ESEARCH (TAG "A1") UID PARTIAL ("-1:-100" "3,5:7") COUNT 4'],
  ['* ESEARCH (TAG "A1") UID PARTIAL (1:50 NIL) COUNT 0', '* ESEARCH (TAG "A1") UID PARTIAL ("1:50" NIL) COUNT 0'],
  ['* ESEARCH (TAG "A1") UID ALL 12 MODSEQ 5', '* ESEARCH (TAG "A1") UID ALL 12 MODSEQ 5'],
  ['* ESEARCH (TAG "1:2 (3,4)\\" 5:6") UID MIN 1', '* ESEARCH (TAG "1:2 (3,4)\\" 5:6") UID MIN 1'],
]

test('the sets of an ESEARCH become strings, and nothing else does', () => {
  for (const [line, quoted] of LINES) assert.equal(withQuotedSets(line), quoted)
})

test('other responses reach the client as they came', () => {
  const lines = ['* SEARCH 1 2 3', '* VANISHED (EARLIER) 1:3,5', '* ESEARCH (TAG "A1") ALL 1:3'].map((line) => Buffer.from(line))
  const streamer = { read: () => (lines.length === 0 ? null : { payload: lines.shift()! }) }
  quoteSets({ streamer } as unknown as ImapFlow)
  const read = Array.from({ length: 4 }, () => streamer.read()?.payload.toString())
  assert.deepEqual(read, ['* SEARCH 1 2 3', '* VANISHED (EARLIER) 1:3,5', '* ESEARCH (TAG "A1") ALL "1:3"', undefined])
})
