import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startDeliverySite, type DeliverySite } from '#lib/testing/delivery-site.ts'
import { SmtpDialogue } from '#lib/testing/smtp-dialogue.ts'

/** Messages as nobody should write them; each ends as the protocol wants it, with CRLF. */
const MESSAGES: Readonly<Record<string, string>> = {
  'LF alone': 'Subject: x\n\na\nb\r\n',
  'CR alone': 'Subject: x\r\n\r\na\rb\r\n',
  'LF before CR': 'Subject: x\r\n\r\na\n\rb\r\n',
  'two CRs': 'Subject: x\r\n\r\na\r\r\nb\r\n',
  'NUL in the text': 'Subject: x\r\n\r\na\0b\0\0\r\n',
  'NUL in the header': 'Subject: a\0b\r\n\r\ntext\r\n',
  'dots': 'Subject: x\r\n\r\n..\r\n.a\r\n\n.b\r\n',
  '8-bit': 'Subject: x\r\n\r\n\xff\xfe\x80\r\n',
}

describe('what is delivered is stored octet for octet behind its trace', () => {
  let site: DeliverySite
  before(async () => { site = await startDeliverySite() })
  after(() => site.close())

  for (const service of ['lmtp', 'smtp'] as const) {
    for (const [name, content] of Object.entries(MESSAGES)) {
      it(`${service}: ${name}`, async () => {
        const known = (await site.messages('alice')).length
        const client = await SmtpDialogue.open(site.port(service))
        await client.reply()
        for (const command of [`${service === 'lmtp' ? 'LHLO' : 'EHLO'} relay.example`, 'MAIL FROM:<dana@elsewhere.example>', 'RCPT TO:<alice@example.test>', 'DATA']) await client.command(command)
        client.send(`${content.replace(/^\./gm, (dot, at: number) => (content.slice(at - 2, at) === '\r\n' ? '..' : dot))}.\r\n`)
        assert.match(await client.reply(), /^250/)
        client.close()
        const stored = (await site.messages('alice'))[known] ?? ''
        assert.ok(stored.endsWith(content), JSON.stringify(stored))
        assert.match(stored.slice(0, -content.length), /^(?:[!-9;-~]+: [^\0]*\r\n)+$/, 'before it stands the trace alone')
        const inbox = await (await site.store('alice')).mailbox('INBOX')
        for await (const [meta] of inbox!.messages((await inbox!.uids()).slice(-1), [])) assert.equal(meta?.size, stored.length)
      })
    }
  }
})
