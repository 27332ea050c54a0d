import assert from 'node:assert/strict'
import { test } from 'node:test'
import { saysSpam } from './spam-verdict.ts'

const header = (name: string, value: string) => [{ name: 'Subject', value: 'Yes' }, { name, value }]

test('a filter’s mark is found in the lines that filters write', () => {
  for (const [name, value] of [['X-Spam-Flag', 'YES'], ['x-spam-flag', ' yes'], ['X-Spam-Status', 'Yes, score=15.4 required=5.0 tests=BAYES_99'], ['X-Spam', 'Yes']] as const) assert.equal(saysSpam(header(name, value)), true, name)
})

test('nothing else is a mark', () => {
  for (const [name, value] of [['X-Spam-Flag', 'NO'], ['X-Spam-Status', 'No, score=-1.9 yes'], ['X-Spam-Score', 'yes'], ['Subject', 'Yes'], ['X-Spam-Flag', 'yesterday'], ['constructor', 'yes']] as const) assert.equal(saysSpam(header(name, value)), false, `${name}: ${value}`)
  assert.equal(saysSpam([]), false)
})
