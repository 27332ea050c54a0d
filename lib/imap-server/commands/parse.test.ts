import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { ArgumentReader } from '../protocol/argument-reader.ts'
import { ByteSource } from '../protocol/byte-source.ts'
import { Refusal, SyntaxProblem } from '../protocol/problems.ts'
import { parseArrival } from './append.ts'
import { parseCopy } from './copy.ts'
import { parseExpunge } from './expunge.ts'
import { parseFetch } from './fetch/parse-fetch.ts'
import { parseCreate } from './mailboxes/mailboxes.ts'
import { parseList, parseLsub } from './mailboxes/parse-list.ts'
import { parseStatusItems } from './mailboxes/status.ts'
import { parseSearch, parseSort } from './search/search.ts'
import { parseSelect } from './select.ts'
import { parseStore } from './store.ts'

/** A reader at what stands behind a command's name; nothing follows the line. */
function reading(line: string): ArgumentReader {
  const stream = new PassThrough()
  stream.end()
  return new ArgumentReader({ source: new ByteSource(stream), invite: () => undefined }, line, 64 * 1024)
}

type Parse = (args: ArgumentReader) => unknown

interface Table {
  readonly parse: Parse
  readonly read: readonly (readonly [line: string, value: unknown])[]
  readonly wrong: readonly string[]
}

const one = [{ first: 1, last: 1 }]
const NOON = new Date(0)

const TABLES: Readonly<Record<string, Table>> = {
  STORE: {
    parse: parseStore,
    read: [
      [' 1 FLAGS (\\Seen)', { set: one, change: { operation: 'replace', flags: ['\\Seen'] }, silent: false, unchangedSince: undefined }],
      [' 1 +flags.silent \\Seen a', { set: one, change: { operation: 'add', flags: ['\\Seen', 'a'] }, silent: true, unchangedSince: undefined }],
      [' 1 (UNCHANGEDSINCE 12) -FLAGS ()', { set: one, change: { operation: 'remove', flags: [] }, silent: false, unchangedSince: 12n }],
    ],
    wrong: ['', '1 FLAGS (a)', ' 1 FLAGS', ' 1 FLAG (a)', ' 1 FLAGS (a) b', ' 1 FLAGS.LOUD (a)', ' 1  FLAGS (a)', ' a FLAGS (a)', ' 1 (UNCHANGEDSINCE) FLAGS (a)', ' 1 (CHANGEDSINCE 1) FLAGS (a)', ' 1 FLAGS (a))'],
  },
  COPY: {
    parse: parseCopy,
    read: [[' 1 Trash', { set: one, target: 'Trash' }], [' 1 "two words"', { set: one, target: 'two words' }]],
    wrong: ['', ' 1', ' Trash 1', ' 1 two words', ' 1 a%b'],
  },
  'UID EXPUNGE': {
    parse: (args) => parseExpunge(args, 'uid'),
    read: [[' 1', one]],
    wrong: ['', ' ', ' a', ' 1 2'],
  },
  EXPUNGE: { parse: (args) => parseExpunge(args, 'sequence'), read: [['', undefined]], wrong: [' 1', ' '] },
  SELECT: {
    parse: parseSelect,
    read: [[' inbox', { name: 'INBOX', condstore: false, known: undefined }], [' a (CONDSTORE)', { name: 'a', condstore: true, known: undefined }]],
    wrong: ['', ' ', ' a b', ' a ()', ' a (QRESYNC (1 1))', ' a (CONDSTORE'],
  },
  CREATE: {
    parse: parseCreate,
    read: [[' a/b/', { name: 'a/b' }], [' a (USE (\\sent))', { name: 'a', specialUse: '\\Sent' }], [' a (USE ())', { name: 'a' }]],
    wrong: ['', ' a (USE)', ' a (USE (\\Sent)', ' a b'],
  },
  STATUS: {
    parse: parseStatusItems,
    read: [['(MESSAGES uidnext)', ['MESSAGES', 'UIDNEXT']]],
    wrong: ['()', 'MESSAGES', '(MESSAGES,UNSEEN)', '(MESSAGES', '(BOGUS)'],
  },
  APPEND: {
    parse: (args) => parseArrival(args, () => NOON),
    read: [
      [' {3}', { flags: [], internalDate: NOON, zone: 0 }],
      [' (\\Seen) {3}', { flags: ['\\Seen'], internalDate: NOON, zone: 0 }],
      [' () " 1-Jan-1970 00:00:01 +0000" {3}', { flags: [], internalDate: new Date(1000), zone: 0 }],
      [' "01-Jan-1970 03:00:01 +0300" {3}', { flags: [], internalDate: new Date(1000), zone: 180 }],
      [' "01-Jan-1970 00:00:01 +0000" {3}', { flags: [], internalDate: new Date(1000), zone: 0 }],
    ],
    wrong: ['', '{3}', ' (\\Recent) {3}', ' "yesterday" {3}', ' (\\Seen {3}', ' "01-Jan-1970 00:00:01 +0000"{3}'],
  },
  LSUB: {
    parse: parseLsub,
    read: [[' "" *', { reference: '', pattern: '*' }], [' a/ %', { reference: 'a/', pattern: '%' }]],
    wrong: ['', ' ""', ' "" * x', ' "" (a)'],
  },
}

