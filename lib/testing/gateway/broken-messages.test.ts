import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { messageHtml } from '#lib/gateway/message-html.ts'
import { openMessage } from '#lib/gateway/open-message.ts'
import { fetchIndexPage } from '#lib/imap/operations/fetch-index-page.ts'
import { createMailbox } from '#lib/imap/operations/manage/create-mailbox.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { brokenMessage, VISIBLE } from '../corpus/arbitrary-message.ts'
import { writeTnef } from '../parsing/write-tnef.ts'
import { startEmbedded } from './embedded-server.ts'
import { type GatewaySite, put, putLarge, type ServerUnderTest, siteForSuite } from './site.ts'

/** Messages of one run; each run draws others. */
const MESSAGES = 200

/** Each showed nothing once. */
const FOUND: Readonly<Record<string, string>> = {
  'a text without a blank line before it': 'Subject: a\r\nContent-Type: text/plain\r\nVisible words.\r\n',
  'line ends of CR alone': 'Subject: a\rContent-Type: text/plain\r\rVisible words.\r',
  'HTML that says something in a comment alone': 'Content-Type: text/html\r\n\r\n<html><body><!-- Visible words. --></body></html>\r\n',
  'HTML that has nothing but a title': 'Content-Type: text/html\r\n\r\n<html><head><title>Visible words.</title></head><body></body></html>\r\n',
  'HTML in CDATA': 'Content-Type: text/html\r\n\r\n<p><![CDATA[Visible words.]]></p>\r\n',
  'a blank HTML beside the plain text': 'Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nVisible words.\r\n--b\r\nContent-Type: text/html\r\n\r\n<html><head><style>p{margin:0}</style></head><body><p>&nbsp;</p></body></html>\r\n--b--\r\n',
  'the HTML behind its picture': 'Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <p@x>\r\n\r\nx\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Visible words.<img src="cid:p@x">\r\n--b--\r\n--a\r\n\r\nA footer.\r\n--a--\r\n',
  'the text of Outlook in its winmail.dat alone': `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\r\n--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n${writeTnef([], [[0x1000, 0x1f, Buffer.from('Visible words.\\0', 'utf16le')]]).toString('base64')}\r\n--b--\r\n`,
  'its HTML there': `Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n${writeTnef([{ title: 'a.bin', content: Buffer.from('x') }], [[0x1013, 0x102, Buffer.from('<p>Visible words.</p>')]]).toString('base64')}\r\n`,
  'words where base64 is promised': 'Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nVisible words. They are no base64.\r\n',
  'HTML where base64 is promised': 'Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n<p class=x>Visible words.</p>\r\n',
  'a type of content that is none': 'Content-Type: plain/text\r\n\r\nVisible words.\r\n',
  'a type of content that is a word': 'Content-Type: html\r\n\r\n<p>Visible words.\r\n',
  'an unknown type of text in uuencode that never begins': 'Content-Type: text/rfc822\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nVisible words.\r\n',
}

