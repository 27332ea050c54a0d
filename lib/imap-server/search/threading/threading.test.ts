import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Mailbox, StoredMessage } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { baseSubject } from '#lib/mime/base-subject.ts'
import { madeThreads, THREAD_ALGORITHMS, type ThreadAlgorithm } from './kept-threads.ts'

interface Sample {
  readonly id?: string
  readonly refs?: readonly string[]
  readonly inReplyTo?: string
  readonly subject?: string
  readonly date?: number
  readonly arrived?: number
}

const asId = (name: string | undefined): string => (name === undefined ? '' : `<${name}@x>`)

/** A mailbox whose messages are no more than their keys; UIDs count from 1, and without a date each is later than the one before. */
function mailboxOf(samples: readonly Sample[]): Mailbox {
  const messages = samples.map(({ id, refs = [], inReplyTo, subject = '', date, arrived = 0 }, index) => {
    const keys = { subject, baseSubject: baseSubject(subject), messageId: asId(id), inReplyTo: asId(inReplyTo), references: refs.map(asId), sentDate: date ?? index }
    return { uid: index + 1, internalDate: arrived, ...keys } as unknown as StoredMessage
  })
  return { threadNumbers: async () => undefined, fields: async function* () { yield messages } } as unknown as Mailbox // prettier-ignore
}

async function threads(algorithm: ThreadAlgorithm, samples: readonly Sample[]): Promise<string> {
  return await madeThreads(mailboxOf(samples), samples.map((_, index) => (index + 1) as Uid), algorithm)
}

const CASES: readonly (readonly [name: string, samples: readonly Sample[], expected: string])[] = [
  ['nothing', [], ''],
  ['a chain', [{ id: 'a' }, { id: 'b', refs: ['a'] }, { id: 'c', refs: ['a', 'b'] }], '(1 2 3)'],
  ['a fork', [{ id: 'a' }, { id: 'b', refs: ['a'] }, { id: 'c', refs: ['a'] }, { id: 'd', refs: ['a', 'c'] }], '(1 (2)(3 4))'],
  ['an answer before its question', [{ id: 'b', refs: ['a'] }, { id: 'a' }], '(2 1)'],
  ['In-Reply-To where there are no References', [{ id: 'a' }, { id: 'b', inReplyTo: 'a' }, { id: 'c', refs: ['a'], inReplyTo: 'b' }], '(1 (2)(3))'],
  ['siblings of a message that is not there', [{ id: 'b', refs: ['a'] }, { id: 'c', refs: ['a'] }], '((1)(2))'],
  ['one child of a message that is not there', [{ id: 'b', refs: ['a'] }], '(1)'],
  ['a missing link', [{ id: 'a' }, { id: 'c', refs: ['a', 'b'] }, { id: 'd', refs: ['a', 'b', 'c'] }], '(1 2 3)'],
  ['siblings by date', [{ id: 'a' }, { id: 'b', refs: ['a'], date: 9 }, { id: 'c', refs: ['a'], date: 5 }], '(1 (3)(2))'],
  ['an id twice', [{ id: 'a' }, { id: 'a' }, { id: 'b', refs: ['a'] }], '(1 3)(2)'],
  ['a loop', [{ id: 'a', refs: ['b'] }, { id: 'b', refs: ['a'] }], '(2 1)'],
  ['a message that answers itself', [{ id: 'a', refs: ['a'] }, { id: 'b', refs: ['b', 'b'] }], '(1)(2)'],
  ['ids that differ in quoting', [{ id: '"a"' }, { id: 'b', refs: ['a'] }], '(1 2)'],
  ['a truncated chain is mended', [{ id: 'c', refs: ['a'] }, { id: 'd', refs: ['a', 'b', 'c'] }, { id: 'b', refs: ['a'] }, { id: 'a' }], '(4 (1 2)(3))'],
  ['a reply by subject', [{ id: 'a', subject: 'tea' }, { id: 'b', subject: 'Re: tea' }], '(1 2)'],
  ['a reply before the original', [{ id: 'b', subject: 'Re: tea' }, { id: 'a', subject: 'tea' }], '(2 1)'],
  ['two originals', [{ id: 'a', subject: 'tea' }, { id: 'b', subject: 'TEA' }, { id: 'c', subject: '[x] tea' }], '((1)(2)(3))'],
  ['two replies', [{ id: 'a', subject: 'Re: tea' }, { id: 'b', subject: 'Fwd: tea' }], '((1)(2))'],
  ['two dummies', [{ id: 'b', refs: ['a'], subject: 't' }, { id: 'c', refs: ['a'], subject: 't' }, { id: 'e', refs: ['d'], subject: 't' }, { id: 'f', refs: ['d'], subject: 't' }], '((1)(2)(3)(4))'],
  ['a dummy and a message', [{ id: 'x', subject: 't' }, { id: 'b', refs: ['a'], subject: 't' }, { id: 'c', refs: ['a'], subject: 't' }], '((1)(2)(3))'],
  ['no subject joins nothing', [{ id: 'a' }, { id: 'b', subject: 'Re:' }], '(1)(2)'],
]

