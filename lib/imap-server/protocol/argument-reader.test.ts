import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { ArgumentReader } from './argument-reader.ts'
import { ByteSource } from './byte-source.ts'
import { FatalProtocolError, Refusal, SyntaxProblem } from './problems.ts'

interface Fixture {
  readonly args: ArgumentReader
  readonly source: ByteSource
  readonly invited: string[]
}

/** A reader at `line`, with what the client sends behind it. */
function reading(line: string, then = '', limit = 1000): Fixture {
  const stream = new PassThrough()
  stream.end(Buffer.from(then, 'latin1'))
  const source = new ByteSource(stream)
  const invited: string[] = []
  return { source, invited, args: new ArgumentReader({ source, invite: (text) => void invited.push(text) }, line, limit) }
}

test('astrings: atoms, quoted strings and literals', async () => {
  const cases: readonly (readonly [line: string, then: string, value: string])[] = [
    ['atom]', '', 'atom]'],
    ['"a \\"quoted\\" \\\\string"', '', 'a "quoted" \\string'],
    ['""', '', ''],
    ['"\xfc"', '', '\xfc'],
    ['{3}', 'a\nb\r\n', 'a\nb'],
    ['{3+}', '"(x\r\n', '"(x'],
    ['{0}', '\r\n', ''],
  ]
  for (const [line, then, value] of cases) {
    const { args } = reading(line, then)
    assert.equal(await args.astring('it'), value, line)
    args.end()
  }
})

test('what is no astring is a problem that does not repeat it', async () => {
  for (const line of ['', '"open', '"bad \\escape"', '(', '{3', '{3} more', '{-1}', '{x}', '"a\0b"']) {
    await assert.rejects(reading(line).args.astring('it'), (error) => error instanceof SyntaxProblem && /^Expected (?:it|a literal) at column 1$/.test(error.message), line)
  }
  await assert.rejects(reading('{3}', 'a\0b\r\n').args.astring('it'), SyntaxProblem)
})

test('a synchronizing literal is invited when it is read, another never', async () => {
  const first = reading('{3}', 'abc\r\n')
  await first.args.astring('it')
  assert.deepEqual(first.invited, ['Ready'])
  const second = reading('{3+}', 'abc\r\n')
  await second.args.astring('it')
  assert.deepEqual(second.invited, [])
})

test('one command holds no more than its limit, at the limit and one past it', async () => {
  assert.equal((await reading('{40+}', `${'x'.repeat(40)}\r\n`, 45).args.astring('it')).length, 40)
  await assert.rejects(reading('{41+}', `${'x'.repeat(41)}\r\n`, 45).args.astring('it'), Refusal)
  const { args } = reading('{20+}', `${'x'.repeat(20)} {16+}\r\n${'x'.repeat(16)}\r\n`, 45)
  await args.astring('it')
  args.expect(' ')
  await assert.rejects(args.astring('it'), Refusal)
})

test('numbers, sets, flags and dates, and the nearest wrong text', () => {
  assert.equal(reading('42').args.number('it'), 42)
  assert.throws(() => reading('99999999999999999999').args.number('it'), SyntaxProblem)
  assert.equal(reading('9223372036854775807').args.modSeq('it'), 9223372036854775807n)
  assert.throws(() => reading('9223372036854775808').args.modSeq('it'), SyntaxProblem)
  assert.throws(() => reading('1:0').args.sequenceSet(), SyntaxProblem)
  assert.deepEqual(reading('(\\Seen $Work)').args.flagList(), ['\\Seen', '$Work'])
  assert.deepEqual(reading('()').args.flagList(), [])
  for (const line of ['(\\Seen', '( \\Seen)', '(\\Seen  b)', '(\\)', '(a"b)', '(\\Recent)', '(\\Important)']) assert.throws(() => reading(line).args.flagList(), SyntaxProblem, line)
  assert.equal(reading('"1-Jan-2024"').args.date(), Date.UTC(2024, 0, 1))
  assert.throws(() => reading('"1-Jan-2024').args.date(), SyntaxProblem)
})

interface Leftover {
  readonly why: string
  readonly line: string
  readonly then: string
  readonly use?: (args: ArgumentReader) => Promise<unknown>
}

const readSome = async (args: ArgumentReader): Promise<void> => {
  for await (const _ of args.literal(1000).content()) return
}

const LEFTOVERS: readonly Leftover[] = [
  { why: 'nothing left', line: 'NOOP', then: '' },
  { why: 'a literal of an unknown command', line: 'BOGUS {9+}', then: 'x LOGOUT\n\r\n' },
  { why: 'a synchronizing literal that was never invited', line: 'BOGUS {9}', then: '' },
  { why: 'one literal behind another', line: 'BOGUS {3+}', then: 'abc {4+}\r\nabcd {2+}\r\nab\r\n' },
  { why: 'a synchronizing literal behind one that is skipped', line: 'BOGUS {3+}', then: 'abc {4}\r\n' },
  { why: 'a literal read in part', line: '{9+}', then: 'x LOGOUT\n\r\n', use: readSome },
  { why: 'an invited literal read in part', line: '{9}', then: 'x LOGOUT\n junk\r\n', use: readSome },
  { why: 'an announced literal that nobody opened', line: '{9+}', then: 'x LOGOUT\n\r\n', use: async (args) => args.literal(1000) },
  { why: 'a literal over the limit of its reader', line: '{9+}', then: 'x LOGOUT\n\r\n', use: async (args) => assert.throws(() => args.literal(8), Refusal) },
  { why: 'text behind a literal that was read', line: '{3+}', then: 'abc junk {2+}\r\nab\r\n', use: (args) => args.astring('it') },
]

test('whatever happened, the input is left at the next command', async () => {
  for (const { why, line, then, use } of LEFTOVERS) {
    const { args, source } = reading(line, `${then}next\r\n`)
    await use?.(args)
    await args.finish()
    assert.equal(await source.line(100), 'next', why)
  }
})

test('an unread literal at the limit is skipped, one octet more ends the connection', async () => {
  const megabyte = 1024 * 1024
  const { args, source } = reading(`BOGUS {${megabyte}+}`, `${'x'.repeat(megabyte)}\r\nnext\r\n`)
  await args.finish()
  assert.equal(await source.line(100), 'next')
  await assert.rejects(reading(`BOGUS {${megabyte + 1}+}`).args.finish(), FatalProtocolError)
})
