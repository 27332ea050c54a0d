import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { goldenFiles } from './golden.ts'

for (const [file, content] of goldenFiles()) {
  test(`${path.basename(file)} is what the code says (npm run golden writes it anew)`, () => {
    const expected: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'))
    const actual: Record<string, unknown> = JSON.parse(content)
    assert.deepEqual(Object.keys(actual), Object.keys(expected))
    for (const name of Object.keys(expected)) assert.deepEqual(actual[name], expected[name], name)
  })
}