for (const [name, samples, expected] of CASES) test(`RFC 5256 §3, REFERENCES: ${name}`, async () => assert.equal(await threads('REFERENCES', samples), expected))

test('draft-ietf-morg-inthread, REFS: no subject joins, and who came last is last', async () => {
  const samples = [{ id: 'a', subject: 'tea', arrived: 1 }, { id: 'b', subject: 'Re: tea', arrived: 2 }, { refs: ['a'], date: 9, arrived: 5 }, { refs: ['z'], arrived: 3 }, { refs: ['z'], arrived: 4 }, { refs: ['a'], date: 3, arrived: 0 }]
  assert.equal(await threads('REFS', samples), '(2)((4)(5))(1 (6)(3))')
})

test('REFS has the trees of REFERENCES without subjects, in the order of their last messages', async () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  const sample = fc.record({ id: name, refs: fc.array(name, { maxLength: 4 }), date: fc.nat(4), arrived: fc.nat(4) }, { requiredKeys: ['arrived'] })
  await fc.assert(
    fc.asyncProperty(fc.array(sample, { maxLength: 12 }), async (samples) => {
      const trees = (text: string): readonly string[] => topLevel(text)
      const refs = trees(await threads('REFS', samples))
      assert.deepEqual([...refs].sort(), [...trees(await threads('REFERENCES', samples))].sort())
      const lasts = refs.map((tree) => Math.max(...(tree.match(/\d+/g) ?? []).map((uid) => samples[Number(uid) - 1]!.arrived * 100 + Number(uid))))
      assert.deepEqual(lasts, [...lasts].sort((a, b) => a - b))
    }),
    { numRuns: 1000 },
  )
})

/** The threads of a THREAD response, one by one. */
function topLevel(text: string): readonly string[] {
  let depth = 0
  return text.replace(/[()]/g, (sign) => (sign === '(' ? (depth++ === 0 ? '\n(' : '(') : (depth--, ')'))).split('\n').slice(1)
}

test('RFC 5256 §3, ORDEREDSUBJECT: by subject, then date; the first above all others', async () => {
  const samples = [{ subject: 'b', date: 5 }, { subject: 'Re: a', date: 4 }, { subject: 'a', date: 3 }, { subject: 'B', date: 6 }, { subject: '[x] a', date: 7 }, { subject: 'c', date: 1 }]
  assert.equal(await threads('ORDEREDSUBJECT', samples), '(6)(3 (2)(5))(1 4)')
  assert.equal(await threads('ORDEREDSUBJECT', []), '')
})

test('each message stands in one thread once, whatever the references are', async () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  const sample = fc.record({ id: name, refs: fc.array(name, { maxLength: 4 }), inReplyTo: name, subject: fc.constantFrom('', 's', 'Re: s', 't'), date: fc.nat(4) }, { requiredKeys: [] })
  await fc.assert(
    fc.asyncProperty(fc.array(sample, { maxLength: 12 }), async (samples) => {
      for (const algorithm of THREAD_ALGORITHMS) {
        const written = (await threads(algorithm, samples)).match(/\d+/g) ?? []
        assert.deepEqual(written.map(Number).sort((a, b) => a - b), samples.map((_, index) => index + 1))
      }
    }),
    { numRuns: 1000 },
  )
})

test('a chain as long as a mailbox, and a thread as wide', async () => {
  const length = 20_000
  const chain = Array.from({ length }, (_, index): Sample => ({ id: `m${index}`, ...(index > 0 && { inReplyTo: `m${index - 1}` }) }))
  assert.equal(await threads('REFERENCES', chain), `(${chain.map((_, index) => index + 1).join(' ')})`)
  assert.match(await threads('REFERENCES', [...chain].reverse()), /^\(20000 /)
  const wide = Array.from({ length: 150_000 }, (_, index): Sample => (index === 0 ? { id: 'a' } : { refs: ['a'] }))
  assert.match(await threads('REFERENCES', wide), /^\(1 \(2\)\(3\)/)
})
