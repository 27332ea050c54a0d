import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ReadReport } from './read-report.ts'
import { Remarks, excerptOf } from './read-result.ts'

test('a report counts all and keeps the first', () => {
  const report = new ReadReport(2)
  const card = { properties: [] }
  report.add({ line: 1, card, remarks: [{ line: 2, problem: 'unreadable', excerpt: 'x' }] })
  report.add({ line: 5, problem: 'unclosed', excerpt: 'y' })
  report.add({ line: 9, problem: 'unclosed', excerpt: 'z' })
  report.add({ line: 12, card, remarks: [] })
  assert.deepEqual(report.summary(), { read: 2, failed: 2, failures: { unclosed: 2 }, remarks: { unreadable: 1 }, first: [{ line: 2, problem: 'unreadable', excerpt: 'x', isFailure: false }, { line: 5, problem: 'unclosed', excerpt: 'y', isFailure: true }] })
})

test('fifty remarks on a record are told, the others counted', () => {
  const remarks = new Remarks()
  for (let line = 1; line <= 53; line += 1) remarks.add(line, 'unreadable', 'x')
  assert.equal(remarks.all().length, 51)
  assert.deepEqual(remarks.all().at(-1), { line: 50, problem: 'more', excerpt: '3' })
  const report = new ReadReport()
  report.add({ line: 1, card: { properties: [] }, remarks: remarks.all() })
  assert.deepEqual(report.summary().remarks, { unreadable: 50, more: 3 })
})

test('an excerpt is one short line of well-formed text', () => {
  assert.equal(excerptOf('a\r\nb\0c\u2028d'), 'a b c d')
  const long = excerptOf('😀'.repeat(200))
  assert.ok(long.length <= 80 && long.isWellFormed() && long.endsWith('…'))
  assert.equal(excerptOf('\ud800'), '\ufffd')
})
