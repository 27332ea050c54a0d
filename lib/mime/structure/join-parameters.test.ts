import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { joinParameters } from './join-parameters.ts'
import { wireString } from './wire-string.ts'

const body = (parameters: string): string => `("text" "plain" ${parameters} NIL NIL "7bit" 4 1 NIL ("attachment" ${parameters}) ("en" "de") NIL)`

test('parameters in pieces come as one, where the first piece stood', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['("a" "1" "name*1" " two" "name*0" "one" "b" "2")', '("a" "1" "name" "one two" "b" "2")'],
    [`("name*0*" "utf-8''%C3%A4" "name*1" "b" "name*2*" "%20c")`, '("name*" {5}\r\n\xc3\xa4b c)'],
    [`("name*" "iso-8859-1'en'%E4" "name" "a")`, '("name*" {2}\r\n\xc3\xa4 "name" "a")'],
    [`("name*10" "k" ${Array.from({ length: 10 }, (_, at) => `"name*${at}" "${at}"`).join(' ')})`, '("name" "0123456789k")'],
    [`("name*0" {2}\r\n)( "name*1" "\\"")`, '("name" ")(\\"")'],
  ]
  for (const [written, joined] of rows) assert.equal(joinParameters(body(written)), body(joined), written)
})

test('everything else stays as it is, also what only looks like parameters in pieces', () => {
  const alike = ['NIL', '("name" "a*0")', '("*0" "a")', '("a*b" "c")', '("charset" "utf-8")']
  for (const parameters of alike) assert.equal(joinParameters(body(parameters)), body(parameters), parameters)
  for (const wire of ['("text" "plain" NIL NIL {13}\r\n("a*0" "b*1") "7bit" 1 1)', '("text" "plain" NIL NIL "(\\"a*0\\" \\"b\\")" "7bit" 1 1)', '("a*0" NIL)', '("a*0" "b" "c")']) {
    assert.equal(joinParameters(wire), wire)
  }
})

test('what any value holds, the pieces of it come together again', () => {
  const value = fc.string({ unit: fc.constantFrom('a', '"', '\\', '(', ')', ' ', '{', '3', '}', '\r', '\n', '\xe4', '*') })
  fc.assert(
    fc.property(value, value, value, (one, two, other) => {
      const pieces = `("name*0" ${wireString(one)} "name*1" ${wireString(two)} "x" ${wireString(other)})`
      assert.equal(joinParameters(body(pieces)), body(`("name" ${wireString(one + two)} "x" ${wireString(other)})`))
    }),
  )
})