for (const [name, { parse, read, wrong }] of Object.entries(TABLES)) {
  test(`${name}: what is read, and the nearest wrong text`, async () => {
    for (const [line, value] of read) assert.deepEqual(await parse(reading(line)), value, line)
    for (const line of wrong) await assert.rejects(async () => await parse(reading(line)), SyntaxProblem, line)
  })
}

const itemsOf = async (line: string): Promise<readonly string[]> => {
  const { items } = await parseFetch(reading(line), 'sequence')
  return items.map((item) => (item.kind !== 'content' ? item.name : `${item.label}${item.setsSeen ? '!' : ''}`))
}

test('FETCH: items, sections and macros', async () => {
  const cases: readonly (readonly [line: string, items: readonly string[]])[] = [
    [' 1 FAST', ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE']],
    [' 1 body', ['BODY']],
    [' 1 (PREVIEW PREVIEW (lazy) UID)', ['PREVIEW', 'PREVIEW (LAZY)', 'UID']],
    [' 1 PREVIEW (CHANGEDSINCE 5)', ['MODSEQ', 'PREVIEW']],
    [' 1 (BINARY[1.2]<3.4> binary.peek[] BINARY.SIZE[2])', ['BINARY[1.2]<3>!', 'BINARY[]', 'BINARY.SIZE[2]']],
    [' 1 (UID FLAGS UID)', ['UID', 'FLAGS']],
    [' 1 BODY[]', ['BODY[]!']],
    [' 1 BODY.PEEK[]<0.1>', ['BODY[]<0>']],
    [' 1 body.peek[1.2.header.fields.not ("A" b)]', ['BODY[1.2.HEADER.FIELDS.NOT (A b)]']],
    [' 1 BODY[12.MIME]', ['BODY[12.MIME]!']],
    [' 1 (RFC822 RFC822.HEADER RFC822.TEXT RFC822.SIZE)', ['RFC822!', 'RFC822.HEADER', 'RFC822.TEXT!', 'RFC822.SIZE']],
    [' 1 FLAGS (CHANGEDSINCE 5)', ['MODSEQ', 'FLAGS']],
  ]
  for (const [line, items] of cases) assert.deepEqual(await itemsOf(line), items, line)
  const { items } = await parseFetch(reading(' 1 FLAGS'), 'uid')
  assert.deepEqual(items.map((item) => item.kind === 'stored' && item.name), ['UID', 'FLAGS'])
})

test('FETCH: the nearest wrong text', async () => {
  const wrong = ['', ' 1', ' 1 ()', ' 1 (FAST)', ' 1 FLAGS UID', ' 1 BODY[', ' 1 BODY[]<1>', ' 1 BODY[]<1.0>', ' 1 BODY[0]', ' 1 BODY[1.]', ' 1 BODY[1..2]', ' 1 BODY[HEADER.FIELDS]', ' 1 BODY[HEADER.FIELDS ()]', ' 1 BODY[HEADER.FIELDS (A:)]', ' 1 BODY[MIME]', ' 1 BODY[TEXT.1]', ' 1 BODYSTRUCTURE[]', ' 1 RFC822.PEEK', ' 1 FLAGS ()', ' 1 FLAGS (VANISHED)', ' 1 FLAGS (PARTIAL 1:2)', ' 1 (FLAGS', ` 1 BODY[${'1.'.repeat(101)}1]`]
  for (const line of wrong) await assert.rejects(parseFetch(reading(line), 'sequence'), SyntaxProblem, line)
})

test('LIST: basic and extended', async () => {
  const basic = await parseList(reading(' "" a*'))
  assert.deepEqual([basic.reference, basic.patterns, basic.extended], ['', ['a*'], false])
  const extended = await parseList(reading(' (subscribed) "" (a "b c") RETURN (CHILDREN STATUS (MESSAGES))'))
  assert.deepEqual([[...extended.select], extended.patterns, [...extended.give], extended.status], [['SUBSCRIBED'], ['a', 'b c'], ['CHILDREN', 'STATUS'], ['MESSAGES']])
  assert.deepEqual((await parseList(reading(' "" &APw-*'))).patterns, ['ü*'])
  for (const line of ['', ' ""', ' "" (a', ' (SUBSCRIBED)"" *', ' "" * RETURN', ' "" * RETURN (BOGUS)', ' "" * RETURN (STATUS ())', ' "" * x', ' (RECURSIVEMATCH REMOTE) "" *']) {
    await assert.rejects(parseList(reading(line)), SyntaxProblem, line)
  }
  await assert.rejects(parseList(reading(' "" &')), Refusal)
})

test('SEARCH and SORT: programs, and the nearest wrong text', async () => {
  assert.deepEqual((await parseSearch(reading(' UNSEEN'))).key, { kind: 'not', key: { kind: 'flag', flag: '\\Seen' } })
  assert.deepEqual((await parseSearch(reading(' OR (1 SEEN) UID 1'))).key, {
    kind: 'or',
    keys: [
      { kind: 'and', keys: [{ kind: 'set', set: one, by: 'sequence' }, { kind: 'flag', flag: '\\Seen' }] },
      { kind: 'set', set: one, by: 'uid' },
    ],
  })
  assert.deepEqual((await parseSearch(reading(' CHARSET utf-8 HEADER X-Name "\xc3\xbc"'))).key, { kind: 'header', field: 'x-name', text: 'ü' })
  const { criteria } = await parseSort(reading(' (REVERSE date SUBJECT) UTF-8 ALL'))
  assert.deepEqual(criteria, [{ key: 'DATE', reverse: true }, { key: 'SUBJECT', reverse: false }])
  const wrong = ['', ' ', 'ALL', ' ALL ', ' NOT', ' OR SEEN', ' ()', ' (SEEN', ' SEEN)', ' SUBJECT', ' HEADER a', ' LARGER a', ' SINCE 2024-01-01', ' KEYWORD \\Seen', ' MODSEQ x', ' RETURN (ALL', ' CHARSET', ' CHARSET UTF-8']
  for (const line of wrong) await assert.rejects(parseSearch(reading(line)), SyntaxProblem, line)
  for (const line of [' UTF-8 ALL', ' (REVERSE) UTF-8 ALL', ' (DATE', ' (DATE,SIZE) UTF-8 ALL']) await assert.rejects(parseSort(reading(line)), SyntaxProblem, line)
})

test('a search nested at the limit is read, one deeper is not', async () => {
  await parseSearch(reading(` ${'('.repeat(49)}ALL${')'.repeat(49)}`))
  await assert.rejects(parseSearch(reading(` ${'('.repeat(50)}ALL${')'.repeat(50)}`)), SyntaxProblem)
  await parseSearch(reading(' ALL'.repeat(2000)))
  await assert.rejects(parseSearch(reading(' ALL'.repeat(2001))), SyntaxProblem)
})

test('SELECT (QRESYNC …): what the client knows, and the nearest wrong text (RFC 7162 §7)', async () => {
  const read = async (text: string) => (await parseSelect(reading(` x (QRESYNC ${text})`), 'sequence', { qresync: true, uidOnly: false })).known
  const range = (first: number, last: number) => ({ first, last })
  assert.deepEqual(await read('(7 9)'), { uidValidity: 7, modSeq: 9n, uids: undefined, matches: undefined })
  assert.deepEqual(await read('(7 9 1:3,5)'), { uidValidity: 7, modSeq: 9n, uids: [range(1, 3), range(5, 5)], matches: undefined })
  assert.deepEqual(await read('(7 9 (1,2 4,8))'), { uidValidity: 7, modSeq: 9n, uids: undefined, matches: { sequences: [range(1, 1), range(2, 2)], uids: [range(4, 4), range(8, 8)] } })
  assert.deepEqual((await read('(7 9 1:9 (1 4))'))?.matches, { sequences: [range(1, 1)], uids: [range(4, 4)] })
  for (const wrong of ['', '()', '(7)', '(0 9)', '(7 0)', '(7 9 )', '(7 9 *)', '(7 9 (1))', '(7 9 (1 *))', '(7 9 (1 4)', '(7 9 (1 4) 1:9)', '(7 9) QRESYNC (7 9)', '(7 -1)']) await assert.rejects(read(wrong), SyntaxProblem, wrong)
  await assert.rejects(parseSelect(reading(' x (QRESYNC (7 9))'), 'sequence', { qresync: false, uidOnly: false }), SyntaxProblem)
})
