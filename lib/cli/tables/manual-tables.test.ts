import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { generatedPages } from './manual-tables.ts'
import { markdownTable } from './markdown-table.ts'
import { readConstant } from './read-constant.ts'

for (const { path: file, now, wanted } of await generatedPages()) {
  test(`${path.basename(file)} says what the code says: "npm run tables" writes it again`, () => {
    const known = new Set(now.split('\n'))
    assert.deepEqual(wanted.split('\n').filter((line) => !known.has(line)), [], 'these lines are missing')
    assert.ok(now === wanted, 'there are lines that nothing makes any more, or they are in another order')
  })
}

test('a cell cannot break its table', () => {
  assert.equal(markdownTable(['a', 'b'], [['x | y', 'one\ntwo']]), '| a | b |\n|---|---|\n| x \\| y | one two |')
})

test('a limit that is no longer where the table looks is noticed', () => {
  assert.equal(readConstant('lib/http/request/request-body.ts', 'BODY_LIMIT'), 1024 * 1024)
  assert.throws(() => readConstant('lib/http/request/request-body.ts', 'NO_LIMIT'), /has no number NO_LIMIT/)
})
