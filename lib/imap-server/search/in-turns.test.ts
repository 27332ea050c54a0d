import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Mailbox, StoredMessage } from '#lib/mail-store/mail-store.ts'
import { Turns } from './in-turns.ts'
import { madeThreads, THREAD_ALGORITHMS } from './threading/kept-threads.ts'

/** How often everybody else had a turn while that was done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let count = 0
  let waiting = setImmediate(function others() {
    count++
    waiting = setImmediate(others)
  })
  await work()
  clearImmediate(waiting)
  return count
}

test('sorting in turns is sorting, and equal items stay as they stood', async () => {
  const items = fc.array(fc.record({ key: fc.nat(40), at: fc.nat() }), { minLength: 0, maxLength: 20_000, size: 'max' })
  await fc.assert(
    fc.asyncProperty(items, async (list) => {
      assert.deepEqual(await new Turns(0).sorted(list, (a, b) => a.key - b.key), list.toSorted((a, b) => a.key - b.key))
    }),
    { numRuns: 30 },
  )
})

test('others have their turns while much is sorted or visited, and none is given up for little', async () => {
  const many = Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 20_011)
  assert.ok((await turnsDuring(() => new Turns(0).sorted(many, (a, b) => a - b))) > 10)
  assert.ok((await turnsDuring(() => new Turns(0).each(many, () => undefined))) > 50)
  assert.equal(await turnsDuring(() => new Turns(60_000).sorted(many, (a, b) => a - b)), 0)
})

test('others have their turns in each step of threading', async () => {
  const count = 6000
  const messages = Array.from({ length: count }, (_, index) => {
    const references = index % 3 === 0 ? [] : [`<${index - (index % 3)}@x>`]
    return { uid: index + 1, internalDate: 0, sentDate: -index, messageId: `<${index}@x>`, references, inReplyTo: '', subject: `s${index % 1500}`, baseSubject: `S${index % 1500}` } as unknown as StoredMessage
  })
  const mailbox = { threadNumbers: async () => undefined, fields: async function* () { yield messages } } as unknown as Mailbox // prettier-ignore
  const uids = messages.map(({ uid }) => uid)
  for (const algorithm of THREAD_ALGORITHMS) {
    const text = await madeThreads(mailbox, uids, algorithm, new Turns(60_000))
    // One turn for each of a thousand messages in every step.
    assert.ok((await turnsDuring(async () => assert.equal(await madeThreads(mailbox, uids, algorithm, new Turns(0)), text))) > 15)
  }
})
