import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { collected, streamed } from '#lib/testing/contacts/arbitrary-card.ts'
import { FIELDS, parseField } from '../fields/field.ts'
import type { ReadResult } from '../read-result.ts'
import { csvRecords, parseRow } from './csv-records.ts'
import { guardCell, unguardCell } from './formula-cells.ts'
import { guessDelimiter } from './guess-delimiter.ts'
import { guessMapping } from './headers.ts'
import { GOOGLE, OUTLOOK, PLAIN, THUNDERBIRD } from './layouts.ts'
import { readCsv, readCsvHead } from './read-csv.ts'
import type { CsvOptions } from './read-csv.ts'
import { writeRow } from './write-row.ts'

async function rows(text: string, size?: number): Promise<unknown[]> {
  return (await collected(csvRecords(streamed(Buffer.from(text), size), ','))).map((row) => ('problem' in row ? `${row.line} ${row.problem}` : row.cells))
}

async function read(text: string, options?: CsvOptions): Promise<ReadResult[]> {
  return collected(readCsv(streamed(Buffer.from(text)), options))
}

const cell = fc.string({ unit: fc.oneof(fc.constantFrom(',', '"', '\n', '=', '+', '-', '@', '\t', "'", ';', ' ', 'ü'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), maxLength: 12 }).map((text) => text.replace(/[\0\r]/g, '').toWellFormed())

test('rows that are written are read as they were, however the stream is cut', async () => {
  const row = fc.array(cell, { minLength: 2, maxLength: 4 }).filter((cells) => cells.some((text) => text.trim() !== ''))
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 20 }), async (table, size) => {
      const read = await rows(table.map(writeRow).join(''), size)
      assert.deepEqual(read.map((cells) => (cells as string[]).map(unguardCell)), table)
    }),
  )
})

test('no cell that is written is a formula, and the apostrophe goes again', () => {
  for (const text of ['=1+1', '+49 30 1', '-1', '@SUM(A1)', '\t=1', '\r=1']) assert.ok(guardCell(text).startsWith("'"), text)
  for (const text of ["'quoted'", 'a=b', '', "'", ' =1']) assert.equal(guardCell(text), text)
  fc.assert(fc.property(cell, (text) => unguardCell(guardCell(text)) === text && !/^[=+\-@\t\r]/.test(guardCell(text))))
})

test('quotation marks in all their forms', () => {
  const table: [string, string[]][] = [
    ['a,b', ['a', 'b']],
    ['"a,b",c', ['a,b', 'c']],
    ['"a ""b""",', ['a "b"', '']],
    ['5" disk,x', ['5" disk', 'x']],
    ['"a"b"c,d', ['ab"c', 'd']],
    ['"",""""', ['', '"']],
    ['"open, b', ['open, b']],
  ]
  for (const [text, cells] of table) assert.deepEqual(parseRow(text, ','), cells, text)
})

test('a quotation mark that nothing closes costs its own line, not the file', async () => {
  assert.deepEqual(await rows('a,b\n"open,1\nc,d\ne,f\n'), [['a', 'b'], '2 unclosed', ['c', 'd'], ['e', 'f']])
  assert.deepEqual(await rows(`x,"open\n${'c,d\n'.repeat(1500)}`).then((all) => [all.length, all[0], all.at(-1)]), [1501, '1 unclosed', ['c', 'd']])
  assert.deepEqual(await rows(`a,${'x'.repeat(2e6)}\nb,c\n`), ['1 too-large', ['b', 'c']])
})

test('the delimiter is the one that stands most often outside of quotation marks', () => {
  assert.deepEqual(['a,b', '"a,b,c";d', 'a\tb, c\td', 'a|b|c', 'a', 'sep=;', 'sep=\t'].map((line) => guessDelimiter(line).delimiter), [',', ';', '\t', '|', ',', ';', '\t'])
})

test('each column of each layout is guessed as the field that it shows, or as one that reads it', () => {
  for (const layout of [GOOGLE, PLAIN]) assert.deepEqual(guessMapping(layout.map(([header]) => header)), layout.map(([, field]) => field))
  for (const layout of [OUTLOOK, THUNDERBIRD]) {
    const guessed = guessMapping(layout.map(([header]) => header))
    for (const [at, [header, field]] of layout.entries()) if (field !== 'ignore') assert.equal(guessed[at], field.replace(/#\d$/, ''), header)
  }
  assert.deepEqual(guessMapping(['Shoe size', '', 'Title', 'E-mail 0 - Value']), ['keep', 'ignore', 'title', 'keep'])
})

test('all fields that a page offers are fields, and nothing else is', () => {
  for (const field of [...FIELDS, ...[GOOGLE, PLAIN, OUTLOOK, THUNDERBIRD].flat().map(([, text]) => text)]) assert.ok(parseField(field), field)
  for (const text of ['', 'nothing', 'email/street', 'tel@moon', 'email#0', 'email#100', '__proto__', 'constructor', 'email ', 'n']) assert.equal(parseField(text), undefined, text)
})

test('a mapping counts more than the headers, and what names no field is left out', async () => {
  const [result] = await read('A,B,C,D\nx@example.test,Jane,secret,Doe\n', { mapping: ['email@work', 'n/given', 'nonsense', 'n/family'] })
  assert.deepEqual(result?.card?.properties.map(({ name, values }) => [name, values[0]]), [['fn', 'Jane Doe'], ['email', 'x@example.test'], ['n', ['Doe', 'Jane', '', '', '']]])
})

test('a table without headers, and what a page shows of a table', async () => {
  assert.deepEqual((await read('Jane Doe,jane@example.test,7\nJohn,john@example.test,8\n')).map(({ line, card }) => [line, card?.properties.length]), [[1, 3], [2, 3]])
  const head = await readCsvHead(streamed(Buffer.from("sep=;\nName;Phone;Extra\nJane;'+49 30;x\nJohn;;\n")))
  assert.deepEqual(head, { headers: ['Name', 'Phone', 'Extra'], mapping: ['fn', 'tel', 'keep'], rows: [['Jane', '+49 30', 'x'], ['John', '', '']] })
  assert.deepEqual(await readCsvHead(streamed(Buffer.from(''))), { headers: [], mapping: [], rows: [] })
})

test('empty rows and surplus cells are told', async () => {
  const results = await read('Name,E-mail\n,\n\nJane,jane@example.test,surplus\n')
  assert.deepEqual(results.map((result) => (result.card ? result.remarks.map(({ problem, excerpt }) => `${problem} ${excerpt}`) : `${result.line} ${result.problem}`)), ['2 empty', ['surplus-cells surplus']])
})

test('whatever octets, each row is read or told', async () => {
  const piece = fc.constantFrom('a,b\n', '"', ',', '\n', 'x@y.zz,', '\0', "'=1,", '\xe9,', '"a\nb",c\n', '\r')
  await fc.assert(fc.asyncProperty(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), async (pieces, size) => {
    const octets = Buffer.from(`Name,E-mail\n${pieces.join('')}`, 'latin1')
    const records = await collected(csvRecords(streamed(octets, size), ','))
    assert.equal((await collected(readCsv(streamed(octets, size), { delimiter: ',' }))).length, records.length - 1)
  }))
})
