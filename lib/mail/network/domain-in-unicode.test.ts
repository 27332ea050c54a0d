import assert from 'node:assert/strict'
import { test } from 'node:test'
import { domainToASCII, domainToUnicode } from 'node:url'
import fc from 'fast-check'
import { domainInUnicode } from './domain-in-unicode.ts'

test('a domain is read as its readers would write it', () => {
  assert.equal(domainInUnicode('xn--bcher-kva.example'), 'bücher.example')
  assert.equal(domainInUnicode('xn--80ak6aa92e.com'), 'аррӏе.com')
  assert.equal(domainInUnicode('www.XN--MNCHEN-3YA.de'), 'www.münchen.de')
  for (const same of ['example.org', '', '.', 'xn--', 'xn--a.b', 'xn--99999999', 'xn--ä', 'xn--a-ä', `xn--${'9'.repeat(60)}`]) assert.equal(typeof domainInUnicode(same), 'string', same)
  assert.equal(domainInUnicode('xn--99999999.x'), 'xn--99999999.x')
})

test('as Node does it, for every name that there is', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 }), (labels) => {
    const ascii = domainToASCII(labels.join('.'))
    if (ascii !== '') assert.equal(domainInUnicode(ascii), domainToUnicode(ascii))
  }), { numRuns: 2000 })
})
