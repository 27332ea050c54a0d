import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { unzipSync } from 'fflate'
import { zipAttachments } from '#lib/gateway/parts/zip-attachments.ts'
import { messageHtml } from '#lib/gateway/message-html.ts'
import { openMessage } from '#lib/gateway/open-message.ts'
import { AccountWatches } from '#lib/gateway/watch-account.ts'
import { deleteMessages } from '#lib/imap/operations/delete-messages.ts'
import { copyUids } from '#lib/imap/operations/copy-messages.ts'
import { createMailbox } from '#lib/imap/operations/manage/create-mailbox.ts'
import { openPart } from '#lib/imap/operations/open-part.ts'
import { readNeighbours } from '#lib/imap/operations/read-neighbours.ts'
import { readSource } from '#lib/imap/operations/read-source.ts'
import { setOf } from '#lib/imap/same-mailbox.ts'
import { createLog } from '#lib/log/log.ts'
import type { MailboxEvent } from '#lib/mail/mailbox-event.ts'
import { writeMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import { RecordingProxy } from '../fakes/recording-proxy.ts'
import { failureOf, GatewaySite, index, letter, octetsOf, put, putLarge, type ServerUnderTest } from './site.ts'

/** Promise 5: what opening a message may cost, whatever its size. */
const OPENING_LIMIT = 256 * 1024

/** What goes over the wire between the gateway and whichever server. */
export function wireSuite(name: string, start: () => Promise<ServerUnderTest>): void {
  describe(`the wire to ${name}`, () => {
    let server: ServerUnderTest
    let proxy: RecordingProxy
    let site: GatewaySite
    before(async () => {
      server = await start()
      proxy = new RecordingProxy(server.address)
      site = new GatewaySite(await proxy.start())
    })
    after(async () => {
      site.close()
      await proxy.stop()
      await server.stop()
    })
    const alice = (signal?: AbortSignal) => site.connections(server.alice, signal)
    const frameOf = (ref: MessageRef, section: string) =>
      messageHtml(alice(), { ref, section, remoteContent: false, notices: { cut: 'cut', tangled: 'tangled', doubtfulLink: ({ leads }) => leads }, contentUrl: 'https://us.test/mail-content/', admit: () => undefined })

    test('opening a 50 MB message to read it moves under 256 KB', async () => {
      const box = await createMailbox(alice(), 'Large')
      const attachment = randomBytes(36 * 1024 * 1024).toString('base64').replace(/.{76}/g, '$&\r\n')
      const content = multipart('mixed', [
        multipartBody('alternative', [part('text/plain', 'Two lines\r\nof text.'), part('text/html', '<p>Two lines<br>of text.</p>')]),
        part('application/octet-stream; name="large.bin"', attachment, 'base64', 'attachment; filename="large.bin"'),
      ])
      assert.ok(content.length > 50_000_000)
      const ref = await putLarge(site, server.alice, box, content)
      proxy.reset()
      await index(alice(), box)
      const view = await openMessage(alice(), ref, { markSeen: true })
      const html = await frameOf(ref, view.bodies[0]?.section ?? '')
      assert.match(html, /Two lines/)
      assert.match(view.bodies[0]?.text ?? '', /Two lines\nof text/)
      assert.deepEqual(view.attachments.map(({ name: file, section }) => [file, section]), [['large.bin', '2']])
      assert.ok(proxy.received < OPENING_LIMIT, `${proxy.received} octets`)
      proxy.reset()
      const { content: stream } = await openPart(alice(), ref, '2')
      const reader = stream.getReader()
      await reader.read()
      await new Promise((resolve) => setTimeout(resolve, 300))
      assert.ok(proxy.received < 4 * 1024 * 1024, `a reader that waits holds the server back: ${proxy.received} octets`)
      await reader.cancel()
      proxy.reset()
      const whole = await octetsOf((await openPart(alice(), ref, '2')).content)
      assert.ok(commandLines(proxy.said).filter((line) => / FETCH /.test(line)).length < 60, 'a large part comes in large pieces')
      assert.equal(whole.length, 36 * 1024 * 1024)
      assert.equal(whole.toString('base64').slice(0, 76), attachment.slice(0, 76))
    })

    test('a whole message and an archive of its attachments come over two connections, octet for octet', async () => {
      const box = await createMailbox(alice(), 'Archive')
      const files = [7, 0.1, 8, 0.2].map((megabytes) => randomBytes(megabytes * 1024 * 1024))
      const content = multipart('mixed', [part('text/plain', 'See below.'), ...files.map((file, at) => part('application/octet-stream', file.toString('base64').replace(/.{76}/g, '$&\r\n'), 'base64', `attachment; filename="${at}.bin"`))])
      const ref = await putLarge(site, server.alice, box, content)
      const both: readonly (readonly [() => Promise<ReadableStream<Uint8Array>>, (octets: Buffer) => void])[] = [
        [async () => (await readSource(alice(), ref)).content, (octets) => assert.ok(octets.equals(content))],
        [() => zipAttachments(alice(), ref), (octets) => assert.deepEqual(Object.entries(unzipSync(octets)).map(([name, file]) => [name, files[Number(name[0])]?.equals(file)]), files.map((_, at) => [`${at}.bin`, true]))],
      ]
      for (const [open, check] of both) {
        proxy.reset()
        const before = proxy.connections
        check(await octetsOf(await open()))
        // It signs out, and nobody waits for that.
        while (!/^z LOGOUT/m.test(proxy.said)) await new Promise((resolve) => setImmediate(resolve))
        assert.equal(commandLines(proxy.said).filter((line) => / EXAMINE /.test(line)).length, 1)
        assert.ok(proxy.connections <= before + 2)
      }
      assert.ok(site.pool.connectionCount <= 2)
    })

    test('opening a text of many megabytes moves under 256 KB and says that it is cut', async () => {
      const box = await createMailbox(alice(), 'Long')
      const ref = await putLarge(site, server.alice, box, letter({ From: 'a@example.test', Subject: 'Long' }, 'All work and no play.\r\n'.repeat(300_000)))
      proxy.reset()
      const view = await openMessage(alice(), ref, { markSeen: true })
      assert.ok(proxy.received < OPENING_LIMIT, `${proxy.received} octets`)
      assert.equal(view.bodies[0]?.kind === 'text' && view.bodies[0].cut, true)
      assert.ok(view.notices.length > 0)
      assert.equal((await octetsOf((await readSource(alice(), ref)).content)).length, view.size)
    })

    test('a message that an index has told of is opened by one FETCH for it and one for what stands beside it; its HTML needs none', async () => {
      const box = await createMailbox(alice(), 'Told')
      await put(alice(), box, letter({ Subject: 'before' }, 'x'))
      const ref = await put(alice(), box, multipart('alternative', [part('text/plain', 'Said plainly.'), part('text/html', '<p>Said <b>richly</b>.</p>')]))
      const [untold, told] = [async () => undefined, async () => void (await index(alice(), box))]
      for (const [before, commands] of [[untold, ['UID FETCH', 'UID FETCH', 'FETCH']], [told, ['UID FETCH', 'FETCH']]] as const) {
        await before()
        proxy.reset()
        const view = await openMessage(alice(), ref, { markSeen: false })
        assert.deepEqual(commandLines(proxy.said).flatMap((line) => /^\S+ ((?:UID )?FETCH)/.exec(line)?.[1] ?? []), commands)
        assert.deepEqual([view.bodies.map(({ kind, text }) => [kind, text.trim()]), view.previous, view.next !== undefined], [[['html', 'Said plainly.']], undefined, true])
        proxy.reset()
        assert.match(await frameOf(ref, view.bodies[0]?.section ?? ''), /Said <b>richly<\/b>/)
        assert.equal(proxy.said, '', 'the frame shows what was just read')
      }
      assert.deepEqual((await index(alice(), box)).messages.map(({ htmlSection }) => htmlSection), ['2', undefined], 'its row says where it is')
      proxy.reset()
      assert.deepEqual((await openMessage(alice(), ref, { markSeen: false, prefer: 'text' })).bodies.map(({ kind, text }) => [kind, text.trim()]), [['text', 'Said plainly.']])
      assert.doesNotMatch(proxy.said, /BODY\.PEEK\[2\]/, 'whoever wants the text alone is not sent the HTML')
    })

    test('a frame that is asked for while its message is being read waits for it, and opens no connection of its own', async () => {
      const box = await createMailbox(alice(), 'Meanwhile')
      const ref = await put(alice(), box, multipart('alternative', [part('text/plain', 'Plain.'), part('text/html', '<p>Meanwhile.</p>')]))
      await index(alice(), box)
      proxy.reset()
      const [view, html] = await Promise.all([openMessage(alice(), ref, { markSeen: false }), frameOf(ref, '2')])
      assert.equal(view.bodies[0]?.section, '2')
      assert.match(html, /Meanwhile/)
      assert.equal(commandLines(proxy.said).filter((line) => / FETCH /.test(line)).length, 2)
    })

    test('what stands beside a message is right although another one went while it was opened', async () => {
      const box = await createMailbox(alice(), 'Going')
      const refs: MessageRef[] = []
      for (const subject of ['a', 'b', 'c', 'd']) refs.push(await put(alice(), box, letter({ Subject: subject }, 'x')))
      const [gone, before, shown, after] = refs
      assert.ok(gone && before && shown && after)
      const [{ previous, next }] = [await openMessage(alice(), shown, { markSeen: false })]
      assert.deepEqual([previous, next], [writeMessageId(after), writeMessageId(before)])
      await deleteMessages(alice(), setOf(gone))
      // It was the third when it was read.
      const beside = await alice().use(box, (client) => readNeighbours(client, alice(), { ref: shown, sequence: 3 }, { sort: 'arrival', reverse: true, search: '' }))
      assert.deepEqual(beside, { previous, next })
    })

    test('what people type never becomes a command', async () => {
      const box = await createMailbox(alice(), 'Injection')
      await put(alice(), box, letter({ Subject: 'x' }, 'x'))
      await index(alice(), box, { search: 'warm' })
      for (const typed of ['x\r\nEVIL1 DELETE INBOX', 'x"\r\nEVIL2 LOGOUT\r\n', '{10}\r\nEVIL3 NOOP', 'ä\r\nEVIL4 NOOP', '"x" EVIL5', 'x\u2028EVIL6']) {
        proxy.reset()
        await index(alice(), box, { search: typed })
        await index(alice(), box, { search: typed, sort: 'date' })
        await failureOf(createMailbox(alice(), typed))
        await failureOf(index(alice(), typed))
        for (const line of commandLines(proxy.said)) assert.doesNotMatch(line, /^EVIL/, JSON.stringify(typed))
        for (const line of commandLines(proxy.said)) assert.match(line, /^[0-9A-F]+ [A-Z ]+/, `no stray line: ${JSON.stringify(line)}`)
      }
      assert.equal((await index(alice(), box)).total, 1)
    })

    test('a search that finds thousands moves what is shown of it, by arrival and sorted', async () => {
      const box = await createMailbox(alice(), 'Thousands')
      for (const subject of ['needle', 'hay']) await put(alice(), box, letter({ Subject: subject }, 'x'))
      for (let doubled = 0; doubled < 11; doubled++) await alice().use(box, (client) => copyUids(client, '1:*', box))
      for (const order of [{ sort: 'arrival', reverse: true }, { sort: 'arrival', reverse: false }, { sort: 'subject', reverse: true }] as const) {
        proxy.reset()
        const { total, messages } = await index(alice(), box, { ...order, search: 'needle', pageSize: 10 })
        assert.deepEqual([total, messages.length, new Set(messages.map(({ subject }) => subject)).size], [2048, 10, 1])
        assert.match(proxy.said, /[ (]PARTIAL /)
        assert.ok(proxy.received < 16 * 1024, `${proxy.received} octets`)
      }
    })

    test('a connection that the server closed while it was idle is replaced without anybody noticing', async () => {
      const box = await createMailbox(alice(), 'Cut')
      await index(alice(), box)
      const before = proxy.connections
      proxy.cut()
      assert.equal((await index(alice(), box)).total, 0)
      assert.ok(proxy.connections > before)
    })

    test('an abandoned download closes its connection and harms nobody else', async () => {
      const box = await createMailbox(alice(), 'Abandoned')
      const ref = await putLarge(site, server.alice, box, letter({ Subject: 'Long' }, 'x'.repeat(4 * 1024 * 1024)))
      const request = new AbortController()
      const { content } = await openPart(alice(request.signal), ref, '1')
      const reader = content.getReader()
      await reader.read()
      request.abort()
      await assert.rejects(async () => {
        for (;;) if ((await reader.read()).done) return
      })
      assert.equal((await index(alice(), box)).total, 1)
    })

    test('fifty requests at once share five connections', async () => {
      const box = await createMailbox(alice(), 'Crowd')
      await put(alice(), box, letter({ Subject: 'one' }, 'x'))
      const pages = await Promise.all(Array.from({ length: 50 }, (_, at) => index(alice(), box, { pageSize: at + 1 })))
      assert.ok(pages.every(({ total }) => total === 1))
      assert.ok(site.pool.connectionCount <= 5)
    })

    test('a watch tells of a message that arrives, one that goes, and other mailboxes keep their own', { timeout: 20_000 }, async () => {
      const box = await createMailbox(alice(), 'Watched')
      const watches = new AccountWatches(createLog('error'))
      const events = new Events()
      const watched = { account: alice().key, open: (signal: AbortSignal) => alice(signal) }
      const leave = watches.listen(watched, box, (event) => events.add(event))
      await events.next((event) => event.kind === 'watching' && event.mailbox === box)
      await put(alice(), box, letter({ Subject: 'New' }, 'x'))
      await events.next((event) => event.kind === 'mailbox-changed' && event.mailbox === box && event.change === 'arrived')
      leave()
      assert.equal(watches.count, 0)
    })
  })
}

/** The lines that begin a command: what a literal holds is none of them. */
function commandLines(said: string): readonly string[] {
  const lines: string[] = []
  for (let at = 0; at < said.length; ) {
    const end = said.indexOf('\r\n', at)
    if (end === -1) return [...lines, said.slice(at)]
    let line = said.slice(at, end)
    at = end + 2
    for (let literal = /\{(\d+)\+?\}$/.exec(line); literal; literal = /\{(\d+)\+?\}$/.exec(line)) {
      at += Number(literal[1])
      const next = said.indexOf('\r\n', at)
      line = `${line.slice(0, literal.index)} literal${said.slice(at, next)}`
      at = next + 2
    }
    lines.push(line)
  }
  return lines
}

const BOUNDARY = '=_boundary'

function multipart(subtype: string, parts: readonly string[]): Buffer {
  return Buffer.from(`From: a@example.test\r\nSubject: Large\r\nMIME-Version: 1.0\r\n${multipartBody(subtype, parts)}`)
}

function multipartBody(subtype: string, parts: readonly string[]): string {
  const boundary = `${BOUNDARY}_${subtype}`
  return `Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n\r\n${parts.map((body) => `--${boundary}\r\n${body}\r\n`).join('')}--${boundary}--\r\n`
}

function part(type: string, body: string, encoding = '7bit', disposition = ''): string {
  return `Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n${disposition === '' ? '' : `Content-Disposition: ${disposition}\r\n`}\r\n${body}`
}

/** Events as they come; one that came before it is asked for is not missed. */
class Events {
  readonly #came: MailboxEvent[] = []
  #ring: (() => void) | undefined

  add(event: MailboxEvent): void {
    this.#came.push(event)
    this.#ring?.()
  }

  async next(matches: (event: MailboxEvent) => boolean): Promise<MailboxEvent> {
    for (;;) {
      const at = this.#came.findIndex(matches)
      const found = this.#came[at]
      if (found) {
        this.#came.splice(0, at + 1)
        return found
      }
      await new Promise<void>((resolve) => (this.#ring = resolve))
    }
  }
}
