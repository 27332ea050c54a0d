import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { readNeighbours } from '#lib/imap/operations/read-neighbours.ts'
import type { SortKey } from '#lib/mail/index-page.ts'
import { RecordingProxy } from './fakes/recording-proxy.ts'
import { GatewaySite, index, refOf } from './gateway/site.ts'
import { appendMessages, startImapFixture, type ImapFixture } from './imap-fixture.ts'

const ALICE = { user: 'alice', password: 'postern-alice' }
const PAGE = 30
/** The commands around a search, and the envelopes of a page of 30. */
const AROUND = 16 * 1024

/** What the server is said not to have, and whether a search then moves no more than what is shown. */
const SERVERS: readonly [string, { readonly hides: readonly string[]; readonly bounded: boolean }][] = [
  ['a server with windows from both ends', { hides: [], bounded: true }],
  ['one that counts from the start alone, as Dovecot does', { hides: ['PARTIAL', 'CONTEXT=SORT'], bounded: true }],
  ['one that keeps no search', { hides: ['PARTIAL', 'SEARCHRES'], bounded: false }],
  ['one that answers with ranges', { hides: ['PARTIAL', 'CONTEXT=SEARCH', 'CONTEXT=SORT', 'ESORT'], bounded: false }],
  ['one that answers with numbers', { hides: ['PARTIAL', 'CONTEXT=SEARCH', 'CONTEXT=SORT', 'ESORT', 'ESEARCH'], bounded: false }],
  ['one that cannot sort', { hides: ['SORT', 'ESORT', 'PARTIAL', 'CONTEXT=SORT'], bounded: true }],
]
const ORDERS: readonly (readonly [SortKey, boolean])[] = [['arrival', true], ['arrival', false], ['subject', false], ['from', true]]

/** Every second of so many messages holds the word, so that what is found makes no ranges. */
async function startWith(messages: number): Promise<ImapFixture> {
  const fixture = await startImapFixture()
  const samples = Array.from({ length: messages }, (_, at) => ({ content: `Subject: ${at % 2 === 0 ? 'needle' : 'hay'} ${(at * 7919) % 1000}\nFrom: ${(at * 104_729) % 977}@example.test\n\nx\n` }))
  await appendMessages(await fixture.stores.of('alice'), 'INBOX', samples)
  return fixture
}

interface Gate {
  readonly proxy: RecordingProxy
  readonly site: GatewaySite
  close(): Promise<void>
}

async function gateTo({ port }: ImapFixture, hides: readonly string[]): Promise<Gate> {
  const proxy = new RecordingProxy({ host: '127.0.0.1', port, tls: 'none', verify: false }, hides)
  const site = new GatewaySite(await proxy.start())
  return { proxy, site, close: async () => (site.close(), proxy.stop()) }
}

/** What must stand there: every second UID, in the order that the messages above have. */
function expected(messages: number, sort: SortKey, reverse: boolean): readonly number[] {
  const key = (uid: number): string | number => (sort === 'arrival' ? uid : sort === 'subject' ? `needle ${((uid - 1) * 7919) % 1000}` : String(((uid - 1) * 104_729) % 977))
  const uids = Array.from({ length: messages / 2 }, (_, at) => at * 2 + 1)
  const [one, two] = reverse ? [1, -1] : [-1, 1]
  return uids.sort((a, b) => (key(a) < key(b) ? one : key(a) > key(b) ? two : a - b))
}

describe('a search that finds 5,000 of 10,000 messages', () => {
  const MESSAGES = 10_000
  let fixture: ImapFixture
  before(async () => {
    fixture = await startWith(MESSAGES)
  })
  after(() => fixture.close())

  for (const [name, { hides, bounded }] of SERVERS)
    test(`shows the same pages and neighbours on ${name}${bounded ? ', and moves what it shows' : ''}`, async () => {
      const gate = await gateTo(fixture, hides)
      try {
        for (const [sort, reverse] of ORDERS) await comparePages(gate, { sort, reverse, isBounded: bounded, isSorted: sort === 'arrival' || !hides.includes('SORT') })
      } finally {
        await gate.close()
      }
    })

  async function comparePages(gate: Gate, { sort, reverse, isBounded, isSorted }: { sort: SortKey; reverse: boolean; isBounded: boolean; isSorted: boolean }): Promise<void> {
    const alice = gate.site.connections(ALICE)
    const whole = expected(MESSAGES, isSorted ? sort : 'arrival', reverse)
    const order = { sort, reverse, search: 'needle' }
    // The first page, one across the end of a window, the last, and one beyond it.
    for (const page of [1, 2, 34, 167, 999]) {
      gate.proxy.reset()
      const { messages, total, uidValidity, sortedByArrival } = await index(alice, 'INBOX', { ...order, page, pageSize: PAGE })
      assert.deepEqual([total, sortedByArrival], [whole.length, !isSorted])
      const start = (Math.min(page, 167) - 1) * PAGE
      assert.deepEqual(messages.map(({ id }) => Number(id.split('.')[1])), whole.slice(start, start + PAGE), `${sort} ${reverse} page ${page}`)
      if (isBounded) assert.ok(gate.proxy.received < AROUND + 2 * 1000 * 6, `${gate.proxy.received} octets for page ${page} by ${sort}`)
      if (page === 2 && isBounded) assert.doesNotMatch(gate.proxy.said, / (?:SEARCH|SORT) /, 'the next page costs no search')
      await compareNeighbours(gate, whole, { uidValidity, order })
    }
  }

  async function compareNeighbours({ site }: Gate, whole: readonly number[], { uidValidity, order }: { uidValidity: number; order: { sort: SortKey; reverse: boolean; search: string } }): Promise<void> {
    const alice = site.connections(ALICE)
    for (const place of [0, 999, 1000, 3333, whole.length - 1]) {
      const ref = refOf('INBOX', `${uidValidity}.${whole[place]}`)
      const beside = await alice.use('INBOX', (client) => readNeighbours(client, alice, { ref, sequence: 1 }, order))
      const named = (at: number): string | undefined => (whole[at] === undefined ? undefined : `${uidValidity}.${whole[at]}`)
      assert.deepEqual([beside.previous, beside.next], [named(place - 1), named(place + 1)], `${JSON.stringify(order)} at ${place}`)
    }
    const strange = refOf('INBOX', `${uidValidity}.2`)
    assert.deepEqual(await alice.use('INBOX', (client) => readNeighbours(client, alice, { ref: strange, sequence: 2 }, order)), {}, 'what is not found stands beside nothing')
  }
})

for (const [search, sort] of [['needle', 'arrival'], ['needle', 'subject'], ['needle', 'date']] as const)
  test(`a search by ${sort} moves as much in a mailbox of 8,000 messages as in one of 4,000`, async () => {
    const octets: number[] = []
    for (const messages of [4000, 8000]) {
      const fixture = await startWith(messages)
      const gate = await gateTo(fixture, [])
      assert.equal((await index(gate.site.connections(ALICE), 'INBOX', { sort, search, pageSize: PAGE })).total, messages / 2)
      octets.push(gate.proxy.received)
      await gate.close()
      await fixture.close()
    }
    const [few = 0, many = 0] = octets
    assert.ok(Math.abs(many - few) < 500, `${few} and ${many} octets`)
    assert.ok(many < AROUND + 1000 * 6, `${many} octets`)
  })
