import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPick, writePick, type Pick } from './pick.ts'

test('a pick is read as it was written, whatever names and distinguished names hold', () => {
  const picks: readonly Pick[] = [
    { written: '"Smith, A. & Co" <a+b@example.test>', place: { directory: 'campus', entry: 'cn=A\\, B+uid=ü&x=y,dc=test' } },
    { written: '', place: { book: 'b', card: 'c' } },
    { written: 'x@example.test', place: undefined },
  ]
  for (const pick of picks) assert.deepEqual(readPick(writePick(pick)), pick)
})

test('what names nobody is no pick', () => {
  for (const text of ['', 'written=', 'directory=a&entry=b', 'book=b', 'x', '&&=%']) assert.equal(readPick(text), undefined, text)
})
