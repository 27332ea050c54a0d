import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { GatewayError } from '#lib/mail/gateway-error.ts'
import { formatAddresses } from '#lib/mime/addresses.ts'
import { checkAddresses } from './check-addresses.ts'
import { completeLocalParts } from './complete-local-parts.ts'
import { separateAddresses } from './separate-addresses.ts'

const read = (typed: string): string => formatAddresses(checkAddresses({ to: completeLocalParts(separateAddresses(typed), 'here.test'), cc: '', bcc: '', replyTo: '' }).to)

test('nobody of a list that was pasted is lost, however it is written', () => {
  const table: readonly [typed: string, read: string][] = [
    // A browser makes blanks of the line ends of what is pasted into a field of one line.
    ['a@x.test b@y.test  c@z.test', 'a@x.test, b@y.test, c@z.test'],
    ['a@x.test\tb@y.test, c@z.test', 'a@x.test, b@y.test, c@z.test'],
    ['Ann <a@x.test> Bob Roe <b@y.test>', 'Ann <a@x.test>, Bob Roe <b@y.test>'],
    ['Ann <a@x.test> "Roe, Bob" <b@y.test>', 'Ann <a@x.test>, "Roe, Bob" <b@y.test>'],
    ['<a@x.test><b@y.test>', 'a@x.test, b@y.test'],
    ['<a@x.test> b@y.test c@z.test', 'a@x.test, b@y.test, c@z.test'],
    ['a@x.test Bob <b@y.test>', 'a@x.test, Bob <b@y.test>'],
    ['a@x.test b@y.test <c@z.test>', 'a@x.test, "b@y.test" <c@z.test>'],
    ['Team: a@x.test b@y.test; c@z.test', 'Team: a@x.test, b@y.test;, c@z.test'],
    ['张三 <z@x.test>，李四 <l@x.test>', '张三 <z@x.test>, 李四 <l@x.test>'],
    ['a@x.test、b@x.test；c@x.test', 'a@x.test, b@x.test, c@x.test'],
    ['a@x.test، b@x.test', 'a@x.test, b@x.test'],
    ['bob＠x.test, Ann <ann＠y.test>，c.d﹫z.test', 'bob@x.test, Ann <ann@y.test>, c.d@z.test'],
    ['太郎＠会社 <t@x.test>', '太郎＠会社 <t@x.test>'],
    ['Ann <a@x.test>；', 'Ann <a@x.test>'],
    ['Doe, Jane <j@x.test>; Roe, Rick P. <r@x.test>;', '"Doe, Jane" <j@x.test>, "Roe, Rick P." <r@x.test>'],
    ['Doe, Jane <j@x.test>; bob, carol@x.test', 'Doe@here.test, Jane <j@x.test>, bob@here.test, carol@x.test'],
    ['mailto:a@x.test', 'a@x.test'],
    ['Ann <mailto:a@x.test>; MAILTO:b@y.test', 'Ann <a@x.test>, b@y.test'],
    ['\u202aa@x.test\u202c', 'a@x.test'],
    ['\u200ba@x.test\ufeff, Ann\u200f <\u2066b@y.test\u2069>', 'a@x.test, Ann <b@y.test>'],
    // RFC 5322 §3.4 and §4.4: what stands in comments is no part of the address.
    ['a@x.test (Ann Doe)', 'Ann Doe <a@x.test>'],
    ['a@x.test (Doe, Ann)', '"Doe, Ann" <a@x.test>'],
    ['a(comment)@x.test', 'comment <a@x.test>'],
    ['(c) a@x.test (d)', 'd <a@x.test>'],
    ['Ann (work) <a@x.test> (not today), b@y.test', 'Ann <a@x.test>, b@y.test'],
  ]
  for (const [typed, expected] of table) assert.equal(read(typed), expected, typed)
})

test('what may be one address or two is refused, and named', () => {
  for (const typed of ['bob carol', 'bob carol@x.test', 'a@x.test bob', 'Ann Doe a@x.test', 'a@x.test/b@y.test', 'Ann <a@x.test', 'a@x.test|b@y.test', 'a(b@x.test', 'a@x.test (Ann) b']) {
    assert.throws(() => read(typed), (error: GatewayError) => error.refusal?.name === 'addresses-unusable', typed)
  }
})

test('a list that has its separators stays as it was typed', () => {
  const name = fc.constantFrom('', 'Ann', 'Ann Doe', '"Doe, Ann"', '"a@b c@d"', 'Jörg', '"x; y"')
  const address = fc.constantFrom('a@x.test', 'b.c@y.test', 'd+e@z.test', '"f g"@x.test', 'h@[127.0.0.1]')
  const one = fc.tuple(name, address).map(([who, where]) => (who === '' ? where : `${who} <${where}>`))
  const list = fc.tuple(fc.array(one, { minLength: 1, maxLength: 6 }), fc.constantFrom(', ', ',', ',  ')).map(([all, between]) => all.join(between))
  fc.assert(fc.property(list, (typed) => assert.equal(separateAddresses(typed), typed)))
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'b@c.d', ' ', '"', '<', '>', '(', ')', ',', ';', ':', '，', '\\', 'mailto:') }), (typed) => {
    const once = separateAddresses(typed)
    assert.equal(separateAddresses(once), once)
  }))
})

test('a megabyte without an end takes no time', () => {
  for (const text of ['"', '<', '(', 'a', 'a＠', '＠b ', 'a＠b.c ', '\\', 'a b ', 'a@b ', '<a@b>', '<a> ', '，', '@，', 'mailto:', 'A, b <c@d>;', 'A, ']) {
    assert.ok(separateAddresses(text.repeat(1_000_000 / text.length)).length > 100_000, text)
  }
})
