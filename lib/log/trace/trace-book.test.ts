import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { TraceBook } from './trace-book.ts'
import { TraceRefused, TraceStore } from './trace-store.ts'

let data = ''
let now = 1_000_000
before(async () => (data = await mkdtemp(join(tmpdir(), 'postern-trace-'))))
after(() => rm(data, { recursive: true }))

const clock = (): number => now
const store = (): TraceStore => new TraceStore(data, clock)
const told = async (id: string, side: 'gateway' | 'server'): Promise<string[]> => (await readFile(join(data, 'traces', `${id}.${side}.txt`), 'utf8').catch(() => '')).trim().split('\n').map((line) => line.replace(/^\S+ /, ''))
const bytes = (text: string): Buffer => Buffer.from(text)

test('what is asked for of one person is written down, of nobody else, and ends by itself', async () => {
  const book = new TraceBook(data, 'gateway', { now: clock })
  const ann = book.begin({ protocol: 'imap', subject: { names: ['ann', 'ann@x.test'], site: 'lab' } })
  const bob = book.begin({ protocol: 'imap', subject: { names: ['bob'], site: 'lab' } })
  const elsewhere = book.begin({ protocol: 'imap', subject: { names: ['ann'], site: 'other' } })
  const { id } = await store().begin({ user: ' Ann@X.test', by: 'root', minutes: 5, sites: ['lab'] })
  await book.look()
  assert.deepEqual([ann.isOn, bob.isOn, elsewhere.isOn], [true, false, false])
  const later = book.begin({ protocol: 'smtp', subject: { names: ['ann@x.test'], site: 'lab' } })
  for (const talk of [ann, bob, elsewhere]) talk.client(bytes('a1 NOOP\r\n'))
  later.client(bytes('QUIT\r\n'))
  later.end()
  now += 5 * 60_000
  await book.look()
  assert.equal(ann.isOn, false)
  ann.client(bytes('a2 NOOP\r\n'))
  await book.close()
  assert.deepEqual(await told(id, 'gateway'), ['imap 1 -- under way when the trace began', 'smtp 4 -- opened', 'imap 1 C: a1 NOOP', 'smtp 4 C: QUIT', 'smtp 4 -- closed'])
  assert.deepEqual(await told(id, 'server'), [''])
  const modes = await Promise.all((await readdir(join(data, 'traces'))).map(async (name) => (await stat(join(data, 'traces', name))).mode & 0o777))
  assert.deepEqual([...modes, (await stat(join(data, 'traces'))).mode & 0o777], [0o600, 0o600, 0o700])
  await store().remove(id)
})

test('in the box a connection is claimed by who signs in on it, refused attempts too; one of a site alone is none of the box', async () => {
  const book = new TraceBook(data, 'server', { now: clock })
  const { id } = await store().begin({ user: 'ann', by: '', minutes: 5 })
  const { id: ofSite } = await store().begin({ user: 'ann', by: '', minutes: 5, sites: ['lab'] })
  await book.look()
  const [mine, foreign] = [book.begin({ protocol: 'imap' }), book.begin({ protocol: 'imap' })]
  for (const talk of [mine, foreign]) {
    talk.server(bytes('* OK ready\r\n'))
    talk.client(bytes('a1 LOGIN ann wrong\r\n'))
  }
  mine.belongsTo({ names: ['ann', 'ann@x.test'] })
  foreign.belongsTo({ names: ['bob'] })
  for (const talk of [mine, foreign]) talk.server(bytes('a1 NO [AUTHENTICATIONFAILED] Wrong user name or password\r\n'))
  foreign.belongsTo({ names: ['ann'] })
  await book.close()
  assert.deepEqual(await told(id, 'server'), ['imap 1 -- opened', 'imap 1 S: * OK ready', 'imap 1 C: a1 LOGIN …', 'imap 1 S: a1 NO [AUTHENTICATIONFAILED] Wrong user name or password', 'imap 2 -- under way when the trace began'])
  assert.deepEqual(await told(ofSite, 'server'), [''])
  for (const { id: each } of await store().all()) await store().remove(each)
})

test('a file ends at its limit with a whole line, and says so', async () => {
  const book = new TraceBook(data, 'gateway', { now: clock })
  const { id } = await store().begin({ user: 'ann', by: '', minutes: 5, limit: 400 })
  await book.look()
  const talk = book.begin({ protocol: 'imap', subject: { names: ['ann'], site: 'x' } })
  for (let n = 1; n < 50; n++) {
    talk.client(bytes(`a${n} NOOP\r\n`))
    await book.settled()
  }
  await book.close()
  const lines = await told(id, 'gateway')
  assert.equal(lines.at(-1), 'the limit of size is reached')
  assert.ok(lines.slice(0, -1).every((line) => /^imap 1 (?:-- opened|C: a\d+ NOOP)$/.test(line)), lines.join('\n'))
  assert.ok((await store().find(id))?.octets.gateway ?? 1000 < 500)
  await store().remove(id)
})

test('orders are refused in words, end before their time, are listed newest first, and go after a week', async () => {
  const traces = store()
  const refused = async (user: string, minutes: number): Promise<string> => traces.begin({ user, minutes, by: '' }).then(() => 'begun', (error: unknown) => (error instanceof TraceRefused ? error.why : String(error)))
  assert.deepEqual([await refused(' ', 5), await refused('ann', 0), await refused('ann', 1.5), await refused('ann', 1441)], ['no-user', 'minutes', 'minutes', 'minutes'])
  const { id } = await traces.begin({ user: 'ann', by: '', minutes: 1440 })
  now += 1000
  const { id: newer } = await traces.begin({ user: 'bob', by: '', minutes: 1 })
  assert.deepEqual((await traces.all()).map((trace) => trace.id), [newer, id])
  await traces.end(id)
  assert.equal((await traces.find(id))?.endsAt, now)
  await traces.remove('../traces/x')
  now += 8 * 24 * 3600 * 1000
  assert.deepEqual(await traces.all(), [])
  assert.deepEqual(await readdir(join(data, 'traces')), [])
  for (let n = 0; n < 20; n++) await traces.begin({ user: 'ann', by: '', minutes: 5 })
  assert.equal(await refused('ann', 5), 'too-many')
})
