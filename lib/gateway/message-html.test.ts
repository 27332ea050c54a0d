import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { appendMessage } from '#lib/imap/operations/append-message.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { startEmbedded } from '#lib/testing/gateway/embedded-server.ts'
import { siteForSuite } from '#lib/testing/gateway/site.ts'
import { messageHtml, type DocumentRequest } from './message-html.ts'
import { HtmlGivenUp, runHtmlJob, type HtmlResult } from './sanitizing/html-job.ts'

let connections: AccountConnections
let ref: MessageRef

siteForSuite(startEmbedded, async ({ server, site }) => {
  connections = site.connections(server.alice)
  const put = await appendMessage(connections, 'INBOX', { content: Buffer.from('Subject: a\r\nContent-Type: text/html\r\n\r\n<p>One <b>word</b> <a href="https://x.test/">more</a>\r\n'), flags: [] })
  assert.ok(put)
  ref = put
})

const documentOf = (more: Partial<DocumentRequest>): Promise<string> =>
  messageHtml(connections, { ref, section: '1', remoteContent: false, notices: { cut: 'cut', tangled: 'tangled', doubtfulLink: ({ leads }) => leads }, contentUrl: 'https://us.test/mail-content/', admit: () => undefined, ...more })
const patience = (milliseconds: number): DocumentRequest['patience'] => ({ milliseconds, said: 'Slow <today>.', link: 'Wait', url: '?paper="x"&wait=1' })

test('whoever waits too long for the HTML gets its words, and the way to wait on', async () => {
  let release = (_: HtmlResult): void => undefined
  const document = await documentOf({ patience: patience(1), sanitize: () => new Promise((resolve) => void (release = resolve)) })
  assert.match(document, /Slow &lt;today>\. <a href="\?paper=&quot;x&quot;&amp;wait=1" rel="noopener noreferrer">Wait<\/a><\/p><pre>One word more<\/pre>/)
  release({ html: 'late', cut: false, doubtfulLinks: [], ownScheme: undefined, tickets: [] })
})

test('what comes in time comes as it was laid out, whatever follows', async () => {
  const document = await documentOf({ patience: patience(60_000), sanitize: async (job) => runHtmlJob(job) })
  assert.match(document, /<p>One <b>word<\/b> <a href="https:\/\/x\.test\/"/)
  assert.doesNotMatch(document, /Slow|Wait/)
})

test('what is given up is told in words, with or without a limit of patience', async () => {
  for (const each of [patience(60_000), undefined]) {
    const document = await documentOf({ patience: each, sanitize: () => Promise.reject(new HtmlGivenUp('memory')) })
    assert.match(document, /tangled<\/p><pre>One word more<\/pre>/)
  }
})

test('a document that would be blank shows the words of its source, and one of pictures stays as it is', async () => {
  const blank = '<table><tr><td>'.repeat(400) + '<p>Visible &amp; plain words.'
  const put = async (html: string): Promise<MessageRef> => {
    const placed = await appendMessage(connections, 'INBOX', { content: Buffer.from(`Subject: a\r\nContent-Type: text/html\r\n\r\n${html}\r\n`), flags: [] })
    assert.ok(placed)
    return placed
  }
  for (const html of [blank, '<style>a{color:red}<p>Visible &amp; plain words.</p>']) assert.match(await documentOf({ ref: await put(html) }), /tangled<\/p><pre>[^]*Visible &amp; plain words\./)
  assert.doesNotMatch(await documentOf({ ref: await put('<p style="display:none">Hidden</p><img src="http://x.test/a" alt="A">') }), /tangled/)
})