describe('messages that were written with mistakes', () => {
  let server: ServerUnderTest
  let site: GatewaySite
  siteForSuite(startEmbedded, (started) => ({ server, site } = started))
  const drawnOf = (ref: MessageRef, section: string): Promise<string> =>
    messageHtml(site.connections(server.alice), { ref, section, remoteContent: false, notices: { cut: '', tangled: '', doubtfulLink: ({ leads }) => leads }, contentUrl: 'https://us.test/mail-content/', admit: () => undefined })

  for (const [name, content] of Object.entries(FOUND)) {
    test(`${name}: it is shown`, async () => {
      const connections = site.connections(server.alice)
      const ref = await put(connections, 'INBOX', Buffer.from(content))
      const view = await openMessage(connections, ref, { markSeen: false })
      assert.ok(view.bodies.some(({ text }) => text.includes(VISIBLE)))
      for (const { section } of view.bodies.filter(({ kind }) => kind === 'html')) assert.ok((await drawnOf(ref, section)).includes(VISIBLE))
    })
  }

  const related = (html: string, ...others: readonly string[]): string => `Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n${html}\r\n${others.map((other) => `--b\r\n${other}\r\n`).join('')}--b--\r\n`
  const picture = 'Content-Type: image/png\r\nContent-ID: <p@x>\r\n\r\nx'
  const texts = Array.from({ length: 102 }, (_, at) => `--b\r\n\r\nText ${at + 1}`)
  const REACHED: Readonly<Record<string, readonly [content: string, attachments: readonly string[]]>> = {
    'a text beside the root of related parts': [related('<p>Visible words.', 'Content-Type: text/plain\r\n\r\nMore.'), ['2']],
    'a picture that the HTML does not name': [related('<p>Visible words.', picture), ['2']],
    'a picture that the HTML names is shown there': [related('<p>Visible words.<img src="cid:p@x">', picture), []],
    'a picture whose name is written with escapes': [related('<p>Visible words.<img src="cid:p%40x">', picture), []],
    'more texts than are shown': [`Content-Type: multipart/mixed; boundary=b\r\n\r\n${texts.join('\r\n')}\r\n--b--\r\n`, ['101', '102']],
    'an invitation alone': ['Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n', ['1']],
  }
  for (const [name, [content, sections]] of Object.entries(REACHED)) {
    test(`nothing is out of reach: ${name}`, async () => {
      const connections = site.connections(server.alice)
      const { attachments } = await openMessage(connections, await put(connections, 'INBOX', Buffer.from(content)), { markSeen: false })
      assert.deepEqual(attachments.map(({ section }) => section), sections)
    })
  }

  test('a text that there was no room for is a file to open, and what is shown says that there is more', async () => {
    const connections = site.connections(server.alice)
    const texts = ['One', 'Two', 'Three'].map((word) => `--b\r\n\r\n${`${word} `.repeat(30_000)}\r\n`)
    const ref = await putLarge(site, server.alice, 'INBOX', Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${texts.join('')}--b--\r\n`))
    const { bodies, attachments, notices } = await openMessage(connections, ref, { markSeen: false })
    assert.deepEqual([bodies.map(({ text }) => text.slice(0, 3)), attachments.map(({ section }) => section), notices], [['One', 'Two'], ['3'], ['text-cut']])
  })

  test('a header of undeclared octets is read by the charset of the text, in the index as in the message', async () => {
    const connections = site.connections(server.alice)
    const mailbox = await createMailbox(connections, 'Undeclared')
    const subject = Buffer.from([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4]).toString('latin1')
    const content = Buffer.from(`From: ${subject} <b@x.test>\r\nSubject: ${subject}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\nText\r\n--b--\r\n`, 'latin1')
    const view = await openMessage(connections, await put(connections, mailbox, content), { markSeen: false })
    const [row] = (await fetchIndexPage(connections, { mailbox, page: 1, pageSize: 10, sort: 'arrival', reverse: true, search: '' })).messages
    for (const { subject, from } of [view, view.envelope, row ?? assert.fail('no row')]) assert.deepEqual([subject, from[0]?.name], ['Привет', 'Привет'])
  })

  test('who, to whom, when and about what are found behind any wall of other fields', async () => {
    const connections = site.connections(server.alice)
    const wall = `X-Wall: ${'a'.repeat(900)}\r\n`.repeat(100)
    const view = await openMessage(connections, await put(connections, 'INBOX', Buffer.from(`${wall}Subject: Behind\r\nFrom: a@x.test\r\nDate: Mon, 02 Feb 2026 10:00:00 +0100\r\n\r\nVisible words.\r\n`)), { markSeen: false })
    assert.deepEqual([view.subject, view.envelope.subject, view.from[0]?.address, view.date, view.notices], ['Behind', 'Behind', 'a@x.test', '2026-02-02T09:00:00.000Z', ['header-cut']])
  })

  test('who reads text reads HTML by the charset that it names itself', async () => {
    const connections = site.connections(server.alice)
    const html = Buffer.from('<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head><body>\xcf\xf0\xe8\xe2\xe5\xf2</body></html>', 'latin1')
    const ref = await put(connections, 'INBOX', Buffer.concat([Buffer.from('Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'), html]))
    assert.equal((await openMessage(connections, ref, { markSeen: false })).bodies[0]?.text.trim(), 'Привет')
    const lies = await put(connections, 'INBOX', Buffer.from('Content-Type: text/html\r\n\r\n<meta charset=utf-16><p>Visible words.'))
    assert.equal((await openMessage(connections, lies, { markSeen: false })).bodies[0]?.text.trim(), VISIBLE)
  })

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
          drawn.push(await drawnOf(ref, section))
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
