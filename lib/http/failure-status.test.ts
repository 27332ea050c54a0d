import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { STATUS } from './failure-status.ts'

const PAGE = new URL('../../app/help/pages/administrators/errors.md', import.meta.url)

test('the manual names every failure with its status, and none that is not', () => {
  const rows = [...readFileSync(PAGE, 'utf8').matchAll(/^\| `([^`]+)` \| (\d+) \|/gm)]
  assert.deepEqual(Object.fromEntries(rows.map(([, name, status]) => [name, Number(status)])), STATUS)
})
