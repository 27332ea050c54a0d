import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ADVISORY_CLASSES } from '#e2e/support/hostile/advisory-classes.ts'
import { ADVISORY_DOCUMENTS, ADVISORY_MESSAGES } from '#e2e/support/hostile/advisory-vectors.ts'
import { FETCHES } from '#e2e/support/hostile/fetch-vectors.ts'
import { ENCODINGS, FILES, HEADERS, TEXTS } from '#e2e/support/hostile/message-vectors.ts'
import { NAMESPACES } from '#e2e/support/hostile/namespace-vectors.ts'
import { PAGES } from '#e2e/support/hostile/page-vectors.ts'
import { SCRIPTS } from '#e2e/support/hostile/script-vectors.ts'
import { armed, htmlMessage, onTheWire, type Vector } from '#e2e/support/hostile/vector.ts'
import { deliverPart } from '#lib/gateway/deliver-part.ts'
import { messageHtml } from '#lib/gateway/message-html.ts'
import { openMessage } from '#lib/gateway/open-message.ts'
import { partHeaders } from '#lib/http/content/part-headers.ts'
import { createMailbox } from '#lib/imap/operations/manage/create-mailbox.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { startEmbedded } from './embedded-server.ts'
import { type GatewaySite, octetsOf, put, putLarge, type ServerUnderTest, siteForSuite } from './site.ts'

/* The same corpus as in the browser (e2e/specs/hostile.spec.ts), as far as it can be judged without one. */

const DOCUMENTS = { SCRIPTS, NAMESPACES, FETCHES, PAGES, ADVISORY_DOCUMENTS }
const MESSAGES: Readonly<Record<string, readonly Vector[]>> = { HEADERS, TEXTS, FILES, ENCODINGS, ADVISORY_MESSAGES }

test('each class of the published advisories is tried, and each vector of an advisory has its class', () => {
  const names = Object.values({ ...DOCUMENTS, ...MESSAGES }).flat().map(([name]) => name)
  const classes = Object.entries(ADVISORY_CLASSES)
  const isTriedBy = (name: string, beginnings: readonly string[]): boolean => beginnings.some((beginning) => name.startsWith(beginning))
  for (const [what, { advisories, vectors }] of classes) {
    assert.ok(advisories.length > 0, what)
    for (const beginning of vectors) assert.ok(names.some((name) => name.startsWith(beginning)), `${what}: no vector begins with ${beginning}`)
  }
  for (const [name] of [...ADVISORY_DOCUMENTS, ...ADVISORY_MESSAGES]) assert.ok(classes.some(([, { vectors }]) => isTriedBy(name, vectors)), `${name}: of no class`)
})

const CANARY = 'http://canary.test'
const SMALL = 200_000
/** What no sanitized document holds outside of text and quoted values: elements that act, handlers, other schemes. */
const ACTIVE = /<(?:script|iframe|object|embed|form|input|button|meta|link|base|svg|math|template)\b|<[^>"]*(?:"[^"]*"[^>"]*)*\son[a-z]+=|(?:href|src)="(?!https?:|mailto:|tel:|data:image\/(?:png|jpeg|gif|webp|bmp|avif|x-icon);base64,|https:\/\/us\.test\/|#)/i

describe('hostile messages through the gateway', () => {
  let server: ServerUnderTest
  let site: GatewaySite
  siteForSuite(startEmbedded, (started) => ({ server, site } = started))

  const place = (mailbox: string, message: string): Promise<MessageRef> => {
    const octets = onTheWire(armed(message, { canary: CANARY }))
    return octets.length < SMALL ? put(site.connections(server.alice), mailbox, octets) : putLarge(site, server.alice, mailbox, octets)
  }

  for (const [what, vectors] of Object.entries(DOCUMENTS)) {
    test(`${what}: the words are shown, nothing that acts is left, and nothing that loads`, async () => {
      const connections = site.connections(server.alice)
      const mailbox = await createMailbox(connections, what)
      for (const vector of vectors) {
        const [name] = vector
        const ref = await place(mailbox, htmlMessage(vector))
        const [body, ...others] = (await openMessage(connections, ref, { markSeen: false })).bodies
        assert.deepEqual([body?.kind, others], ['html', []], name)
        assert.match(body?.text ?? '', /Visible words\./, name)
        const html = await messageHtml(connections, { ref, section: '1', remoteContent: false, notices: { cut: 'cut', tangled: 'tangled', doubtfulLink: ({ leads }) => leads }, contentUrl: 'https://us.test/mail-content/', admit: () => undefined })
        const content = html.slice(html.indexOf('<body>'))
        assert.match(content, /Visible words\./, name)
        const elements = content.replace(/<style>[^<]*<\/style>/g, (style) => (/url\(|@import|@font-face|expression|\\/i.test(style) ? style : '')).replace(/ (?:title|alt|aria-label|abbr|summary)="[^"]*"/g, '')
        assert.doesNotMatch(elements, ACTIVE, name)
        assert.doesNotMatch(elements.replaceAll(/ href="[^"]*"/g, '').replaceAll(/>[^<]*/g, '>'), /canary/, name)
      }
    })
  }

  for (const [what, vectors] of Object.entries(MESSAGES)) {
    test(`${what}: they open, and what is attached comes as a file`, async () => {
      const connections = site.connections(server.alice)
      const mailbox = await createMailbox(connections, what)
      for (const [name, message] of vectors) {
        const ref = await place(mailbox, message)
        const view = await openMessage(connections, ref, { markSeen: false })
        const shown = JSON.stringify([view.subject, view.from, view.envelope, view.headers])
        assert.doesNotMatch(shown, /[\u202a-\u202e\u2066-\u2069\u2028]|\\u00[01]/, `${name}: controls are shown as such`)
        assert.ok(view.bodies.length > 0 || view.attachments.length > 0, `${name}: an empty view`)
        for (const { section } of view.attachments) {
          const { content, ...delivery } = await deliverPart(connections, { ref, section }, 'inline')
          await octetsOf(content)
          const headers = partHeaders(delivery)
          const type = headers.get('content-type') ?? ''
          assert.doesNotMatch(type, /html|svg|xml|javascript|css|flash|jnlp|replace/, name)
          if (headers.get('content-disposition')?.startsWith('inline')) assert.match(type, /^(text\/plain; charset=utf-8|image\/(png|jpeg|gif|webp|avif|bmp)|(audio|video)\/[a-z0-9.+-]+)$/, name)
        }
      }
    })
  }
})
