import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filterFor, readFilterMark } from './filter-for.ts'

test('a filter for one sender or list; what a message names begins no rule of its own', () => {
  assert.equal(filterFor({ field: 'from', value: 'bob@example.test' }), 'require ["fileinto"];\n\nif address :is "from" "bob@example.test" {\n    fileinto "INBOX";\n}\n')
  assert.match(filterFor({ field: 'list-id', value: 'x" { discard; }\\\n' }), /header :contains "list-id" "x\\" \{ discard; \}\\\\" \{/)
  assert.deepEqual(readFilterMark('bob@example.test', 'boats.test'), { field: 'list-id', value: 'boats.test' })
  assert.equal(readFilterMark(undefined, undefined), undefined)
  assert.equal(readFilterMark(' ', undefined), undefined)
})
