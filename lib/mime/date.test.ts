import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseDate } from './date.ts'

const CASES: readonly (readonly [string, string, string])[] = [
  ['Mon, 7 Feb 1994 21:52:25 -0800', '1994-02-08T05:52:25.000Z', '1994-02-07'],
  ['7 Feb 1994 21:52 +0530', '1994-02-07T16:22:00.000Z', '1994-02-07'],
  ['Fri, 21 Nov 1997 09(comment):   55  :  06 -0600', '1997-11-21T15:55:06.000Z', '1997-11-21'],
  ['21 Nov 97 09:55:06 GMT', '1997-11-21T09:55:06.000Z', '1997-11-21'],
  ['Sat, 1 Jan 00 00:00:00 UT', '2000-01-01T00:00:00.000Z', '2000-01-01'],
  ['1 Jan 101 00:00:00 Z', '2001-01-01T00:00:00.000Z', '2001-01-01'],
  ['Tue, 1 Jul 2003 10:52:37 EDT', '2003-07-01T14:52:37.000Z', '2003-07-01'],
  ['Tue, 1 Jul 2003 10:52:37 (PDT)', '2003-07-01T10:52:37.000Z', '2003-07-01'],
  ['Tue, 1 Jul 2003 10:52:37 A', '2003-07-01T10:52:37.000Z', '2003-07-01'],
  ['Tue, 1 Jul 2003 10:52:37 GMT+0200', '2003-07-01T08:52:37.000Z', '2003-07-01'],
  ['Tue, 1 Jul 2003 10:52:37 +02:00', '2003-07-01T08:52:37.000Z', '2003-07-01'],
  ['Tuesday, 01-Jul-2003 10:52:37 GMT', '2003-07-01T10:52:37.000Z', '2003-07-01'],
  ['Tue Jul  1 10:52:37 2003', '2003-07-01T10:52:37.000Z', '2003-07-01'],
  ['Tue Jul 1 10:52:37 CEST 2003', '2003-07-01T08:52:37.000Z', '2003-07-01'],
  ['July 1st, 2003 10:52 pm', '2003-07-01T22:52:00.000Z', '2003-07-01'],
  ['2003-07-01T10:52:37Z', '2003-07-01T10:52:37.000Z', '2003-07-01'],
  ['2003-07-01 10:52:37.123 +0100', '2003-07-01T09:52:37.000Z', '2003-07-01'],
  ['=?utf-8?Q?Tue,_1_Jul_2003_10:52:37_+0200?=', '2003-07-01T08:52:37.000Z', '2003-07-01'],
  ['01.07.2003 10:52', '2003-07-01T10:52:00.000Z', '2003-07-01'],
  ['Tue, 1 Jul 2003 10:52:37 +2', '2003-07-01T08:52:37.000Z', '2003-07-01'],
  ['Tue, 1 Jul 2003 10:52:37 AEST', '2003-07-01T00:52:37.000Z', '2003-07-01'],
  ['1 Jul 2003', '2003-07-01T00:00:00.000Z', '2003-07-01'],
  ['Tue, 31 Dec 2002 23:59:60 +0000', '2003-01-01T00:00:00.000Z', '2002-12-31'],
]
for (const [text, time, day] of CASES) {
  test(`date ${text}`, () => {
    const parsed = parseDate(text)
    assert.deepEqual([parsed && new Date(parsed.time).toISOString(), parsed?.day], [time, day])
  })
}

for (const text of ['', 'yesterday', '<HR>', '31 Feb 2003 10:00:00 +0000', '1 Foo 2003 10:00:00', '1 Jul 2003 25:00:00', '99 Jul 2003', '1 Jul 1003 10:00']) {
  test(`no date: ${JSON.stringify(text)}`, () => assert.equal(parseDate(text), undefined))
}

test('any date as a mailer writes it comes back', () => {
  const date = fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2999-12-31T00:00:00Z'), noInvalidDate: true })
  fc.assert(fc.property(date, (value) => assert.equal(parseDate(value.toUTCString())?.time, Math.floor(value.getTime() / 1000) * 1000)))
})

test('never throws', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0123456789 :-+/.,()JanuryFebTGM'), maxLength: 60 }), (text) => parseDate(text) === undefined || Number.isFinite(parseDate(text)?.time)))
})
