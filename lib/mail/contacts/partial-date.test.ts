import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parsePartialDate, writePartialDate } from './partial-date.ts'

test('all forms of RFC 6350 and of vCard 3 are read', () => {
  const table: [string, object | undefined][] = [
    ['19960415', { year: 1996, month: 4, day: 15 }],
    ['1996-04-15', { year: 1996, month: 4, day: 15 }],
    ['19531015T231000Z', { year: 1953, month: 10, day: 15 }],
    ['1996-04-15T00:00:00+02:00', { year: 1996, month: 4, day: 15 }],
    ['--0412', { month: 4, day: 12 }],
    ['--04-12', { month: 4, day: 12 }],
    ['--04', { month: 4 }],
    ['---12', { day: 12 }],
    ['1953-10', { year: 1953, month: 10 }],
    ['1953', { year: 1953 }],
    ['--0229', { month: 2, day: 29 }],
    ['20000229', { year: 2000, month: 2, day: 29 }],
    ['19000229', undefined],
    ['--0230', undefined],
    ['--1301', undefined],
    ['T102200', undefined],
    ['circa 1800', undefined],
    ['', undefined],
  ]
  for (const [text, date] of table) assert.deepEqual(parsePartialDate(text), date, text)
})

test('a date that is written is read as the same', () => {
  const parts = fc.record({ year: fc.option(fc.integer({ min: 1, max: 9999 }), { nil: undefined }), month: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }), day: fc.option(fc.integer({ min: 1, max: 28 }), { nil: undefined }) })
  fc.assert(
    fc.property(parts, (all) => {
      const date = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
      const text = writePartialDate(date)
      if (text !== '') assert.deepEqual(parsePartialDate(text), date)
      else assert.ok(Object.keys(date).length === 0 || (date.year !== undefined && date.month === undefined && date.day !== undefined))
    }),
  )
})
