import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { preferenceTable } from './preference-table.ts'

test('the manual names every preference as the schema does', async () => {
  const page = await readFile(path.join(import.meta.dirname, '../../app/help/pages/administrators/preferences.md'), 'utf8')
  assert.ok(page.includes(preferenceTable()), `the table in preferences.md should be:\n${preferenceTable()}`)
})
