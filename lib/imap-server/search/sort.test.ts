import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import { appendMessages } from '#lib/testing/imap-fixture.ts'
import { sortUids, type SortCriterion } from './sort.ts'

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
  assert.ok(byFrom.indexOf(4) < byFrom.indexOf(1) && byFrom.indexOf(5) < byFrom.indexOf(1))
  assert.equal(byFrom.indexOf(3) - byFrom.indexOf(1), 1)
})
