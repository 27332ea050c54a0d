import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { deliverPart } from '#lib/gateway/deliver-part.ts'
import { messageHtml } from '#lib/gateway/message-html.ts'
import { openMessage } from '#lib/gateway/open-message.ts'
import { createMailbox } from '#lib/imap/operations/manage/create-mailbox.ts'
import { readSource } from '#lib/imap/operations/read-source.ts'
import { type GatewaySite, index, octetsOf, put, putLarge, type ServerUnderTest, siteForSuite } from './site.ts'

const CORPUS = path.join(import.meta.dirname, '../fixtures/corpus')
const SMALL = 200 * 1024

/** Real messages from public collections, with CRLF as they come through a mail server. */
function corpus(): readonly (readonly [name: string, content: Buffer])[] {
  return globSync('**/*', { cwd: CORPUS, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(LICEN[CS]E|README|SOURCE)/i.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [path.relative(CORPUS, file), withCrLf(readFileSync(file))] as const)
    .filter(([, content]) => content.length > 0)
}

function withCrLf(octets: Buffer): Buffer {
  // NUL cannot stand in a message on the wire (RFC 9051 §9).
  return Buffer.from(octets.toString('latin1').replaceAll('\0', '').replace(/\r?\n|\r/g, '\r\n'), 'latin1')
}

/** True when the source holds a word that a reader would expect to see: some letters in a body that is not all encoded. */
function hasText(view: { attachments: readonly unknown[] }, content: Buffer): boolean {
  const end = content.indexOf('\r\n\r\n')
  const body = end === -1 ? '' : content.subarray(end + 4).toString('latin1')
  return view.attachments.length === 0 && /[A-Za-z]{3}/.test(body.replace(/^--.*$/gm, '').replace(/^content-.*(?:\r\n[ \t].*)*$/gim, ''))
}

/** Every message of the corpus is listed, opened, drawn and downloaded. */
export function corpusSuite(name: string, start: () => Promise<ServerUnderTest>): void {
  describe(`real messages on ${name}`, () => {
    let server: ServerUnderTest
    let site: GatewaySite
    siteForSuite(start, (started) => ({ server, site } = started))

    test('each one opens with its text, and comes back octet for octet', async () => {
      const messages = corpus()
      assert.ok(messages.length > 50, 'the corpus is there')
      const connections = site.connections(server.alice)
      const box = await createMailbox(connections, 'Corpus')
      for (const [file, content] of messages) {
        const ref = content.length < SMALL ? await put(connections, box, content) : await putLarge(site, server.alice, box, content)
        const view = await openMessage(connections, ref, { markSeen: false })
        const asText = await openMessage(connections, ref, { markSeen: false, prefer: 'text' })
        const shown = view.bodies.map(({ text }) => text).join('')
        if (hasText(view, content)) assert.ok(shown.trim() !== '' || view.bodies.some(({ kind }) => kind === 'html'), `${file}: an empty view`)
        assert.ok(asText.bodies.every(({ kind }) => kind === 'text'), file)
        for (const { section } of view.bodies.filter(({ kind }) => kind === 'html')) {
          const html = await messageHtml(connections, { ref, section, remoteContent: true, notices: { cut: 'cut', tangled: 'tangled', doubtfulLink: ({ leads }) => leads }, contentUrl: 'https://us.test/mail-content/', admit: () => undefined })
          assert.doesNotMatch(html, /<script|javascript:|onerror=/i, file)
        }
        for (const { section } of view.attachments) {
          for (const wanted of ['inline', 'attachment'] as const) await octetsOf((await deliverPart(connections, { ref, section }, wanted)).content)
        }
        assert.deepEqual(await octetsOf((await readSource(connections, ref)).content), content, file)
      }
      for (const sort of ['arrival', 'date', 'from', 'subject', 'size'] as const) {
        const page = await index(connections, box, { sort, pageSize: messages.length })
        assert.equal(page.messages.length, messages.length, sort)
        for (const { id, date } of page.messages) assert.ok(!Number.isNaN(Date.parse(date)), id)
      }
    })
  })
}
