import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import type { SearchKey } from '#lib/imap-server/search/search-program.ts'
import { THREAD_ALGORITHMS } from '#lib/imap-server/search/threading/kept-threads.ts'
import { SORT_KEYS } from '#lib/mail-store/numbers/message-numbers.ts'
import { IndexedAccount } from './indexed-account.ts'
import { letter, reply, type Letter } from './random-letters.ts'

async function withAccount(task: (account: IndexedAccount) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-index-'))
  const account = await IndexedAccount.open(directory)
  try {
    await task(account)
  } finally {
    await account.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

const places = fc.array(fc.nat(50), { minLength: 1, maxLength: 4 })
const append = (letters: fc.Arbitrary<Letter>): fc.Arbitrary<{ kind: 'append'; letters: Letter[] }> => fc.record({ kind: fc.constant('append' as const), letters: fc.array(letters, { minLength: 1, maxLength: 5 }) })
const change = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('expunge' as const), places, isSwept: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fill' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fill partly' as const), count: fc.integer({ min: 1, max: 8 }), isKilled: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('damage' as const), at: fc.option(fc.double({ min: 0, max: 0.95, noNaN: true }), { nil: undefined }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('copy' as const), places }) },
)
const step = fc.oneof({ weight: 4, arbitrary: append(letter) }, { weight: 10, arbitrary: change })
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** A piece of a word of some message, of a length that an index may or may not know. */
const wanted = fc.record({ letter: fc.nat(), word: fc.nat(), start: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.integer({ min: 1, max: 9 }) })
const leaf = fc.constantFrom('subject', 'from', 'to', 'label', 'message-id', 'body', 'text')
const shape = fc.constantFrom('one', 'and', 'or', 'not')
const question = fc.record({ shape, leaves: fc.tuple(leaf, leaf), wanted: fc.tuple(wanted, wanted) })
type Question = typeof question extends fc.Arbitrary<infer Value> ? Value : never

function keyOf(kind: string, text: string): SearchKey {
  if (kind === 'from' || kind === 'to') return { kind: 'address', field: kind, text }
  if (kind === 'label' || kind === 'message-id') return { kind: 'header', field: kind === 'label' ? 'x-label' : kind, text }
  return { kind: kind as 'subject' | 'body' | 'text', text }
}

function asked({ shape: form, leaves, wanted: both }: Question, letters: readonly Letter[]): SearchKey {
  const texts = both.map(({ letter: which, word, start, length }) => {
    const words = letters[which % Math.max(1, letters.length)]?.words ?? ['nothing']
    const characters = [...words[word % words.length]!]
    const from = Math.floor(start * Math.max(0, characters.length - length))
    return characters.slice(from, from + length).join('')
  })
  const [first, second] = leaves.map((kind, index) => keyOf(kind, texts[index]!)) as [SearchKey, SearchKey]
  if (form === 'one') return first
  return form === 'not' ? { kind: 'and', keys: [{ kind: 'not', key: first }, second] } : { kind: form, keys: [first, second] }
}

async function take(account: IndexedAccount, step: Step): Promise<void> {
  if (step.kind === 'append') await account.append(step.letters.map(({ octets }) => octets))
  else if (step.kind === 'expunge') await account.expunge(step.places, step.isSwept)
  else if (step.kind === 'copy') await account.copy(step.places)
  else if (step.kind === 'fill') await account.fill()
  else if (step.kind === 'fill partly') await account.fillPartly(step.count, step.isKilled)
  else if (step.kind === 'drop') await account.dropIndex()
  else if (step.kind === 'damage') await account.damageIndex(step.at)
  else await account.reopen()
}

test('a search finds what it would find without the index, whatever has been indexed, removed, killed or damaged', async () => {
  let [found, runs] = [0, 0]
  const story = fc.record({ steps: fc.array(step, { minLength: 2, maxLength: 8 }), questions: fc.array(question, { minLength: 4, maxLength: 10 }) })
  await fc.assert(
    fc.asyncProperty(story, ({ steps, questions }) =>
      withAccount(async (account) => {
        const letters = steps.flatMap((one) => (one.kind === 'append' ? one.letters : []))
        for (const one of steps) {
          await take(account, one)
          for (const each of questions) found += Math.sign((await account.search(asked(each, letters))).length)
        }
        runs++
      }),
    ),
    // A story takes half a second: making it shorter would take many.
    { numRuns: 15, endOnFailure: true },
  )
  assert.ok(found > runs, 'the searches found something')
})

test('messages are sorted and threaded as without the index, whatever has been numbered, removed, killed or damaged', async () => {
  let [told, asked] = [0, 0]
  const criterion = fc.record({ key: fc.constantFrom(...SORT_KEYS), reverse: fc.boolean() })
  const steps = fc.array(fc.oneof({ weight: 1, arbitrary: append(reply) }, { weight: 1, arbitrary: change }), { minLength: 2, maxLength: 10 })
  const questions = fc.record({ criteria: fc.array(criterion, { minLength: 1, maxLength: 3 }), algorithm: fc.constantFrom(...THREAD_ALGORITHMS), left: fc.integer({ min: 2, max: 5 }) })
  const story = fc.record({ first: append(reply), steps, questions: fc.array(questions, { minLength: 2, maxLength: 4 }) })
  await fc.assert(
    fc.asyncProperty(story, ({ first, steps, questions }) =>
      withAccount(async (account) => {
        for (const one of [first, ...steps]) {
          await take(account, one)
          const all = await account.uids()
          for (const { criteria, algorithm, left } of questions) {
            for (const uids of [all, all.filter((_, at) => at % left > 0)]) {
              const answers = [await account.sort(uids, criteria), await account.thread(uids, algorithm)]
              told += answers.filter(Boolean).length
              asked += uids.length > 0 ? answers.length : 0
            }
          }
        }
      }),
    ),
    { numRuns: 10, endOnFailure: true },
  )
  // Only what has just been damaged cannot be asked.
  assert.ok(told > asked * 0.8, `the index has answered ${told} of ${asked}`)
})
