import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import type { Mailbox, NewMessage } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { FlagTable } from './flag-table.ts'
import { flagsOf } from './kept-flags.ts'
import { runSearch } from './run-search.ts'
import type { SearchKey } from './search-program.ts'

const FLAGS = ['\\Seen', '\\Flagged', '\\Deleted', '\\Answered', 'Red', 'blue'] as const
const COUNT = 1100

async function* letters(flags: readonly (readonly string[])[]): AsyncGenerator<NewMessage> {
  const octets = Buffer.from('\r\n')
  for (const own of flags) yield { flags: own, internalDate: new Date(0), size: octets.length, content: async function* () { yield octets } }
}

async function largeMailbox(): Promise<Mailbox> {
  const mailbox = await (await createMemoryStores().of('alice')).create('Large')
  await mailbox.append(letters(Array.from({ length: COUNT }, (_, index) => FLAGS.filter((_, bit) => ((index * 7919) >> bit) % 2 === 1))))
  return mailbox
}

/** What a session sees that has been told of all these, some of which may have gone. */
function search(mailbox: Mailbox, uids: readonly Uid[], key: SearchKey): Promise<readonly Uid[]> {
  return runSearch({ mailbox, uids: () => uids, resolve: () => [], isRecent: (uid) => uid % 3 === 0 }, key, 0)
}

function fits(key: SearchKey, uid: Uid, flags: readonly string[]): boolean {
  if (key.kind === 'flag') return flags.some((flag) => flag.toLowerCase() === key.flag.toLowerCase())
  if (key.kind === 'not') return !fits(key.key, uid, flags)
  if (key.kind === 'and') return key.keys.every((inner) => fits(inner, uid, flags))
  if (key.kind === 'or') return key.keys.some((inner) => fits(inner, uid, flags))
  return key.kind === 'recent' ? uid % 3 === 0 : key.kind === 'larger'
}

async function expected(mailbox: Mailbox, uids: readonly Uid[], key: SearchKey): Promise<readonly Uid[]> {
  const all = (await Array.fromAsync(mailbox.messages(uids, []))).flat()
  return all.filter(({ uid, flags }) => fits(key, uid, flags)).map(({ uid }) => uid)
}

const { key } = fc.letrec<{ key: SearchKey }>((tie) => ({
  key: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...FLAGS, '\\SEEN', 'RED', 'none').map((flag): SearchKey => ({ kind: 'flag', flag })),
    fc.constantFrom<SearchKey>({ kind: 'recent' }, { kind: 'larger', octets: 1 }),
    tie('key').map((inner): SearchKey => ({ kind: 'not', key: inner })),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), keys: fc.array(tie('key'), { minLength: 1, maxLength: 3 }) }),
  ),
}))
const step = fc.record({
  flagged: fc.record({ from: fc.nat(COUNT), count: fc.nat(40), flag: fc.constantFrom(...FLAGS), operation: fc.constantFrom('add' as const, 'remove' as const, 'replace' as const) }),
  reader: fc.boolean(),
  added: fc.array(fc.subarray([...FLAGS]), { maxLength: 3 }),
  expunges: fc.boolean(),
  key,
})

test('what the kept flags answer is what the messages say, for the owner and for a reader, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
      const owner = await largeMailbox()
      const reader = owner.readBy('bob')
      for (const { flagged, reader: byReader, added, expunges, key: inner } of steps) {
        // Whoever asks for no flag at all may find what has gone and not been told.
        const wanted: SearchKey = { kind: 'or', keys: [inner, { kind: 'flag', flag: 'none' }] }
        const told = await owner.uids()
        await (byReader ? reader : owner).changeFlags(told.slice(flagged.from, flagged.from + flagged.count), { operation: flagged.operation, flags: [flagged.flag] })
        await owner.append(letters(added))
        if (expunges) await owner.expunge(told.slice(flagged.from))
        for (const mailbox of [owner, reader]) assert.deepEqual(await search(mailbox, told, wanted), await expected(mailbox, told, wanted), JSON.stringify(wanted))
      }
    }),
    { numRuns: 25 },
  )
})

test('a small mailbox is read as it is, and so are few messages of a large one, until the flags of all are known', async () => {
  assert.equal(await flagsOf(await (await createMemoryStores().of('alice')).create('Small'), 1000), undefined)
  const mailbox = await largeMailbox()
  assert.equal(await flagsOf(mailbox, 200), undefined)
  const table = await flagsOf(mailbox, 300)
  assert.ok(table)
  assert.equal(await flagsOf(mailbox, 200), table)
})

test('two who ask at once while the mailbox changes both get what is so', async () => {
  const mailbox = await largeMailbox()
  await flagsOf(mailbox, COUNT)
  const [first] = await mailbox.uids()
  await mailbox.changeFlags([first!], { operation: 'replace', flags: ['Red'] })
  const one = flagsOf(mailbox, COUNT)
  await mailbox.changeFlags([first!], { operation: 'replace', flags: ['blue'] })
  const [table, other] = await Promise.all([one, flagsOf(mailbox, COUNT)])
  assert.equal(table, other)
  assert.deepEqual([table?.test((flags) => flags.includes('blue'))(first!), table?.test((flags) => flags.includes('Red'))(first!)], [true, false])
})

test('more lists of flags than can be told apart are noticed', () => {
  const table = new FlagTable()
  for (let uid = 1; uid <= 0xffff; uid++) table.set(uid as Uid, [`k${uid}`])
  assert.equal(table.isFull, false)
  assert.equal(table.test((flags) => flags[0] === 'k4097')(4097 as Uid), true)
  table.set(70_000 as Uid, ['one more'])
  assert.equal(table.isFull, true)
})
