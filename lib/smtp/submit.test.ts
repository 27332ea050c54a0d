import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, test } from 'node:test'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { SubmissionServer, type SubmissionBehaviour } from '#lib/testing/fakes/submission-server.ts'
import { readableReply } from './submission-failure.ts'
import { submit, type Submission } from './submit.ts'

const ALICE = { user: 'alice "ä\\', password: ' pass word"\\ü ' }
const QUICK = { connect: 2_000, greeting: 500, silence: 500 }

let fake: SubmissionServer
let server: ServerAddress
beforeEach(async () => {
  fake = new SubmissionServer()
  server = { host: '127.0.0.1', port: await fake.listen(), tls: 'none', verify: true }
})
afterEach(() => fake.close())

const CONTENT = 'Subject: x\r\n\r\n.one\r\n..two\r\nend\r\n'

function submission(more: Partial<Submission> = {}): Submission {
  return { from: 'alice@example.test', recipients: ['bob@example.test', 'carol@example.test'], size: CONTENT.length, eightBit: false, content: () => Readable.from([Buffer.from(CONTENT)]), ...more }
}

test('an accepted message arrives as it was given, dots and all', async () => {
  const result = await submit(server, ALICE, submission())
  assert.deepEqual(result, { outcome: 'accepted', accepted: ['bob@example.test', 'carol@example.test'], refused: [], reply: '250 2.0.0 kept as F4K3' })
  assert.equal(fake.received[0]?.content, CONTENT)
  assert.deepEqual(fake.received[0].recipients, ['bob@example.test', 'carol@example.test'])
  assert.equal(fake.commands.includes(`MAIL FROM:<alice@example.test> SIZE=${CONTENT.length}`), true)
})

test('a server without AUTH is a relay that trusts its network', async () => {
  fake.behaviour = { ehlo: '250 fake.test' }
  assert.equal((await submit(server, ALICE, submission())).outcome, 'accepted')
  assert.equal(fake.commands.some((command) => command.startsWith('AUTH')), false)
})

test('some refused: the others get it once, and the refused are named with the server’s words', async () => {
  fake.behaviour = { recipient: (address) => (address.startsWith('bob') ? '550 5.1.1 no\u0007body of that name' : undefined) }
  const result = await submit(server, ALICE, submission())
  assert.equal(result.outcome, 'accepted')
  assert.deepEqual(result.outcome === 'accepted' && [result.accepted, result.refused], [['carol@example.test'], [{ address: 'bob@example.test', reply: '550 5.1.1 no body of that name' }]])
  assert.equal(fake.received.length, 1)
})

const REFUSALS: readonly [name: string, behaviour: SubmissionBehaviour, failure: string, detail: RegExp][] = [
  ['greeting', { greeting: '554 no service' }, 'submission-failed', /554 no service/],
  ['hang up at once', { greeting: 'drop' }, 'server-unreachable', /./],
  ['no greeting', { greeting: 'hang' }, 'server-unreachable', /./],
  ['password', { auth: '535 5.7.8 wrong' }, 'sign-in-refused', /535 5\.7\.8 wrong/],
  ['hang up at AUTH', { auth: 'drop' }, 'server-unreachable', /./],
  ['sender', { mail: '550 5.7.1 not your address' }, 'submission-failed', /not your address/],
  ['too large', { mail: '552 5.3.4 too big' }, 'too-large', /too big/],
  ['every recipient', { recipient: (address) => `550 5.1.1 unknown ${address.slice(0, 3)}` }, 'recipient-refused', /bob@example\.test \(550 5\.1\.1 unknown bob\), carol@example\.test \(550 5\.1\.1 unknown car\)/],
  ['hang up at RCPT', { recipient: () => 'drop' }, 'server-unreachable', /./],
  ['DATA', { data: '451 4.3.0 try later' }, 'submission-failed', /try later/],
  ['content, for now', { content: '451 4.7.1 greylisted' }, 'submission-failed', /greylisted/],
  ['content, for good', { content: '554 5.6.0 malformed' }, 'submission-failed', /malformed/],
  ['shutting down after the content', { content: '421 4.3.2 going down' }, 'submission-failed', /going down/],
]
for (const [name, behaviour, failure, detail] of REFUSALS) {
  test(`refused at: ${name}`, async () => {
    fake.behaviour = behaviour
    await assert.rejects(submit(server, ALICE, submission(), { timeouts: QUICK }), (error: { failure?: string; detail?: string; message: string }) => {
      assert.equal(error.failure, failure)
      assert.match(error.detail ?? '', detail)
      assert.equal(/pass word|ü/.test(error.message), false)
      return true
    })
    assert.deepEqual(fake.received, [])
  })
}

for (const content of ['drop', 'hang'] as const) {
  test(`after the final dot the server ${content}s: nobody knows`, async () => {
    fake.behaviour = { content }
    const result = await submit(server, ALICE, submission(), { timeouts: QUICK })
    assert.equal(result.outcome, 'uncertain')
  })
}

test('a connection lost in the middle of the content means: not sent', async () => {
  fake.behaviour = { dropContentAfter: 100_000 }
  const line = Buffer.from(`${'x'.repeat(76)}\r\n`.repeat(1000))
  const long = submission({ content: () => Readable.from(Array.from({ length: 200 }, () => line)), size: line.length * 200 })
  await assert.rejects(submit(server, ALICE, long), { failure: 'server-unreachable' })
})

test('a file that cannot be read is no message', async () => {
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('Subject: x\r\n\r\n')
    throw Object.assign(new Error('gone'), { code: 'ENOENT' })
  }
  await assert.rejects(submit(server, ALICE, submission({ content: () => Readable.from(broken()) })), { failure: 'submission-failed' })
  assert.deepEqual(fake.received, [])
})

