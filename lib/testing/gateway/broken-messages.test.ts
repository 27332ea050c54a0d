import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { messageHtml } from '#lib/gateway/message-html.ts'
import { openMessage } from '#lib/gateway/open-message.ts'
import { createMailbox } from '#lib/imap/operations/manage/create-mailbox.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { brokenMessage, VISIBLE } from '../corpus/arbitrary-message.ts'
import { startEmbedded } from './embedded-server.ts'
import { type GatewaySite, put, type ServerUnderTest, siteForSuite } from './site.ts'

/** Messages of one run; each run draws others. */
const MESSAGES = 200

/** Each showed nothing once. */
const FOUND: Readonly<Record<string, string>> = {
  'a text without a blank line before it': 'Subject: a\r\nContent-Type: text/plain\r\nVisible words.\r\n',
  'line ends of CR alone': 'Subject: a\rContent-Type: text/plain\r\rVisible words.\r',
  'an unknown type of text in uuencode that never begins': 'Content-Type: text/rfc822\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nVisible words.\r\n',
}

describe('messages that were written with mistakes', () => {
  let server: ServerUnderTest
  let site: GatewaySite
  siteForSuite(startEmbedded, (started) => ({ server, site } = started))

  for (const [name, content] of Object.entries(FOUND)) {
    test(`${name}: it is shown`, async () => {
      const connections = site.connections(server.alice)
      const view = await openMessage(connections, await put(connections, 'INBOX', Buffer.from(content)), { markSeen: false })
      assert.ok(view.bodies.some(({ text }) => text.includes(VISIBLE)))
    })
  }

  test('of a message that is one picture of its HTML, who reads text alone has the picture', async () => {
    const connections = site.connections(server.alice)
    const related = (html: string): Buffer => Buffer.from(`Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n${html}<img src="cid:p@x">\r\n--b\r\nContent-Type: image/png; name=p.png\r\nContent-ID: <p@x>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n`)
    const filesOf = async (content: Buffer) => (await openMessage(connections, await put(connections, 'INBOX', content), { markSeen: false, prefer: 'text' })).attachments.map(({ section, name }) => [section, name])
    assert.deepEqual(await filesOf(related('')), [['2', 'p.png']])
    assert.deepEqual(await filesOf(related('Visible words.')), [])
  })

  test('each one opens, and shows something where there is text', { timeout: 300_000 }, async () => {
    const connections = site.connections(server.alice)
    const mailbox = await createMailbox(connections, 'Broken')
    await fc.assert(
      fc.asyncProperty(brokenMessage, async (content) => {
        const ref = await put(connections, mailbox, content)
        const view = await openMessage(connections, ref, { markSeen: false })
        const asText = await openMessage(connections, ref, { markSeen: false, prefer: 'text' })
        assert.ok(asText.bodies.every(({ kind }) => kind === 'text'))
        const drawn: string[] = []
        for (const { section } of view.bodies.filter(({ kind }) => kind === 'html')) {
          drawn.push(await messageHtml(connections, { ref, section, remoteContent: false, notices: { cut: '', tangled: '', doubtfulLink: ({ leads }) => leads }, contentUrl: 'https://us.test/mail-content/', admit: () => undefined }))
        }
        if (!content.includes(VISIBLE)) return
        assert.ok(showsSomething(view) && showsSomething(asText), 'an empty view')
        for (const document of drawn) assert.match(document, /<body>[^]*[\p{L}\p{N}]/u, 'an empty document')
      }),
      { numRuns: MESSAGES },
    )
  })
})

/** Text, or parts that can be opened. */
function showsSomething({ bodies, attachments }: MessageView): boolean {
  return attachments.length > 0 || bodies.some(({ text }) => text.trim() !== '')
}
