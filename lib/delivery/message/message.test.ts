import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { fieldValue, headerLength, joinHeader, splitHeader } from './header-lines.ts'
import { spoolMessage, SpoolRoom, type SpooledMessage, type SpoolProblem } from './spool.ts'
import { authorAddresses, completeHeader } from './submitted-header.ts'

let directory: string
before(async () => { directory = await mkdtemp(join(tmpdir(), 'postern-spool-')) })
after(() => rm(directory, { recursive: true, force: true }))

async function* chunks(...list: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* list
}

const spooled = (stream: AsyncIterable<Uint8Array>, limit: number, room = new SpoolRoom()): Promise<SpooledMessage> => spoolMessage(stream, { directory, room, limit })

async function collect(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of content) all.push(chunk)
  return Buffer.concat(all)
}

describe('spool', () => {
  it('gives back what came, from any offset, in memory or on disk', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 90_000 }), { maxLength: 4 }), fc.nat(200_000), fc.nat(200_000), async (parts, start, size) => {
      const whole = Buffer.concat([Buffer.from('A: b\r\n\r\n'), ...parts])
      const message = await spooled(chunks(Buffer.from('A: b\r\n\r\n'), ...parts), 1_000_000, new SpoolRoom(size))
      assert.equal(message.size, whole.length)
      assert.ok((await collect(message.content(start))).equals(whole.subarray(start)))
      assert.ok((await collect(message.content(0))).equals(whole))
      assert.equal(message.header.toString(), 'A: b\r\n\r\n')
      await message.discard()
    }), { numRuns: 30 })
  })

  it('shares the memory of the server with others, and goes to the disk where that does not suffice', async () => {
    const room = new SpoolRoom(1_000_000)
    const octets = Buffer.concat([Buffer.from('A: b\r\n\r\n'), Buffer.alloc(700_000, 97)])
    const sent = (): AsyncGenerator<Uint8Array> => chunks(...Array.from({ length: 71 }, (_, at) => octets.subarray(at * 10_000, at * 10_000 + 10_000)))
    const [first, second] = [await spooled(sent(), 1_000_000, room), await spooled(sent(), 1_000_000, room)]
    assert.ok(room.left < 500_000, 'the first one took its share, and the second gave back what did not suffice')
    for (const message of [first, second]) assert.ok((await collect(message.content(0))).equals(octets))
    await second.discard()
    await first.discard()
    assert.equal(room.left, 1_000_000)
  })

  it('counts many small chunks as what they take', async () => {
    const room = new SpoolRoom(1_000_000)
    async function* crumbs(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('A: b\r\n\r\n')
      for (let at = 0; at < 20_000; at++) yield Buffer.from('x')
    }
    const message = await spooled(crumbs(), 1_000_000, room)
    assert.equal(room.left, 1_000_000)
    assert.equal((await collect(message.content(0))).length, 20_008)
    await message.discard()
  })

  it('leaves no file behind, not even while it is read', async () => {
    const message = await spooled(chunks(Buffer.alloc(500_000, 97)), 1_000_000, new SpoolRoom(0))
    assert.deepEqual(await readdir(directory), [])
    assert.equal((await collect(message.content(0))).length, 500_000)
    await message.discard()
  })

  it('takes exactly the limit and refuses one octet more, after reading all of it', async () => {
    let read = 0
    async function* counted(size: number): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < size; at += 100) yield (read += Math.min(100, size - at), Buffer.alloc(Math.min(100, size - at), 120))
    }
    await (await spooled(counted(1000), 1000)).discard()
    read = 0
    await assert.rejects(spooled(counted(1001), 1000), (error: SpoolProblem) => error.kind === 'too-large')
    assert.equal(read, 1001)
  })

  it('refuses a header that does not end', async () => {
    const endless = Buffer.from('X: y\r\n'.repeat(200_000))
    await assert.rejects(spooled(chunks(endless), 10_000_000), (error: SpoolProblem) => error.kind === 'header-too-large')
  })

  it('tells a stream that broke off', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('Subject: x')
      throw new Error('gone')
    }
    await assert.rejects(spooled(broken(), 1000), (error: SpoolProblem) => error.kind === 'cut-off')
  })
})

describe('header lines', () => {
  for (const [text, length] of [
    ['A: b\r\n\r\nbody', 8],
    ['A: b\n\nbody', 6],
    ['A: b\r\n\nbody', 7],
    ['\r\nbody', 0],
    ['no header at all\r\n\r\n', 0],
    ['From me@x Mon\r\nA: b\r\n\r\nbody', 23],
    ['A: b\r\n', undefined],
  ] as const) {
    it(`end of ${JSON.stringify(text)}: ${length}`, () => assert.equal(headerLength(Buffer.from(text)), length))
  }

  it('keeps every octet of lines that are not edited', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('A: b\r\n', ' folded\r\n', '\tx\n', 'junk\r\n', 'X-\xe9: \xff\r\n', 'To : a\r\n'), { minLength: 1 }), (lines) => {
      const text = lines.join('')
      assert.equal(joinHeader(splitHeader(Buffer.from(text, 'latin1'))).toString('latin1'), `${text}\r\n`)
    }))
  })

  it('unfolds a value as UTF-8', () => {
    assert.equal(fieldValue({ name: 'subject', raw: Buffer.from('Subject: grü\r\n\tße\r\n').toString('latin1') }), 'grü\tße')
  })
})

describe('submitted header', () => {
  const added = { date: new Date(0), messageId: 'id@example.test' }
  it('removes hidden recipients with their folded lines, whatever their case', () => {
    const header = Buffer.from('To: a@x\r\nBCC : b@x,\r\n c@x\r\nResent-Bcc: d@x\r\nDate: today\r\nMessage-ID: <1@x>\r\n\r\n')
    assert.equal(completeHeader(header, added).toString(), 'To: a@x\r\nDate: today\r\nMessage-ID: <1@x>\r\n\r\n')
  })
  it('is the same octets when nothing is missing', () => {
    const header = Buffer.from('Date: today\r\nMessage-ID: <1@x>\r\n\r\n')
    assert.equal(completeHeader(header, added), header)
  })
  for (const [value, addresses] of [
    ['alice@example.test', ['alice@example.test']],
    ['Alice <alice@example.test>, "Bob, B." <bob@example.test>', ['alice@example.test', 'bob@example.test']],
    ['"bob@example.test" <alice@example.test>', ['alice@example.test']],
    ['alice@example.test (bob@example.test)', ['alice@example.test']],
    ['"<alice@example.test>" <bob@example.test>', ['bob@example.test']],
    ['Group: a@x, b@x;', ['a@x', 'b@x']],
  ] as const) {
    it(`authors of ${value}`, () => assert.deepEqual(authorAddresses(Buffer.from(`From: ${value}\r\n\r\n`)), addresses))
  }
})
