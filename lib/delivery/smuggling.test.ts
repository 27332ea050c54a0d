import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startDeliverySite, type DeliverySite } from '#lib/testing/delivery-site.ts'
import { SmtpDialogue } from '#lib/testing/smtp-dialogue.ts'

// Forms in which one of two servers might see the end of a message and the other not (SMTP smuggling). Behind each follows a second transaction.
const LINE_ENDS = { CRLF: '\r\n', LF: '\n', CR: '\r', CRCRLF: '\r\r\n' }
const FORMS: readonly (readonly [name: string, octets: string])[] = [
  ...Object.entries(LINE_ENDS).flatMap(([before, first]) => Object.entries(LINE_ENDS).map(([after, second]) => [`${before}.${after}`, `${first}.${second}`] as const)).filter(([name]) => name !== 'CRLF.CRLF'),
  ['CRLF NUL.CRLF', '\r\n\0.\r\n'],
  ['CRLF.NUL CRLF', '\r\n.\0\r\n'],
  ['CRLF. blank CRLF', '\r\n. \r\n'],
  ['LFCR.CRLF', '\n\r.\r\n'],
]

const SECOND = 'MAIL FROM:<forged@example.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\nSubject: smuggled\r\n\r\nsmuggled\r\n.\r\nQUIT\r\n'

describe('SMTP smuggling', () => {
  let site: DeliverySite
  before(async () => { site = await startDeliverySite() })
  after(() => site.close())

  it('knows nineteen forms', () => assert.equal(FORMS.length, 19))

  for (const service of ['smtp', 'lmtp'] as const) {
    for (const [name, octets] of FORMS) {
      it(`${service}: ${name} never makes a second message`, async () => {
        const client = await SmtpDialogue.open(site.port(service))
        await client.reply()
        await client.command(`${service === 'lmtp' ? 'LHLO' : 'EHLO'} relay.example`)
        await client.command('MAIL FROM:<dana@elsewhere.example>')
        await client.command('RCPT TO:<alice@example.test>')
        await client.command('DATA')
        client.send(`Subject: first\r\n\r\nfirst${octets}${SECOND}`)
        // One reply for the one message there is: either the end was not one and all was text, or it was and the server hangs up.
        const reply = await client.reply()
        if (/^250/.test(reply)) assert.match(await client.reply(), /^221/)
        else {
          assert.match(reply, /^554 5\.6\.11 /)
          assert.equal(await client.reply(), '')
        }
        client.close()
        assert.deepEqual(await site.messages('bob'), [])
      })
    }
  }

  it('and the same whatever the packets are', async () => {
    for (const [, octets] of FORMS) {
      const client = await SmtpDialogue.open(site.port('lmtp'))
      await client.reply()
      for (const command of ['LHLO relay.example', 'MAIL FROM:<dana@elsewhere.example>', 'RCPT TO:<alice@example.test>', 'DATA']) await client.command(command)
      for (const octet of `first${octets}`) {
        client.send(octet)
        await new Promise((resolve) => setImmediate(resolve))
      }
      client.send(SECOND)
      assert.match(await client.reply(), /^(250|554)/)
      client.close()
    }
    assert.deepEqual(await site.messages('bob'), [])
  })
})
