import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Mailbox, StoredMessage } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { baseSubject } from '#lib/mime/base-subject.ts'
import { threadByReferences } from './references.ts'
import { ThreadClusters } from './thread-clusters.ts'
import { writeThreads } from './thread-node.ts'

// Few of them make one large cluster, many make small ones.
const name = fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.nat(90).map(String))
const asId = (id: string | undefined): string => (id === undefined ? '' : `<${id}@x>`)
const sample = fc.record(
  { id: name, refs: fc.array(name, { maxLength: 3 }), inReplyTo: name, subject: fc.oneof(fc.constantFrom('', 's', 'Re: s', '[x] s'), fc.nat(60).map((subject) => `Re: ${subject}`), fc.nat(60).map(String)), date: fc.nat(6) },
  { requiredKeys: [] },
)

/** A mailbox of samples, of which those with the UIDs that are asked for come. */
function mailboxOf(samples: readonly { id?: string; refs?: readonly string[]; inReplyTo?: string; subject?: string; date?: number }[]): Mailbox {
  const all = samples.map(({ id, refs = [], inReplyTo, subject = '', date = 0 }, index) => {
    const keys = { subject, baseSubject: baseSubject(subject), messageId: asId(id), inReplyTo: asId(inReplyTo), references: refs.map(asId), sentDate: date }
    return { uid: index + 1, internalDate: 0, ...keys } as unknown as StoredMessage
  })
  return { fields: async function* (uids: readonly Uid[]) { yield all.filter(({ uid }) => uids.includes(uid)) } } as unknown as Mailbox // prettier-ignore
}

async function anew(mailbox: Mailbox, uids: readonly Uid[]): Promise<string> {
  return await writeThreads(await threadByReferences(mailbox, uids), (uid) => uid)
}

test('threads that are brought up to date are those that are made anew, whatever comes and goes', async () => {
  const step = fc.record({ added: fc.nat(4), gone: fc.array(fc.nat(60), { maxLength: 3 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(sample, { minLength: 30, maxLength: 60 }), fc.nat(25), fc.array(step, { maxLength: 8 }), async (samples, begin, steps) => {
      const mailbox = mailboxOf(samples)
      let [uids, next] = [Array.from({ length: begin }, (_, index) => (index + 1) as Uid), begin]
      const clusters = await ThreadClusters.of(mailbox, uids)
      assert.equal(clusters.text(), await anew(mailbox, uids))
      for (const { added, gone } of steps) {
        const arrived = Array.from({ length: Math.min(added, samples.length - next) }, () => ++next as Uid)
        uids = [...uids.filter((_, index) => !gone.includes(index)), ...arrived]
        assert.equal(await clusters.changedTo(mailbox, uids, Infinity), await anew(mailbox, uids))
      }
    }),
    { numRuns: 1500 },
  )
})

test('only what belongs together is threaded anew, and too much of it is left to who makes all', async () => {
  const samples = Array.from({ length: 3000 }, (_, index) => ({ id: `m${index}`, refs: index % 3 === 0 ? [] : [`m${index - (index % 3)}`], subject: `s${index - (index % 3)}`, date: index }))
  const mailbox = mailboxOf(samples)
  const uids = samples.map((_, index) => (index + 1) as Uid)
  const clusters = await ThreadClusters.of(mailbox, uids.slice(0, 2999))
  assert.equal(await clusters.changedTo(mailbox, uids, 2), undefined)
  assert.equal(await clusters.changedTo(mailbox, uids, 3), await anew(mailbox, uids))
})

test('a message that goes while it is asked for is in no thread, then and later', async () => {
  const mailbox = mailboxOf([{ id: 'a' }, { id: 'b' }])
  const uids = [1, 2, 3] as readonly number[] as readonly Uid[]
  const clusters = await ThreadClusters.of(mailbox, uids.slice(0, 1))
  assert.equal(await clusters.changedTo(mailbox, uids, Infinity), '(1)(2)')
  assert.equal(await clusters.changedTo(mailbox, uids.slice(1, 2), Infinity), '(2)')
  assert.equal((await ThreadClusters.of(mailbox, uids)).text(), '(1)(2)')
})

test('of two who change them at once one is told to make all anew', async () => {
  const mailbox = mailboxOf([{ id: 'a' }, { id: 'b', refs: ['a'] }, { id: 'c', refs: ['a'] }])
  const uids = [1, 2, 3] as readonly number[] as readonly Uid[]
  const clusters = await ThreadClusters.of(mailbox, uids.slice(0, 1))
  const both = await Promise.all([clusters.changedTo(mailbox, uids.slice(0, 2), Infinity), clusters.changedTo(mailbox, uids, Infinity)])
  assert.equal(both.filter((changed) => changed === undefined).length, 1)
})
