import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Address } from '#lib/mail/envelope.ts'
import { formatAddresses, parseAddresses } from './addresses.ts'

const one = (name: string, address: string): Address[] => [{ name, address }]

const CASES: readonly (readonly [string, readonly Address[]])[] = [
  ['ann@example.test', one('', 'ann@example.test')],
  ['Ann Lee <ann@example.test>', one('Ann Lee', 'ann@example.test')],
  ['"Lee, Ann" <ann@example.test>', one('Lee, Ann', 'ann@example.test')],
  ['"a \\"b\\" \\\\c" <d@e>', one('a "b" \\c', 'd@e')],
  ['a@b, c@d;e@f', [...one('', 'a@b'), ...one('', 'c@d'), ...one('', 'e@f')]],
  // RFC 5322 Appendix A.1.3, A.5, A.6.1 and A.6.3
  ['A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;', [{ name: 'A Group', address: '', group: [...one('Ed Jones', 'c@a.test'), ...one('', 'joe@where.test'), ...one('John', 'jdoe@one.test')] }]],
  ['Undisclosed recipients:;', [{ name: 'Undisclosed recipients', address: '', group: [] }]],
  ["Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", one('Pete', 'pete@silly.test')],
  ['Chris Jones <c@(Chris\'s host.)public.example>', one('Chris Jones', 'c@public.example')],
  ['Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example', [...one('Mary Smith', 'mary@example.net'), ...one('', 'jdoe@test.example')]],
  ['John Doe <jdoe@machine(comment).  example>', one('John Doe', 'jdoe@machine.example')],
  ['Joe Q. Public <john.q.public@example.com>', one('Joe Q. Public', 'john.q.public@example.com')],
  // names and addresses as mailers write them
  ['ann@example.test (Ann Lee)', one('Ann Lee', 'ann@example.test')],
  ['"ann@example.test" <mallory@evil.test>', one('ann@example.test', 'mallory@evil.test')],
  ['ann@example.test <mallory@evil.test>', one('ann@example.test', 'mallory@evil.test')],
  ['Ann Lee ann@example.test', one('Ann Lee', 'ann@example.test')],
  ['Ann <ann@example.test', one('Ann', 'ann@example.test')],
  ['Ann <ann@example.test, bob@example.test', [...one('Ann', 'ann@example.test'), ...one('', 'bob@example.test')]],
  ['<<ann@example.test>>', one('', 'ann@example.test')],
  ['<a@b@c>', one('', '"a@b"@c')],
  ['"john doe"@example.test', one('', '"john doe"@example.test')],
  ['"a\\"b"@example.test', one('', '"a\\"b"@example.test')],
  ['<"a b"@[192.0.2.1]>', one('', '"a b"@[192.0.2.1]')],
  ['a@[IPv6:2001:db8::1]', one('', 'a@[IPv6:2001:db8::1]')],
  ['Grüße <θσερ@εχαμπλε.ψομ>', one('Grüße', 'θσερ@εχαμπλε.ψομ')],
  ['=?utf-8?q?M=C3=BCller,_Ann?= <a@b>', one('Müller, Ann', 'a@b')],
  ['"=?utf-8?B?w4Q=?=" <a@b>', one('Ä', 'a@b')],
  ['ann', one('', 'ann')],
  ['Ann Lee', one('Ann Lee', '')],
  ['Ann <>', one('Ann', '')],
  ['', []],
  [' , ;, ', []],
  ['"never closed', one('', '"never closed"')],
  ['(never closed', []],
  ['a@b\u00a0', one('', 'a@b')],
]
for (const [text, expected] of CASES) test(`addresses of ${JSON.stringify(text)}`, () => assert.deepEqual(parseAddresses(text), expected))

test('a group without its end holds the rest', () => {
  assert.deepEqual(parseAddresses('Team: a@b, c@d'), [{ name: 'Team', address: '', group: [{ name: '', address: 'a@b' }, { name: '', address: 'c@d' }] }])
})

// What parseAddresses can answer: names trimmed and without controls, local parts in their shortest form.
const printable = fc.string({ unit: fc.oneof(fc.constantFrom(...' ",;:<>()[]@.\\=?_ä漢'), fc.string({ minLength: 1, maxLength: 1 })), maxLength: 20 })
const name = printable.map((text) => text.trim())
const word = fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^`{|}~äß漢-]{1,10}$/u)
const dotAtom = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('.'))
const quotedLocal = printable.filter((text) => text.trim() === text && /[ ",;:<>()[\]@]/.test(text)).map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`)
const address = fc.tuple(fc.oneof(dotAtom, quotedLocal), dotAtom).map(([local, domain]) => `${local}@${domain}`)
const mailbox: fc.Arbitrary<Address> = fc.record({ name, address }, { noNullPrototype: true })
const group: fc.Arbitrary<Address> = fc.record({ name: name.filter((text) => text !== ''), address: fc.constant(''), group: fc.array(mailbox, { maxLength: 3 }) }, { noNullPrototype: true })

test('law: parse(format(x)) = x', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(mailbox, group), { maxLength: 4 }), (addresses) => {
      assert.deepEqual(parseAddresses(formatAddresses(addresses)), addresses)
    }),
    { numRuns: 1000 },
  )
})

test('never throws, and takes linear time for hostile text', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'a@.,;:<>()[]"\\ =?'), maxLength: 60 }), (text) => Array.isArray(parseAddresses(text))))
  for (const piece of ['(', '<', '"', '[', '=?', 'a:', '<@a,', 'a@', '@ ', '\\', ',', 'a ']) parseAddresses(piece.repeat(250_000 / piece.length))
})
