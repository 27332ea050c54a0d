import assert from 'node:assert/strict'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { after, before, test } from 'node:test'
import { composeOutgoing } from '#lib/composition/message/compose-message.ts'
import { appendOn } from '#lib/imap/append/append-connection.ts'
import { submit } from '#lib/smtp/submit.ts'
import { SubmissionServer } from '#lib/testing/fakes/submission-server.ts'
import { startImapFixture, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { startWritingFixture, type WritingFixture } from '#lib/testing/writing-fixture.ts'
import { attachFile } from './attach-file.ts'
import { startComposition } from './begin/start-composition.ts'
import { saveComposition } from './save-composition.ts'

const SIZE = 200_000_000
/** What may be added while 270 MB of message pass through: buffers of streams, and garbage until it is collected. Held once, it would be 270. */
const GROWTH = 160 * 1024 * 1024

let imap: ImapFixture
let site: WritingFixture
before(async () => {
  imap = await startImapFixture()
  site = await startWritingFixture({ imap: { host: '127.0.0.1', port: imap.port, tls: 'none', verify: true }, messageSize: 400_000_000 })
})
after(async () => {
  await site.close()
  await imap.close()
})

async function* large(): AsyncGenerator<Uint8Array> {
  const piece = Buffer.alloc(64 * 1024, 'postern ')
  for (let left = SIZE; left > 0; left -= piece.length) yield left < piece.length ? piece.subarray(0, left) : piece
}

/** Says yes to everything and forgets what it hears: what a test of our own memory needs of a server. */
async function forgetfulServer(): Promise<{ readonly server: Server; readonly heard: () => number; readonly port: number }> {
  let heard = 0
  const server = createServer((socket) => {
    let literal = 0
    socket.on('error', () => undefined) // the client has what it came for
    socket.write('* OK ready\r\n')
    socket.on('data', (chunk) => {
      heard += chunk.length
      if (literal > 0) {
        literal -= chunk.length
        if (literal <= 0) socket.write('p4 OK [APPENDUID 1 1] done\r\n')
        return
      }
      for (const line of chunk.toString().split('\r\n').filter((text) => text !== '')) {
        const [tag, verb] = line.split(' ')
        const size = /\{([0-9]+)\}$/.exec(line)?.[1]
        if (verb === 'CAPABILITY') socket.write(`* CAPABILITY IMAP4rev1\r\n${tag} OK done\r\n`)
        else if (size !== undefined) {
          literal = Number(size) + 2
          socket.write('+ go on\r\n')
        } else socket.write(`${tag} OK done\r\n`)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, heard: () => heard, port: (server.address() as AddressInfo).port }
}

test('200 MB go through the spool, the builder, submission and append without being held', async () => {
  const submissions = new SubmissionServer()
  submissions.keepContent = false
  const port = await submissions.listen()
  const forgetful = await forgetfulServer()
  const { writer } = site
  const { writing } = writer
  const begun = await startComposition(writer, { kind: 'new' })
  await saveComposition(writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', body: 'large' })
  globalThis.gc?.()
  const atFirst = process.memoryUsage.rss()
  let highest = atFirst
  const timer = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 20)
  try {
    const kept = await attachFile(writer, begun.id, { name: 'large.bin', mediaType: 'application/octet-stream', content: large() })
    const outgoing = composeOutgoing(kept, { spool: writing.spool, userAgent: 'x', date: new Date() })
    const message = await writing.spool.write(outgoing.content)
    const content = () => writing.spool.read(message.id)
    const address = { host: '127.0.0.1', tls: 'none', verify: true } as const
    const credentials = { user: 'alice', password: 'postern-alice' }
    const sent = await submit({ ...address, port }, credentials, { from: outgoing.from, recipients: outgoing.recipients, size: message.size, eightBit: false, content })
    assert.equal(sent.outcome, 'accepted')
    await appendOn({ server: { ...address, port: forgetful.port }, credentials }, new AbortController().signal, 'Sent', { size: message.size, content, flags: ['\\Seen'] })
    assert.ok(message.size > SIZE && forgetful.heard() > message.size)
    assert.ok(highest - atFirst < GROWTH, `grew by ${Math.round((highest - atFirst) / 1024 / 1024)} MiB`)
  } finally {
    clearInterval(timer)
    await submissions.close()
    await new Promise((resolve) => forgetful.server.close(resolve))
  }
})
