import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { arbitraryCard, collected, streamed } from '#lib/testing/contacts/arbitrary-card.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { addressesOf, inOrder, kindOf, textOf } from '#lib/mail/contacts/card.ts'
import { readPine } from './read-pine.ts'
import { writePine } from './write-pine.ts'

async function read(text: string) {
  return collected(readPine(streamed(Buffer.from(text, 'latin1'), 10)))
}

function group(name: string, ...members: string[]): Card {
  return { properties: [{ name: 'kind', parameters: {}, type: 'text', values: ['group'] }, { name: 'fn', parameters: {}, type: 'text', values: [name] }, ...members.map((uri) => ({ name: 'member', parameters: {}, type: 'uri', values: [uri] }))] }
}

test('entries with fields missing, and lines that are none; TABs alone are an empty line', async () => {
  const results = await read('nick\t\tNick Name <n@example.test>\n\tOnly Name\nx\ty\tnot an address at all <\nword\n\t\t\n\nJ\xf6rg\tJ\xf6rg\tj@example.test\n')
  assert.deepEqual(results.map((result) => (result.card ? [result.line, textOf(inOrder(result.card, 'fn')[0]), ...addressesOf(result.card), ...result.remarks.map(({ problem }) => problem)] : [result.line, result.problem])), [[1, 'Nick Name', 'n@example.test'], [2, 'Only Name'], [3, 'y', 'unreadable'], [4, 'unreadable'], [7, 'Jörg', 'j@example.test', 'encoding-guessed']])
})

test('a list of ten thousand and a list of itself', async () => {
  const many = Array.from({ length: 10_000 }, (_, at) => `p${at}@example.test`)
  const results = await read(`big\tBig\t(${many.join(',\n   ')})\nself\tSelf\t(self)\n`)
  assert.equal(results[0]?.card && inOrder(results[0].card, 'member').length, 10_000)
  assert.deepEqual(results[1]?.card && inOrder(results[1].card, 'member').map(textOf), results[1]?.card && inOrder(results[1].card, 'uid').map(textOf))
})

test('no name, nickname or member can add an entry or a field', async () => {
  const evil: Card = { properties: [{ name: 'fn', parameters: {}, type: 'text', values: ['a\nb\tc'] }, { name: 'nickname', parameters: {}, type: 'text', values: ['n\n(x)\ty'] }, { name: 'email', parameters: {}, type: 'text', values: ['e@x.test\nz\tz\tz@x.test'] }, { name: 'note', parameters: {}, type: 'text', values: ['1\n2\t3'] }] }
  const text = (await collected(writePine([evil, group('g\n(h)', 'mailto:a%0Ab@x.test', 'urn:uuid:gone')]))).join('')
  assert.deepEqual(text.split('\n').map((line) => line.split('\t').length), [5, 3, 1])
})

test('nicknames are unique, people without one are members by address', async () => {
  const people = ['u1', 'u2', 'u3'].map((uid, at): Card => ({ properties: [{ name: 'uid', parameters: {}, type: 'uri', values: [uid] }, { name: 'fn', parameters: {}, type: 'text', values: ['Jörg, P.'] }, ...(at < 2 ? [{ name: 'nickname', parameters: {}, type: 'text', values: ['jo'] }] : []), { name: 'email', parameters: {}, type: 'text', values: [`${uid}@example.test`] }] }))
  const text = (await collected(writePine([...people, group('G', 'u1', 'u2', 'u3')]))).join('')
  assert.match(text, /^jo\t.*\njo2\t.*\n\t.*\nG\tG\t\(jo,\n {3}jo2,\n {3}=\?utf-8\?B\?[A-Za-z0-9+/=]+\?= <u3@example\.test>\)\n$/)
})

test('as many entries come back as there were lines', async () => {
  await fc.assert(fc.asyncProperty(fc.array(arbitraryCard, { maxLength: 4 }), async (cards) => {
    const text = (await collected(writePine(cards))).join('')
    const results = await collected(readPine(streamed(Buffer.from(text))))
    const lines = cards.reduce((sum, card) => sum + (kindOf(card) === 'group' ? 1 : Math.max(1, addressesOf(card).length)), 0)
    assert.ok(results.length <= lines && results.length >= lines - cards.length)
    assert.ok(results.every((result) => result.card !== undefined || result.problem === 'unreadable'), text)
  }))
})
