import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resentView } from './resent-view.ts'

const view = (...lines: readonly string[]) => resentView(Buffer.from([...lines, '', ''].join('\r\n'))).resent

test('the last who sent it on, to whom and when', () => {
  const lines = ['Resent-From: =?utf-8?Q?J=C3=B6rg?= <jorg@b.test>', 'Resent-To: c@d.test, e@f.test', 'Resent-Date: Tue, 02 Jan 2024 03:04:05 +0100', 'Resent-From: first@x.test', 'Resent-To: second@x.test', 'From: a@b.test']
  assert.deepEqual(view(...lines), { from: [{ name: 'Jörg', address: 'jorg@b.test' }], to: [{ name: '', address: 'c@d.test' }, { name: '', address: 'e@f.test' }], date: '2024-01-02T02:04:05.000Z' })
})

test('a date that is none is left out; a message that nobody sent on says nothing', () => {
  assert.deepEqual(view('Resent-From: a@b.test', 'Resent-Date: yesterday'), { from: [{ name: '', address: 'a@b.test' }], to: [] })
  assert.equal(view('From: a@b.test', 'Resent-Date: Tue, 02 Jan 2024 03:04:05 +0100'), undefined)
})
