import type { IndexPage } from '#lib/mail/index-page.ts'
import { readMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import { appendTo, SiteClient } from '../support/site-client.ts'
import { currentSite, personOf } from '../support/site.ts'
import { startGateway, type RunningGateway } from '../support/start-gateway.ts'
import { expect, test } from '../support/test.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

/** CHARTER promise 5: what opening may move from the IMAP server, whatever the size of the message or of the mailbox. */
const LIMIT = 256 * 1024
const LARGE = 50_000_000
const LINE = `${'QUJD'.repeat(19)}\r\n`
const BLOCK = Buffer.from(LINE.repeat(1000))
const HEAD = 'From: carol@example.test\r\nSubject: Fifty megabytes\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nTwo lines\r\nof text.\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=large.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n'
const TAIL = '--b--\r\n'
const BLOCKS = Math.ceil(LARGE / BLOCK.length)

async function* largeMessage(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(HEAD)
  for (let at = 0; at < BLOCKS; at += 1) yield BLOCK
  yield Buffer.from(TAIL)
}

const mailSite = currentSite()
let gateway: RunningGateway
let admin: SiteClient
let alice: SiteClient
let large: MessageRef

test.beforeAll(async () => {
  test.setTimeout(240_000) // a build may come first
  // A gateway of its own: what others read at the same time is not to be counted.
  gateway = await startGateway(mailSite)
  admin = await SiteClient.signIn(gateway.site, personOf(mailSite, 'admin'))
  alice = await SiteClient.signIn(gateway.site, personOf(mailSite, 'alice'))
  await admin.ask(admin.urls.api.mailboxes(), { json: { name: 'Fifty' } })
  large = await appendTo(mailSite, personOf(mailSite, 'admin'), 'Fifty', { size: HEAD.length + BLOCKS * BLOCK.length + TAIL.length, content: largeMessage, flags: [] })
})

test.afterAll(async () => {
  await admin.ask(admin.urls.api.deleteMailbox('Fifty'), { json: {} })
  await gateway.close()
})

/** Octets that the IMAP server sent for one page, which shows this. */
async function costOf(client: SiteClient, path: string, shows: string): Promise<number> {
  const { proxy } = gateway
  proxy.reset()
  const answer = await client.ask(path)
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain(shows)
  return proxy.received
}

test('the page of a 50 MB message costs under 256 KB, the first time and again', async () => {
  for (let visit = 0; visit < 2; visit += 1) {
    const cost = await costOf(admin, admin.urls.message(large, { open: '1' }), 'Two lines')
    expect(cost).toBeGreaterThan(500)
    expect(cost).toBeLessThan(LIMIT)
  }
})

test('the index with that message costs what its rows cost', async () => {
  expect(await costOf(admin, admin.urls.mailbox('Fifty'), 'Fifty megabytes')).toBeLessThan(LIMIT / 8)
})

test('a page of the index, and a message, of 10,000 cost no more than elsewhere', async () => {
  const { urls } = alice
  for (const query of [{}, { page: 100 }, { sort: 'date', reverse: false }, { search: 'e', page: 3 }]) {
    const cost = await costOf(alice, urls.mailbox('Archive/10000', query), '10000')
    expect(cost, JSON.stringify(query)).toBeLessThan(LIMIT)
  }
  const index = (await (await alice.ask(urls.api.messages('Archive/10000', { page: 50 }), { headers: { Accept: 'application/json' } })).json()) as IndexPage
  const id = readMessageId(index.messages[25]?.id ?? '')
  if (!id) throw new Error('there is no message')
  expect(await costOf(alice, urls.message({ mailbox: 'Archive/10000', ...id }), 'aria-label="Message"')).toBeLessThan(LIMIT)
})
