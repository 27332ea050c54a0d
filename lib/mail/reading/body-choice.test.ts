import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attachmentParts, attachmentsBeside } from './attachments.ts'
import { chooseBodies } from './body-choice.ts'
import type { BodyPart } from '../body-structure.ts'

/** A tree written short: `text/plain`, `image/png#cid`, `application/pdf@name`, `!` for an attachment, or a multipart with its children. */
type Short = string | ShortMultipart
type ShortMultipart = readonly Short[]

function tree(short: Short, section = '', prefix = ''): BodyPart {
  const empty = { parameters: {}, id: '', description: '', encoding: '7bit', language: [], location: '', children: [] }
  if (typeof short !== 'string') {
    const [subtype, ...children] = short
    assert.ok(typeof subtype === 'string')
    return { ...empty, section, type: 'multipart', subtype, size: 0, children: children.map((child, at) => tree(child, `${prefix}${at + 1}`, `${prefix}${at + 1}.`)) }
  }
  const [, type = '', subtype = '', id = '', name = '', mark = ''] = /^([a-z]+)\/([a-z-]+)(?:#(\w+))?(?:@([\w.]+))?([!0]?)$/.exec(short) ?? []
  return { ...empty, section: section || '1', type, subtype, id: id && `<${id}>`, size: mark === '0' ? 0 : 10, parameters: name ? { name } : {}, ...(mark === '!' ? { disposition: { type: 'attachment', parameters: {} } } : {}) }
}

const TABLE: readonly (readonly [name: string, short: Short, bodies: string, asText: string, attachments: string])[] = [
  ['one text', 'text/plain', '1', '1', ''],
  ['one HTML', 'text/html', '1', '1', ''],
  ['alternatives: the richest', ['alternative', 'text/plain', 'text/html'], '2 (1)', '1', ''],
  ['alternatives with pictures', ['alternative', 'text/plain', ['related', 'text/html', 'image/png#a']], '2.1 (1)', '1', ''],
  ['an empty plain alternative', ['alternative', 'text/plain0', 'text/html'], '2', '2', ''],
  ['an empty HTML alternative', ['alternative', 'text/plain', 'text/html0'], '1', '1', ''],
  ['letter and attachment', ['mixed', ['alternative', 'text/plain', 'text/html'], 'application/pdf@a.pdf!'], '1.2 (1.1)', '1.1', '2'],
  ['several texts in a row', ['mixed', 'text/plain', 'image/png', 'text/plain'], '1 3', '1 3', '2'],
  ['a named text is an attachment', ['mixed', 'text/plain', 'text/plain@notes.txt'], '1', '1', '2'],
  ['signed', ['signed', 'text/plain', 'application/pgp-signature'], '1', '1', ''],
  ['encrypted', ['encrypted', 'application/pgp-encrypted', 'application/octet-stream'], '', '', '2'],
  ['a report', ['report', 'text/plain', 'message/delivery-status', 'message/rfc822'], '1', '1', '3'],
  ['a report that says it in no words', ['report', 'message/delivery-status', 'message/delivery-status', 'message/rfc822'], '1 2', '1 2', '3'],
  ['only an attachment', 'application/pdf@a.pdf!', '', '', '1'],
  ['a text that calls itself an attachment', 'text/plain!', '1', '1', '1'],
  ['an invitation beside its letter', ['alternative', 'text/plain', 'text/html', 'text/calendar'], '2 (1)', '1', '3'],
  ['nothing but a calendar', ['mixed', 'text/calendar'], '1', '1', '1'],
  ['related: a picture first', ['mixed', ['related', 'image/png#a', 'text/html'], 'text/plain'], '1.2 2', '1.2 2', ''],
  ['a type that is none', 'plain/text', '1', '1', '1'],
  ['octets that nothing is said of', 'application/octet-stream', '1', '1', '1'],
  ['pictures only', ['mixed', 'image/png', 'image/jpeg'], '', '', '1 2'],
  ['no parts at all', ['mixed'], '', '', ''],
]

for (const [name, short, bodies, asText, attachments] of TABLE) {
  test(name, () => {
    const root = tree(short)
    const chosen = (prefer?: 'text') => chooseBodies(root, prefer).map(({ part, plain }) => part.section + (plain ? ` (${plain.section})` : '')).join(' ')
    assert.equal(chosen(), bodies)
    assert.equal(chosen('text'), asText)
    assert.equal(attachmentsBeside(root, []).length, attachmentParts(root).length)
    assert.equal(attachmentParts(root).map(({ section }) => section).join(' '), attachments)
  })
}

test('the root of related parts is the one that start names, with brackets or without', () => {
  for (const start of ['<root>', 'root']) {
    const root = { ...tree(['related', 'text/plain#other', 'text/html#root']), parameters: { start } }
    assert.deepEqual(chooseBodies(root).map(({ part }) => part.section), ['2'], start)
  }
})

const beside = (short: Short): string => {
  const root = tree(short)
  return attachmentsBeside(root, chooseBodies(root).map(({ part }) => part)).map(({ section }) => section).join(' ')
}

test('a text that is shown nowhere is an attachment', () => {
  assert.equal(beside(['related', 'text/html', 'text/plain']), '2')
  assert.equal(beside(['signed', 'text/plain', 'application/pgp-signature', 'text/html']), '3')
  assert.equal(beside(['alternative', 'text/plain', 'text/html']), '')
  const many = ['mixed', ...Array.from({ length: 102 }, () => 'text/plain')]
  assert.equal(beside(many), '101 102')
})

test('what is shown only because there is no text can be opened, too', () => {
  assert.equal(beside('text/calendar'), '1')
  assert.equal(beside(['mixed', 'text/csv']), '1')
  assert.equal(beside('text/plain'), '')
})
