import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeIdentity, type Identity } from './identity.ts'

const HOME: Identity = { from: 'ann@example.test', replyTo: '', signature: 'Ann\nat home', formatted: '' }
const WORK: Identity = { from: 'Ann <a@work.test>', replyTo: 'desk@work.test', signature: 'Ann, director', formatted: '' }
const BARE: Identity = { from: 'x@bare.test', replyTo: '', signature: '', formatted: '' }

test('the signature gives way to the other one, wherever it stands', () => {
  const table: [body: string, before: Identity, after: Identity, expected: string][] = [
    ['Hello\n\n-- \nAnn\nat home\n', HOME, WORK, 'Hello\n\n-- \nAnn, director\n'],
    ['Hello\n\n-- \nAnn\nat home\n\nOn Monday Bob wrote:\n> Hi\n', HOME, WORK, 'Hello\n\n-- \nAnn, director\n\nOn Monday Bob wrote:\n> Hi\n'],
    ['-- \nAnn\nat home', HOME, WORK, '-- \nAnn, director'],
    ['Hello\n\n-- \nAnn\nat home\n', HOME, BARE, 'Hello\n\n'],
    ['Hello', BARE, WORK, 'Hello\n\n-- \nAnn, director\n'],
    ['\n\nOn Monday Bob wrote:\n> Hi\n', BARE, WORK, '\n\n-- \nAnn, director\n\nOn Monday Bob wrote:\n> Hi\n'],
    ['On Monday Bob wrote:\n> Hi\n\nAnswer', BARE, WORK, 'On Monday Bob wrote:\n> Hi\n\nAnswer\n\n-- \nAnn, director\n'],
  ]
  for (const [body, before, after, expected] of table) assert.equal(changeIdentity({ replyTo: '', body }, before, after).body, expected, JSON.stringify(body))
})

test('what somebody has written over stays theirs', () => {
  assert.equal(changeIdentity({ replyTo: '', body: 'Hello\n-- \nAnn\nin a hurry\n' }, HOME, WORK).body, 'Hello\n-- \nAnn\nin a hurry\n')
  assert.equal(changeIdentity({ replyTo: 'other@example.test', body: '' }, HOME, WORK).replyTo, 'other@example.test')
  assert.deepEqual(changeIdentity(changeIdentity({ replyTo: '', body: 'x\n\n-- \nAnn\nat home\n' }, HOME, WORK), WORK, HOME), { replyTo: '', body: 'x\n\n-- \nAnn\nat home\n' }, 'there and back')
})
