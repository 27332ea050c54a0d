import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryGrowth } from '#lib/cli/bench/process-memory.ts'
import { endServe, readyLine, spawnServe } from '../processes/serve-child.ts'
import { addSoleUser } from '../processes/sole-user.ts'
import { LargeMessage } from './large-message.ts'
import { StreamingClient } from './streaming-client.ts'

const MIB = 1024 * 1024

interface Ready {
  readonly pids: { readonly mail: number }
  readonly services: { readonly imap: { readonly port: number }; readonly lmtp: { readonly port: number } }
}

/** How far the server's resident memory grew above what it had before all of it, in MiB; and how long each step took, in seconds. */
export interface Passage {
  readonly growth: number
  readonly steps: readonly { readonly what: string; readonly seconds: number; readonly growth: number }[]
}

/**
 * Passes a message of some `octets` through a mail server of its own: APPEND, FETCH of the whole, of a part and of pieces, COPY, SEARCH of its header,
 * and LMTP. Throws when an octet is another one afterwards.
 */
export async function passLargeMessage(octets: number): Promise<Passage> {
  const data = await mkdtemp(join(tmpdir(), 'postern-large-'))
  await addSoleUser(data)
  const child = spawnServe(['mail'], data, { POSTERN_LIMITS_MESSAGE_SIZE: String(2 * octets + MIB) })
  child.stderr.resume()
  try {
    const { pids, services } = (await readyLine(child)) as Ready
    const client = await StreamingClient.open(services.imap.port)
    await client.ask('a LOGIN ann secret', 'a OK')
    // What every first message of a fresh process costs is not the large one's.
    for (const step of steps(client, services.lmtp.port, new LargeMessage(4 * MIB))) await step.work()
    await client.ask('a UID STORE 1:* +FLAGS.SILENT (\\Deleted)', 'a OK')
    await client.ask('a EXPUNGE', 'a OK')
    const taken: Passage['steps'][number][] = []
    const growth = await memoryGrowth(pids.mail, async () => {
      for (const { what, work } of steps(client, services.lmtp.port, new LargeMessage(octets))) {
        const begun = performance.now()
        const grown = await memoryGrowth(pids.mail, work)
        taken.push({ what, seconds: (performance.now() - begun) / 1000, growth: grown })
      }
    })
    client.close()
    return { growth, steps: taken }
  } finally {
    await endServe(child)
    await rm(data, { recursive: true, force: true })
  }
}

function steps(client: StreamingClient, lmtp: number, message: LargeMessage): readonly { readonly what: string; readonly work: () => Promise<void> }[] {
  const whole = { size: message.size, digest: message.digest() }
  const first = Buffer.concat([...message.pieces()].slice(0, 5))
  return [
    {
      what: 'APPEND',
      work: async () => {
        await client.ask(`a APPEND INBOX {${message.size}}`, '+ ')
        await client.send(message.pieces())
        await client.ask('', 'a OK')
        await client.ask('a SELECT INBOX', 'a OK')
      },
    },
    { what: 'FETCH BODY[]', work: async () => assert.deepEqual(await client.literal('FETCH * BODY.PEEK[]'), whole) },
    {
      what: 'FETCH of pieces',
      work: async () => {
        for (const at of [0, 77, MIB]) assert.deepEqual(await client.literal(`FETCH * BODY.PEEK[]<${at}.${65_536}>`), digested(first.subarray(at, at + 65_536)))
        assert.equal((await client.literal(`FETCH * BODY.PEEK[]<${message.size - 5}.1000>`)).size, 5)
        assert.ok((await client.literal('FETCH * BODY.PEEK[2]')).size > message.size - 1000)
        assert.ok((await client.literal('FETCH * BINARY.PEEK[2]')).size > (message.size * 57) / 80)
      },
    },
    { what: 'FETCH of what is kept beside it', work: async () => void (await client.ask('a FETCH * (UID FLAGS ENVELOPE BODYSTRUCTURE RFC822.SIZE PREVIEW)', 'a OK')) },
    // The thread of the search index begins with the first of these, not with a large message.
    { what: 'SEARCH', work: async () => void (await client.ask('a UID SEARCH SUBJECT lighthouse', 'a OK')) },
    { what: 'COPY', work: async () => void (await client.ask('a COPY * INBOX', 'a OK')) },
    {
      what: 'LMTP',
      work: async () => {
        const sender = await StreamingClient.open(lmtp)
        for (const [line, answer] of [['LHLO here', '250 '], ['MAIL FROM:<a@localhost>', '250 '], ['RCPT TO:<ann@localhost>', '250 '], ['DATA', '354 ']] as const) await sender.ask(line, answer)
        await sender.send(message.pieces())
        await sender.ask('.', '250 ')
        sender.close()
        await client.ask('a NOOP', 'a OK')
        assert.ok((await client.literal('FETCH * BODY.PEEK[]')).size > message.size)
      },
    },
  ]
}

function digested(octets: Buffer): { readonly size: number; readonly digest: string } {
  return { size: octets.length, digest: createHash('sha256').update(octets).digest('hex') }
}

if (import.meta.main) {
  const { growth, steps: taken } = await passLargeMessage(Number(process.argv[2] ?? 1024) * MIB)
  for (const step of taken) console.log(`${step.what}: ${step.seconds.toFixed(1)} s, ${step.growth.toFixed(0)} MiB`)
  console.log(`memory grew by ${growth.toFixed(0)} MiB in all`)
  process.exitCode = growth < 64 ? 0 : 1
}
