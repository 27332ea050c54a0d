import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import { onBench, type Bench } from './bench.ts'
import { mail, SECTIONS } from './random-mail.ts'
import { criteria, numberSet, program, sorted, type KnownMail } from './search-oracle.ts'
import { orderedSubject, posts, references, renderPost } from './thread-oracle.ts'

const numbers = (line: string | undefined): readonly number[] => (line?.match(/\d+/g) ?? []).map(Number)

const mailbox = fc.record({ models: fc.array(mail, { maxLength: 12 }), gone: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 4 }) })

async function searches(bench: Bench, runs: number): Promise<void> {
  const asked = fc.record({ mailbox, keys: fc.array(program, { minLength: 1, maxLength: 6 }), by: criteria, uid: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(asked, async ({ mailbox: { models, gone }, keys, by, uid }) => {
      const all = await bench.open(models, gone)
      const numberOf = (known: KnownMail): number => (uid ? known.uid : known.sequence)
      for (const key of keys) {
        const found = all.filter((known) => key.fits(known, all))
        const prefix = uid ? 'UID ' : ''
        assert.deepEqual(numbers((await bench.asks(`${prefix}SEARCH CHARSET UTF-8 ${key.wire}`))[0]), found.map(numberOf), key.wire)
        const order = by.map(([name, reverse]) => `${reverse ? 'REVERSE ' : ''}${name}`).join(' ')
        assert.deepEqual(numbers((await bench.asks(`${prefix}SORT (${order}) UTF-8 ${key.wire}`))[0]), sorted(found, by).map(numberOf), `${order} of ${key.wire}`)
        await bench.asks(`SEARCH RETURN (SAVE) CHARSET UTF-8 ${key.wire}`)
        assert.deepEqual((await bench.asks('UID FETCH $ UID')).map((line) => numbers(line)[1]), found.map((known) => known.uid), '$')
      }
    }),
    { numRuns: runs },
  )
}

const section = fc.record({
  name: fc.constantFrom(...SECTIONS),
  decoded: fc.boolean(),
  partial: fc.option(fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 300 })), { nil: undefined }),
})

async function fetches(bench: Bench, runs: number): Promise<void> {
  const asked = fc.record({ mailbox, set: numberSet, sections: fc.array(section, { minLength: 1, maxLength: 4 }) })
  await fc.assert(
    fc.asyncProperty(asked, async ({ mailbox: { models, gone }, set, sections }) => {
      const all = await bench.open(models, gone)
      for (const { name, decoded, partial } of sections) {
        const isBinary = decoded && /^\d$/.test(name)
        const cut = partial ? `<${partial[0]}.${partial[1]}>` : ''
        const lines = await bench.asks(`UID FETCH ${set.wire} (${isBinary ? 'BINARY' : 'BODY'}.PEEK[${name}]${cut})`)
        const expected = all.filter((known) => set.names(all.at(-1)?.uid ?? 0, known.uid)).map(({ rendered, sequence, uid }) => {
          const whole = (isBinary ? rendered.decoded : rendered.sections).get(name)
          const label = `* ${sequence} FETCH (UID ${uid} ${isBinary ? 'BINARY' : 'BODY'}[${name}]${partial ? `<${partial[0]}>` : ''} `
          const octets = whole?.subarray(partial?.[0] ?? 0, partial ? partial[0] + partial[1] : undefined)
          return `${label}${octets ? `{${octets.length}}\r\n${octets.toString('latin1')}` : 'NIL'})`.replaceAll('\r\n', '\\r\\n')
        })
        assert.deepEqual(lines, expected)
      }
    }),
    { numRuns: runs },
  )
}

async function threads(bench: Bench, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(posts, fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), async (all, isFound) => {
      await bench.openRaw(all.map((post) => renderPost(post, all)))
      const found = all.filter((_, index) => isFound[index])
      const set = found.map(({ uid }) => uid).join(',') || '4000000000'
      for (const [algorithm, expected] of [['REFERENCES', references(found, all)], ['ORDEREDSUBJECT', orderedSubject(found)]] as const) {
        assert.deepEqual(await bench.asks(`UID THREAD ${algorithm} UTF-8 UID ${set}`), [expected === '' ? '* THREAD' : `* THREAD ${expected}`], algorithm)
      }
    }),
    { numRuns: runs },
  )
}

for (const [name, play, runs] of [['THREAD', threads, 150], ['SEARCH, SORT and $', searches, 120], ['FETCH of sections and sets', fetches, 120]] as const) {
  test(`${name} agree with what brute force finds, in memory`, () => onBench(createMemoryStores(), (bench) => play(bench, runs)))

  test(`${name} agree with what brute force finds, on the disk`, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postern-oracle-'))
    try {
      await onBench(await openDiskStores(directory), (bench) => play(bench, runs / 3))
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })
}
