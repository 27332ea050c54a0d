import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinQuotation, splitQuotation } from './split-quotation.ts'

const quoted = '> a line that somebody has written before\n> > and one before that\n>\n'.repeat(1000)

test('the quoted lines at the end of a long text stand apart, and both are the text again', () => {
  for (const own of ['', '\n\n', 'Yes.\n\nOn Monday Bob wrote:\n', '> above\nYes.\n', 'Yes.\n\n-- \nAlice\n\n']) {
    for (const end of ['', '\n', '> without a line end']) {
      const text = own + quoted + end
      assert.deepEqual(splitQuotation(text), { own, quoted: quoted + end })
      assert.equal(joinQuotation({ own, quoted: quoted + end }), text)
    }
  }
})

test('blank lines between quoted ones are quoted, too', () => {
  const text = `Yes.\n\n${quoted}\n\n${quoted}`
  assert.deepEqual(splitQuotation(text), { own: 'Yes.\n\n', quoted: text.slice('Yes.\n\n'.length) })
})

test('a text stays whole that is short, ends with more than a quotation, or is long by itself', () => {
  assert.equal(splitQuotation(`Yes.\n${quoted.slice(0, 40_000)}`), undefined)
  assert.equal(splitQuotation(`${quoted}Yes.\n`), undefined)
  assert.equal(splitQuotation('a line of prose\n'.repeat(10_000)), undefined)
  assert.equal(splitQuotation(`${'a line of prose\n'.repeat(10_000)}${quoted}`), undefined)
  assert.equal(splitQuotation('\n'.repeat(100_000)), undefined)
  assert.equal(splitQuotation(`${'a line of prose\n'.repeat(3_000)}${quoted.slice(0, 10_000)}`), undefined)
})

test('what is typed above never runs into the first quoted line', () => {
  assert.equal(joinQuotation({ own: 'Yes', quoted: '> No?\n' }), 'Yes\n> No?\n')
  assert.equal(joinQuotation({ own: '', quoted: '> No?\n' }), '> No?\n')
})