test('what must be durable before the content leaves is awaited, and may stop it', async () => {
  const order: string[] = []
  const beforeContent = async (): Promise<void> => {
    order.push(`before, ${fake.commands.at(-1)}`)
    throw new Error('disk full')
  }
  await assert.rejects(submit(server, ALICE, submission(), { beforeContent }), { failure: 'submission-failed' })
  assert.deepEqual(order, ['before, DATA'])
  assert.deepEqual(fake.received, [])
})

test('nobody listens there', async () => {
  await fake.close()
  await assert.rejects(submit(server, ALICE, submission()), { failure: 'server-unreachable' })
  fake = new SubmissionServer()
  await fake.listen()
})

test('TLS that is asked for is not given up', async () => {
  await assert.rejects(submit({ ...server, tls: 'starttls' }, ALICE, submission(), { timeouts: QUICK }), { failure: 'server-unreachable' })
  assert.equal(fake.commands.some((command) => command.startsWith('AUTH')), false)
})

test('an address cannot smuggle a command', async () => {
  await assert.rejects(submit(server, ALICE, submission({ recipients: ['bob@example.test>\r\nRCPT TO:<eve@example.test'] })), { failure: 'submission-failed' })
  assert.equal(fake.commands.some((command) => command.includes('eve')), false)
})

test('a server’s reply is one short line', () => {
  assert.equal(readableReply('550 a\r\n550 \u001b[31m‮b'), '550 a 550 [31m b')
  assert.equal(readableReply('x'.repeat(1000)).length, 301)
})

test('a server that a person chose is asked only where it may be, by number and by name', async () => {
  for (const host of ['127.0.0.1', 'localhost']) {
    await assert.rejects(submit({ ...server, host, allowed: ['public'] }, ALICE, submission()), { failure: 'server-not-allowed' })
  }
  assert.deepEqual(fake.commands, [])
  const there = { ...server, allowed: ['loopback'] } as const
  assert.equal((await submit(there, ALICE, submission())).outcome, 'accepted')
})

const IN_AN_HOUR = Math.floor(Date.now() / 1000) * 1000 + 3_600_000
const FUTURE = (interval: number, latest: number): string => `250-fake.test\r\n250-AUTH PLAIN\r\n250-FUTURERELEASE ${interval} ${new Date(latest).toISOString().slice(0, 19)}Z\r\n250 SIZE 500000000`

test('a server that holds messages is told until when', async () => {
  fake.behaviour = { ehlo: FUTURE(86_400, IN_AN_HOUR + 1000) }
  assert.equal((await submit(server, ALICE, submission({ holdUntil: IN_AN_HOUR }))).outcome, 'accepted')
  assert.ok(fake.commands.includes(`MAIL FROM:<alice@example.test> SIZE=${CONTENT.length} HOLDUNTIL=${new Date(IN_AN_HOUR).toISOString().slice(0, 19)}Z`), fake.commands.join('\n'))
})

for (const [what, ehlo] of [['holds none', undefined], ['holds none so long', FUTURE(60, IN_AN_HOUR + 1000)], ['holds none so far ahead', FUTURE(86_400, IN_AN_HOUR - 1000)]] as const) {
  test(`a server that ${what} is sent nothing`, async () => {
    fake.behaviour = { ehlo }
    await assert.rejects(submit(server, ALICE, submission({ holdUntil: IN_AN_HOUR })), { failure: 'refused', detail: 'no FUTURERELEASE' })
    assert.equal(fake.commands.some((command) => command.startsWith('MAIL')), false)
  })
}

test('a server without SMTPUTF8 hears of no address beyond ASCII, and of nobody else of the message', async () => {
  fake.behaviour = { ehlo: '250-fake.test\r\n250 8BITMIME' }
  const international = submission({ recipients: ['bob@example.test', 'jörg@example.test'] })
  await assert.rejects(submit(server, ALICE, international), { failure: 'submission-failed', refusal: { name: 'addresses-international', with: { addresses: 'jörg@example.test' } } })
  assert.deepEqual(fake.commands.filter((command) => !/^(EHLO|QUIT)/.test(command)), [])
  fake.behaviour = { ehlo: '250-fake.test\r\n250 SMTPUTF8' }
  assert.equal((await submit(server, ALICE, international)).outcome, 'accepted')
  assert.ok(fake.commands.some((command) => /^MAIL .* SMTPUTF8/.test(command)))
})

test('a server that says how much it takes is asked for no more, and its size is told', async () => {
  fake.behaviour = { ehlo: '250-fake.test\r\n250 SIZE 10' }
  await assert.rejects(submit(server, ALICE, submission()), { failure: 'too-large', detail: 'Message size larger than allowed 10' })
})

test('the server is greeted while the message is still being made; of one that comes to nothing it hears nothing', async () => {
  const greeted = async (): Promise<void> => {
    while (!fake.commands.some((command) => command.startsWith('AUTH'))) await new Promise(setImmediate)
  }
  const size = greeted().then(() => CONTENT.length)
  assert.equal((await submit(server, ALICE, submission({ size }))).outcome, 'accepted')
  fake.commands.splice(0)
  const nothing = greeted().then(() => Promise.reject(new Error('disk full')))
  await assert.rejects(submit(server, ALICE, submission({ size: nothing })), { message: 'disk full' })
  assert.deepEqual(fake.commands.filter((command) => /^(MAIL|RCPT|DATA)/.test(command)), [])
})
