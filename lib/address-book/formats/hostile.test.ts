import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collected, streamed } from '#lib/testing/contacts/arbitrary-card.ts'
import type { ReadResult } from '../read-result.ts'
import type { ContactFormatName } from './contact-format.ts'
import { contactFormat, recogniseFormat, CONTACT_FORMATS } from './contact-formats.ts'

// Nothing here looks at a clock: what takes time in the square of its length would not end.
const MANY = 500_000

async function read(format: ContactFormatName, text: string): Promise<ReadResult[]> {
  return collected(contactFormat(format).read(streamed(Buffer.from(text))))
}

test('lines made to be read for ever are read or told', async () => {
  const lines: [ContactFormatName, string][] = [
    ['vcard4', `BEGIN:VCARD\nVERSION:4.0\nFN:A\nTEL${';A'.repeat(MANY)}:1\nEND:VCARD\n`],
    ['vcard3', `BEGIN:VCARD\nVERSION:3.0\nFN:A\nTEL${';A'.repeat(MANY)}:1\nEND:VCARD\n`],
    ['vcard4', `BEGIN:VCARD\nVERSION:4.0\nFN:A\nX${';a="'.repeat(MANY / 2)}:1\nEND:VCARD\n`],
    ['vcard4', `BEGIN:VCARD\nVERSION:4.0\nFN:A\nN:${';'.repeat(MANY)}\nEND:VCARD\n`],
    ['vcard4', `BEGIN:VCARD\nVERSION:4.0\nFN:A\nPHOTO:data:${';a'.repeat(MANY)}\nEND:VCARD\n`],
    ['ldif', `dn: ${' '.repeat(MANY)}\ncn: A\n`],
    ['ldif', `dn: cn=${', '.repeat(MANY / 2)}\ncn: A\nobjectclass: groupOfNames\nmember: ${' '.repeat(MANY)}x\n`],
    ['ldif', `dn: cn=A\ncn: A\n${'mail: a\n'.repeat(4000)}`],
    ['pine', `a\tA\t(${'"\\"'.repeat(MANY / 3)})\n`],
    ['pine', `a\tA\t(${','.repeat(MANY)})\n`],
    ['pine', `a\tA\t${'<'.repeat(MANY)}\n`],
    ['csv', `a@${'.'.repeat(MANY)}@,b\nc,d\n`],
    ['csv', `${'email,'.repeat(100_000)}x\n${'a@b.test,'.repeat(100_000)}\n`],
    ['csv', `Email,Name\n${'a@b.test ::: '.repeat(60_000)},x\n`],
    ['csv', `Name,Email\n${'"a\n'.repeat(20_000)}`],
    ['csv', `Name,Email\n${'x"y,"z"\n'.repeat(20_000)}`],
  ]
  for (const [format, text] of lines) {
    const results = await read(format, text)
    assert.ok(results.length > 0, text.slice(0, 60))
  }
})

test('a cell or attribute that stands for more than a card may hold is told', async () => {
  const [row] = await read('csv', `Email,Name\n${'a@b.test ::: '.repeat(60_000)},x\n`)
  assert.equal(row?.card === undefined && row?.problem, 'too-large')
  const [wide] = await read('csv', `${'Email,'.repeat(2000)}x\n${'a@b.test,'.repeat(1001)}\n`)
  assert.equal(wide?.card?.properties.length, 1001)
  assert.deepEqual(wide?.card && wide.remarks.map(({ problem, excerpt }) => [problem, excerpt]), [['surplus-cells', 'a@b.test']])
})

test('ten megabytes in one line of any format', async () => {
  for (const { name } of CONTACT_FORMATS) {
    const results = await read(name, `${name === 'ldif' ? 'dn: ' : ''}${'x,'.repeat(5e6)}\n`)
    assert.deepEqual(results.map((result) => (result.card ? 'read' : result.problem)), [name.startsWith('vcard') ? 'outside' : 'too-large'], name)
  }
})

test('a beginning made to be looked at for ever is told apart', () => {
  for (const start of ['\n'.repeat(4000), `${'\r\n'.repeat(2000)}dn`, '# \n'.repeat(1300), ' '.repeat(4000), '\t'.repeat(4000), 'BEGIN'.repeat(800), `${' '.repeat(2000)}\n`.repeat(2), '"'.repeat(4000)]) {
    assert.doesNotThrow(() => recogniseFormat(Buffer.from(start)))
  }
})

test('a hundred thousand of one nickname', async () => {
  const cards = Array.from({ length: 100_000 }, () => ({ properties: [{ name: 'nickname', parameters: {}, type: 'text', values: ['jo'] }] }))
  const texts = await collected(contactFormat('pine').write(cards))
  assert.equal(texts.at(-1), 'jo100000\tjo\n')
})
