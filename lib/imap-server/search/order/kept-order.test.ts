import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import type { Mailbox, NewMessage } from '#lib/mail-store/mail-store.ts'
import { SORT_KEYS } from '#lib/mail-store/numbers/message-numbers.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { sortFromOrder } from './kept-order.ts'
import { KeptResults } from '../kept-results.ts'
import { sortUids } from './sort.ts'
import { madeThreads, THREAD_ALGORITHMS, threadsOf } from '../threading/kept-threads.ts'

async function* letters(subjects: readonly number[]): AsyncGenerator<NewMessage> {
  for (const subject of subjects) {
    const octets = Buffer.from(`Subject: ${subject}\r\nFrom: n${subject % 7}@example.test\r\n\r\n${'x'.repeat(subject % 5)}`)
    yield { flags: [], internalDate: new Date((subject % 50) * 1000), size: octets.length, content: async function* () { yield octets } }
  }
}

async function largeMailbox(): Promise<Mailbox> {
  const mailbox = await (await createMemoryStores().of('alice')).create('Large')
  await mailbox.append(letters(Array.from({ length: 1200 }, (_, index) => (index * 7919) % 400)))
  return mailbox
}

async function expunge(mailbox: Mailbox, uids: readonly Uid[]): Promise<void> {
  await mailbox.changeFlags(uids, { operation: 'add', flags: ['\\Deleted'] })
  await mailbox.expunge(uids)
}

const criterion = fc.record({ key: fc.constantFrom(...SORT_KEYS), reverse: fc.boolean() })
const step = fc.record({ added: fc.array(fc.nat(400), { maxLength: 12 }), gone: fc.uniqueArray(fc.nat(999), { maxLength: 4 }), left: fc.constantFrom(1, 2, 1100) })

test('a kept order is the one that sorting gives, whatever comes and goes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(criterion, { minLength: 1, maxLength: 2 }), fc.array(step, { minLength: 1, maxLength: 4 }), async (criteria, steps) => {
      const mailbox = await largeMailbox()
      for (const { added, gone, left } of steps) {
        await mailbox.append(letters(added))
        const all = await mailbox.uids()
        await expunge(mailbox, gone.map((at) => all[at]!))
        const asked = (await mailbox.uids()).filter((uid) => left > 1000 || uid % left === 0)
        assert.deepEqual(await sortFromOrder(mailbox, asked, criteria), await sortUids(mailbox, asked, criteria))
      }
    }),
    { numRuns: 20 },
  )
})

test('kept threads hold while nothing comes or goes', async () => {
  const mailbox = await largeMailbox()
  const all = await mailbox.uids()
  const first = await threadsOf(mailbox, all, 'ORDEREDSUBJECT')
  assert.equal(await threadsOf(mailbox, all, 'ORDEREDSUBJECT'), first)
  assert.notEqual(await threadsOf(mailbox, all, 'REFERENCES'), '')
  assert.equal((await threadsOf(mailbox, all.slice(1), 'ORDEREDSUBJECT')).match(/\d+/g)?.length, 1199)
  await mailbox.append(letters([999]))
  assert.match(await threadsOf(mailbox, await mailbox.uids(), 'ORDEREDSUBJECT'), /\(1201\)/)
})

test('threads follow what comes and goes', async () => {
  const mailbox = await largeMailbox()
  for (let round = 0; round < 4; round++) {
    const uids = await mailbox.uids()
    for (const algorithm of THREAD_ALGORITHMS) assert.equal(await threadsOf(mailbox, uids, algorithm), await madeThreads(mailbox, uids, algorithm))
    await mailbox.append(letters([round, 900 + round]))
    await expunge(mailbox, [uids[round * 7]!])
  }
})

test('what nobody has asked for longest goes first, and nothing is kept beyond the limit', async () => {
  const [one, other] = [await largeMailbox(), await largeMailbox()]
  const results = new KeptResults<string>(10)
  results.set(one, 'a', { value: 'first', weight: 4 })
  results.set(other, 'a', { value: 'second', weight: 4 })
  assert.equal(results.get(one, 'a'), 'first')
  results.set(one, 'b', { value: 'third', weight: 4 })
  assert.deepEqual([results.get(one, 'a'), results.get(other, 'a'), results.get(one, 'b')], ['first', undefined, 'third'])
  results.set(one, 'a', { value: 'again', weight: 1 })
  results.set(other, 'a', { value: 'fourth', weight: 5 })
  assert.deepEqual([results.get(one, 'a'), results.get(other, 'a'), results.get(one, 'b')], ['again', 'fourth', 'third'])
  results.set(other, 'c', { value: 'too large', weight: 11 })
  assert.equal(results.get(other, 'c'), undefined)
})
