import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMailto } from './mailto.ts'

/** The examples of RFC 6068 §6, and the nearest wrong ones. */
const LINKS: readonly (readonly [string, ReturnType<typeof readMailto>])[] = [
  ['mailto:chris@example.com', { to: 'chris@example.com' }],
  ['MAILTO:infobot@example.com?subject=current-issue', { to: 'infobot@example.com', subject: 'current-issue' }],
  ['mailto:infobot@example.com?body=send%20current-issue%0D%0Asend%20index', { to: 'infobot@example.com', body: 'send current-issue\r\nsend index' }],
  ['mailto:joe@example.com?cc=bob@example.com&body=hello', { to: 'joe@example.com', cc: 'bob@example.com', body: 'hello' }],
  ['mailto:?to=joe@example.com&cc=bob@example.com&Bcc=x@example.com', { to: 'joe@example.com', cc: 'bob@example.com', bcc: 'x@example.com' }],
  ['mailto:addr1@an.example,addr2@an.example?to=addr3@an.example', { to: 'addr1@an.example,addr2@an.example, addr3@an.example' }],
  ['mailto:gorby%25kremvax@example.com', { to: 'gorby%kremvax@example.com' }],
  ['mailto:unlikely%3Faddress@example.com?subject=a%26b+c', { to: 'unlikely?address@example.com', subject: 'a&b+c' }],
  ['mailto:user@example.org?subject=caf%C3%A9&subject=second', { to: 'user@example.org', subject: 'café' }],
  ['mailto:a@b.example?attach=/etc/passwd&From=x@y.example&X-Evil=1&__proto__=x', { to: 'a@b.example' }],
  ['mailto:a@b.example?subject=%ff&body=100%25%20and%#fragment', { to: 'a@b.example', subject: '%ff', body: '100%25%20and%' }],
  ['mailto:list@example.org?In-Reply-To=%3C3469A91.D10AF4C@example.com%3E', { to: 'list@example.org', inReplyTo: '<3469A91.D10AF4C@example.com>' }],
  ['mailto:', {}],
  ['https://a.example/', undefined],
  [`mailto:${'x'.repeat(65_536)}`, undefined],
]

test('a link asks for what RFC 6068 lets it ask for, and for nothing else', () => {
  for (const [link, fields] of LINKS) assert.deepEqual(readMailto(link), fields, link.slice(0, 80))
})
