import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GatewayError } from '#lib/mail/gateway-error.ts'
import { judgeNewPassword } from './judge-new-password.ts'

const judged = (present: string, next: string, again = next): string => {
  try {
    judgeNewPassword({ present, next, again }, { least: 8, names: ['alice.brandt', 'alice.brandt@example.test'] })
    return 'good'
  } catch (error) {
    return (error as GatewayError).refusal?.name ?? String(error)
  }
}

test('a new password is long enough, another one and no name; characters are counted as people do', () => {
  assert.equal(judged('old', 'äöüäöüä8'), 'good')
  assert.equal(judged('old', '1234567'), 'password-short')
  assert.equal(judged('old', '🔑🔑🔑🔑'), 'password-short', 'four characters, whatever UTF-16 makes of them')
  assert.equal(judged('old', '12345678', '12345678 '), 'password-differs')
  assert.equal(judged('correct horse', 'correct horse'), 'password-same')
  assert.equal(judged('caf\u00e9 au lait', 'cafe\u0301 au lait'), 'password-same', 'as the server compares them')
  for (const next of ['alice.brandt', 'Alice.Brandt@Example.Test', ' ALICE.BRANDT ']) assert.equal(judged('old', next), 'password-name', next)
  assert.equal(judged('old', 'alice.brandt and more'), 'good')
})
