import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visibleAddress, visibleText } from './visible-text.ts'

test('what turns letters around is seen, and turns nothing', () => {
  assert.equal(visibleText('invoice \u202egpj.exe'), 'invoice \ufffdgpj.exe')
  assert.equal(visibleText('a\u2066b\u2069'), 'a\ufffdb\ufffd')
})

test('controls are seen, line ends are blanks, what is invisible goes', () => {
  assert.equal(visibleText('a\u0000b\u001b[31m\u009bc'), 'a\ufffdb\ufffd[31m\ufffdc')
  assert.equal(visibleText('one\r\nBcc: two\u2028three'), 'one Bcc: two three')
  assert.equal(visibleText('pay\u200bpal\u2060 \ufeffx\u00ad'), 'paypal x')
})

test('blanks do not push an address out of sight, marks do not cover the lines around', () => {
  assert.equal(visibleText(`boss@bank.test${'\u00a0\u3164'.repeat(300)}x`), 'boss@bank.test x')
  assert.equal(visibleText(`z${'\u0335'.repeat(500)}`), `z${'\u0335'.repeat(8)}`)
})

test('what is written in some language stays as it is', () => {
  for (const text of ['Grüße aus Köln', 'שלום עולם', 'مرحبا بالعالم', '👩\u200d👩\u200d👧 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', 'می\u200cخواهم', 'हिन्दी', 'Tiếng Việt', '日本語のメール']) assert.equal(visibleText(text), text)
})

test('names, addresses and members of groups alike', () => {
  assert.deepEqual(visibleAddress({ name: 'a\u202e', address: 'x\u0007@y.test', group: [{ name: 'b\u0000', address: '' }] }), { name: 'a\ufffd', address: 'x\ufffd@y.test', group: [{ name: 'b\ufffd', address: '' }] })
})
