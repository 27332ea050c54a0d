import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SettledContent } from './settled-content.ts'

describe('SettledContent', () => {
  const seen = (...contents: readonly string[]): readonly string[] => {
    const content = new SettledContent('old')
    return contents.map((each) => content.see(each))
  }

  it('counts what is new once it was seen twice, and never what lay in between', () => {
    assert.deepEqual(seen('old', 'new', 'new', 'new'), ['same', 'unsettled', 'changed', 'same'])
    assert.deepEqual(seen('', 'new', 'new'), ['unsettled', 'unsettled', 'changed'])
    assert.deepEqual(seen('', 'old', '', ''), ['unsettled', 'same', 'unsettled', 'changed'])
  })
})
