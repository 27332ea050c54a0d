import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeUuencoded, findUuencoded, withoutFiles } from './uuencoded-files.ts'

/** As programs write it, with a blank or a grave accent for zero. */
function encoded(octets: Uint8Array, name: string, zero = '`'): string {
  const letter = (value: number): string => (value === 0 ? zero : String.fromCharCode(32 + value))
  const lines: string[] = []
  for (let at = 0; at < octets.length; at += 45) {
    const part = octets.subarray(at, at + 45)
    let line = letter(part.length)
    for (let group = 0; group < part.length; group += 3) {
      const [a = 0, b = 0, c = 0] = part.subarray(group, group + 3)
      line += letter(a >> 2) + letter(((a & 3) << 4) | (b >> 4)) + letter(((b & 15) << 2) | (c >> 6)) + letter(c & 63)
    }
    lines.push(line)
  }
  return [`begin 644 ${name}`, ...lines, zero, 'end', ''].join('\n')
}

const read = (text: string, cut = false) => findUuencoded(text, { cut }).map((file) => [file.name, Buffer.from(decodeUuencoded(text, file)).toString('latin1')])
const CAT = 'begin 644 cat.txt\n#0V%T\n`\nend\n'

test('what uuencode made is read as it was, and the text around it stays', () => {
  assert.deepEqual(read(CAT), [['cat.txt', 'Cat']])
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.constantFrom('`', ' '), fc.boolean(), (octets, zero, trims) => {
    const file = encoded(octets, 'my file.bin', zero)
    const text = `Hello,\n\n${trims ? file.replace(/ +$/gm, '') : file}\nBye\n`
    const [found, ...more] = findUuencoded(text)
    if (trims && !found) return // a line that lost more than half of itself is taken for a word
    assert.ok(found)
    assert.deepEqual([found.name, found.size, more], ['my file.bin', octets.length, []])
    assert.deepEqual([...decodeUuencoded(text, found)], [...octets])
    assert.equal(withoutFiles(text, [found]), 'Hello,\n\n\nBye\n')
  }))
  assert.deepEqual(read(`${CAT}${CAT}x\n${CAT.replace('644', '0755')}`).length, 3)
  assert.deepEqual(read(CAT.slice(0, -1)), [['cat.txt', 'Cat']])
  assert.deepEqual(read('begin 644 a\n#0V%TX\n \nend\n'), [['a', 'Cat']], 'with a sum behind it')
})

test('what is only told of stays text', () => {
  for (const text of [
    'Such a file has begin 644 name at its beginning.\n',
    '> begin 644 cat.txt\n> #0V%T\n> `\n> end\n',
    ' begin 644 cat.txt\n#0V%T\n`\nend\n',
    'begin  the day with tea\nend\n',
    'begin 644 cat.txt\nThis line is no content.\n`\nend\n',
    'begin 644 cat.txt\n\nend\n',
    'begin 644 cat.txt\n`\nend\n',
    'begin 644 cat.txt\n#0V%T\n`\n',
    'begin 644 cat.txt\n#0V%T\n`\nending\n',
    'begin 644 cat.txt\n#0V%T\n',
    'begin 644 \n#0V%T\n`\nend\n',
    'begin 999 cat.txt\n#0V%T\n`\nend\n',
    'begin 644 IN CAPITALS\nMANY WORDS\n\nend\n',
    'begin 644 cat.txt\n#0V%TTOO LONG\n`\nend\n',
    'begin-base64 644 cat.txt\nQ2F0\n====\n',
  ]) assert.deepEqual(findUuencoded(text), [], text)
})

test('what breaks off is a file only where the text itself goes on elsewhere', () => {
  const text = `Hello\n${encoded(new Uint8Array(1000).fill(65), 'a.bin')}`.slice(0, 500)
  assert.deepEqual(findUuencoded(text), [])
  const [file] = findUuencoded(text, { cut: true })
  assert.ok(file)
  assert.deepEqual([file.name, file.end, decodeUuencoded(text, file).length === file.size, file.size % 45], ['a.bin', 500, true, 0])
  assert.deepEqual(findUuencoded('begin 644 a\nHello there', { cut: true }), [])
})

test('a flood of beginnings and of lines costs no more than its length, and no more than a hundred are files', () => {
  assert.equal(findUuencoded(CAT.repeat(300)).length, 100)
  for (const flood of ['begin 644 a\n'.repeat(200_000), `begin 644 a\n${`#0V%T\n`.repeat(300_000)}`, `begin 644 ${'a '.repeat(500_000)}`, `begin 644 ${' '.repeat(1_000_000)}`]) assert.deepEqual(findUuencoded(flood), [])
})
