import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROGRAM_PASSWORD_OCTETS, readProgramPassword, writeProgramPassword } from './program-password.ts'

test('a password for programs is told from every other, however it is typed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: PROGRAM_PASSWORD_OCTETS, maxLength: PROGRAM_PASSWORD_OCTETS }), (octets) => {
      const password = writeProgramPassword(octets)
      assert.match(password, /^[0-9a-z]{6}(-[0-9a-z]{6}){3}$/)
      assert.equal(readProgramPassword(password), password)
      assert.equal(readProgramPassword(` ${password.toUpperCase()}\n`), password)
      assert.equal(readProgramPassword(password.slice(1)), undefined)
      assert.equal(readProgramPassword(`${password}-${password}`), undefined)
    }),
  )
  for (const other of ['', 'postern-alice', 'aaaaaa-aaaaaa-aaaaaa-aaaaa', 'aaaaaaaaaaaaaaaaaaaaaaaa', 'oooooo-aaaaaa-aaaaaa-aaaaaa']) assert.equal(readProgramPassword(other), undefined)
  assert.notEqual(writeProgramPassword(new Uint8Array(24)), writeProgramPassword(new Uint8Array(24).fill(1)))
})
