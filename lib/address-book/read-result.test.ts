import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Remarks, excerptOf } from './read-result.ts'

test('fifty remarks on a record are told, the others counted', () => {
  const remarks = new Remarks()
  for (let line = 1; line <= 53; line += 1) remarks.add(line, 'unreadable', 'x')
  assert.equal(remarks.all().length, 51)
  assert.deepEqual(remarks.all().at(-1), { line: 50, problem: 'more', excerpt: '3' })
})

test('an excerpt is one short line of well-formed text', () => {
  assert.equal(excerptOf('a\r\nb\0c\u2028d'), 'a b c d')
  const long = excerptOf('😀'.repeat(200))
  assert.ok(long.length <= 80 && long.isWellFormed() && long.endsWith('…'))
  assert.equal(excerptOf('\ud800'), '\ufffd')
})
