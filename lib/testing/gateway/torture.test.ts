import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deliverPart } from '#lib/gateway/deliver-part.ts'
import { messageHtml } from '#lib/gateway/message-html.ts'
import { openMessage } from '#lib/gateway/open-message.ts'
import { zipAttachments } from '#lib/gateway/parts/zip-attachments.ts'
import { createMailbox } from '#lib/imap/operations/manage/create-mailbox.ts'
import { TORTURES } from '../corpus/torture-messages.ts'
import { startEmbedded } from './embedded-server.ts'
import { failureOf, type GatewaySite, index, octetsOf, putLarge, type ServerUnderTest, siteForSuite } from './site.ts'

/** Pages are to come within ten seconds (threats S7); nothing shorter is measured here. */
const WITHIN = { timeout: 30_000 }

describe('messages made to wear readers out, through the gateway', () => {
  let server: ServerUnderTest
  let site: GatewaySite
  siteForSuite(startEmbedded, (started) => ({ server, site } = started))

  for (const [name, make] of Object.entries(TORTURES)) {
    test(`${name}: it is listed, it opens, and says what it has`, WITHIN, async () => {
      const connections = site.connections(server.alice)
      const mailbox = await createMailbox(connections, name)
      const content = make()
      const ref = await putLarge(site, server.alice, mailbox, content)
      assert.equal((await index(connections, mailbox)).messages.length, 1)
      for (const prefer of [undefined, 'text'] as const) {
        const view = await openMessage(connections, ref, { markSeen: false, prefer })
        assert.ok(JSON.stringify(view).length < 8 * 1024 * 1024, 'what goes to the browser is bounded')
        const text = view.bodies.map((body) => body.text).join('\n')
        if (/^a hundred thousand (parts|attachments)/.test(name)) assert.ok(view.notices.includes('parts-cut'), 'it says that there are more')
        if (content.includes('Visible words.')) assert.ok(text.includes('Visible words.') || view.notices.length > 0, 'it shows its text, or says that it cannot')
        for (const { section } of view.bodies.filter(({ kind }) => kind === 'html')) {
          const html = await messageHtml(connections, { ref, section, remoteContent: false, notices: { cut: 'cut', tangled: 'tangled', doubtfulLink: ({ leads }) => leads }, contentUrl: 'https://us.test/mail-content/', admit: () => undefined })
          assert.ok(html.includes('Visible words.') && html.length < 16 * 1024 * 1024)
        }
        const [first] = view.attachments
        if (first) await octetsOf((await deliverPart(connections, { ref, section: first.section }, 'attachment')).content)
      }
      const archive = await failureOf(zipAttachments(connections, ref).then(octetsOf))
      assert.ok(['none', 'no-such-part', 'too-large'].includes(archive), archive)
      // Whoever comes next is served.
      assert.equal((await index(connections, mailbox)).total, 1)
    })
  }
})
