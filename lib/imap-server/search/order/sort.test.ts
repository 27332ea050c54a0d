import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import { appendMessages } from '#lib/testing/imap-fixture.ts'
import type { Mailbox, MessageField } from '#lib/mail-store/mail-store.ts'
import { casemapOrder } from '#lib/mail/casemap.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { Turns } from '../in-turns.ts'
import { numberOrder } from './number-order.ts'
import { sortUids, type SortCriterion } from './sort.ts'
import { TextRanks } from './text-ranks.ts'

const ascending = (key: SortCriterion['key']): SortCriterion => ({ key, reverse: false })
const descending = (key: SortCriterion['key']): SortCriterion => ({ key, reverse: true })

test('equal messages stay in the order of the mailbox, reversed or not; what is missing sorts first', async () => {
  const store = await createMemoryStores().of('alice')
  const froms = ['b@x', undefined, 'B@x', '"group": a@x;', 'a@x', 'not an address at all <>']
  await appendMessages(store, 'INBOX', froms.map((from, index) => ({ content: `${from === undefined ? '' : `From: ${from}\n`}Subject: s\n\n`, internalDate: new Date(1000 * (index % 2)) })))
  const inbox = (await store.mailbox('INBOX'))!
  const sorted = async (...criteria: SortCriterion[]): Promise<readonly number[]> => await sortUids(inbox, await inbox.uids(), criteria)
  assert.deepEqual(await sorted(ascending('SUBJECT')), [1, 2, 3, 4, 5, 6])
  assert.deepEqual(await sorted(descending('SUBJECT')), [1, 2, 3, 4, 5, 6])
  assert.deepEqual(await sorted(ascending('ARRIVAL')), [1, 3, 5, 2, 4, 6])
  assert.deepEqual(await sorted(descending('ARRIVAL')), [2, 4, 6, 1, 3, 5])
  assert.deepEqual(await sorted(ascending('SUBJECT'), descending('ARRIVAL')), [2, 4, 6, 1, 3, 5])
  // RFC 5256 §2.2: without a Date header the arrival counts.
  assert.deepEqual(await sorted(ascending('DATE')), [1, 3, 5, 2, 4, 6])
  const byFrom = await sorted(ascending('FROM'))
  assert.equal(byFrom[0], 2)
  // A group by its name.
  assert.ok(byFrom.indexOf(5) < byFrom.indexOf(1) && byFrom.indexOf(4) > byFrom.indexOf(3))
  assert.equal(byFrom.indexOf(3) - byFrom.indexOf(1), 1)
})

// Beginnings that are alike, characters beyond one octet, and ends where others go on.
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 9 }), fc.string({ unit: fc.constantFrom('a', 'A', '\0', '\u00ff', '\u0100', '\uffee', '\ud83d\ude00'), maxLength: 9 }), fc.nat(30).map((number) => `Build ${number}`))
const date = fc.oneof(fc.nat(3), fc.integer({ min: -8.64e15, max: 8.64e15 }), fc.integer({ min: 1.6e12, max: 1.6e12 + 1000 }))
const sample = fc.record({ baseSubject: text, internalDate: date, size: fc.nat(), sentDate: fc.option(date, { nil: undefined }) })

test('messages come in the order in which comparing each with each puts them', async () => {
  const criterion = fc.record({ key: fc.constantFrom('SUBJECT', 'ARRIVAL', 'SIZE', 'DATE'), reverse: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(sample, { maxLength: 40 }), fc.array(criterion, { minLength: 1, maxLength: 3 }), async (samples, criteria) => {
      const messages = samples.map((one, index) => ({ ...one, uid: (index + 1) as Uid }))
      const mailbox = { sortNumbers: async () => undefined, async *fields(_uids: readonly Uid[], _fields: readonly MessageField[]) { yield messages } } as unknown as Mailbox // prettier-ignore
      const valueOf = ({ baseSubject, internalDate, size, sentDate }: (typeof messages)[number], key: (typeof criteria)[number]['key']): number | string =>
        ({ SUBJECT: casemapOrder(baseSubject), ARRIVAL: internalDate, SIZE: size, DATE: sentDate ?? internalDate })[key]
      const compared = messages.toSorted((one, other) => {
        for (const { key, reverse } of criteria) {
          const [left, right] = [valueOf(one, key), valueOf(other, key)]
          if (left !== right) return left < right === reverse ? 1 : -1
        }
        return one.uid - other.uid
      })
      assert.deepEqual(await sortUids(mailbox, [], criteria), compared.map(({ uid }) => uid))
    }),
    { numRuns: 2000 },
  )
})

test('numbers and texts in their tens of thousands are sorted as few are', async () => {
  const values = Float64Array.from({ length: 70_000 }, (_, index) => ((index * 7919) % 5000) * (index % 3 === 0 ? 1 : 1e9))
  const order = await numberOrder(values, new Turns())
  assert.deepEqual(Array.from(order), [...values.keys()].sort((one, other) => values[one]! - values[other]! || one - other))
  const texts = Array.from(values, (value) => `The same beginning ${value % 20_011}`)
  const ranks = new TextRanks()
  for (const one of texts) ranks.add(one)
  const numbers = await ranks.ranks((one) => one, new Turns())
  const ranked = new Map([...new Set(texts)].sort().map((one, rank) => [one, rank]))
  assert.deepEqual(Array.from(numbers), texts.map((one) => ranked.get(one)))
})
