import type { MessageRef } from '#lib/mail/message-ref.ts'
import { lynxText } from '../support/lynx/lynx-text.ts'
import { MessagePage } from '../support/message-page.ts'
import { appendTo, SiteClient } from '../support/site-client.ts'
import { personOf } from '../support/site.ts'
import type { Site } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

const LETTER = `From: Ann Example <ann@example.test>
To: carol@example.test
Subject: Lines for a terminal
Date: Mon, 02 Nov 2026 10:00:00 +0000
Content-Type: multipart/mixed; boundary=b

--b

> > Tea at four?
> At five.

Dear Carol,

  lamp   1
  door   2
--b
Content-Type: text/csv
Content-Disposition: attachment; filename=doors.csv

room,door
--b--
`

test('the lines of a text are lines without any style too', async ({ page, signedIn }) => {
  const mail = await signedIn('alice', page)
  await mail.openMessage('Keys of the lamp room')
  const region = new MessagePage(page).region
  await expect(region.getByRole('heading', { name: 'Keys of the lamp room' })).toBeVisible()
  const breaks = await region.evaluate((element) => element.getElementsByTagName('br').length)
  expect(breaks).toBeGreaterThan(1)
})

test.describe('in a text browser', () => {
  let client: SiteClient
  let message: MessageRef
  test.beforeAll(async ({ site }) => {
    client = await SiteClient.signIn(site, personOf(site, 'carol'))
    message = await append(site)
  })

  test('a message has its header, its paragraphs and its files on lines of their own', async () => {
    const text = await read(client, client.urls.message(message))
    expect(text).toMatch(/^From: Ann Example <ann@example\.test> [^\n]*\+Add Ann Example to the\s+contacts\nTo: carol@example\.test\nDate: Monday, 2 November 2026/m)
    expect(text).toContain('> > Tea at four?\n\n> At five.\n\nDear Carol,\n\n  lamp   1\n  door   2\n')
    expect(text).toMatch(/^\* doors\.csv text\/csv, \d+ B Download$/m)
    // Where the message ends the rest of the page begins behind a line.
    expect(text).toMatch(/door {3}2\n_+\n\nPostern\n/)
    const full = await read(client, client.urls.message(message, { headers: 'full' }))
    expect(full).toContain('\nSubject: Lines for a terminal\n')
  })

  test('buttons and links stand apart', async () => {
    const opened = await read(client, client.urls.message(message))
    expect(opened).toMatch(/\(reply\) Reply \(reply-all\) Reply to all \(forward\) Forward /)
    expect(opened).toMatch(/\(delete\)\s+Delete\s+Move\s+to\n/)
    expect(opened).toMatch(/^(Previous message ?|Next message ?)+$/m)
    const index = await read(client, client.urls.mailbox('INBOX'))
    expect(index).toMatch(/^Mailboxes Search messages _+ \(BUTTON\) Search$/m)
    expect(index).toMatch(/\(delete\)\s+Delete\s+\(forward-attached\)\s+Forward\s+as\s+attachment\s+\(BUTTON\)\s+Print\nSnooze\n\(today\) Later today .*\(at\) Snooze until then\nMove to\n/s)
    expect(index).toMatch(/Ann Example\s+Lines for a terminal\s+(Unread, )?Has attachments\s+2 Nov/)
  })

  test('the mailboxes lie in each other', async ({ site }) => {
    const alice = await SiteClient.signIn(site, personOf(site, 'alice'))
    expect(await read(alice, alice.urls.mailbox('INBOX'))).toMatch(/^\* Archive\n\s+\+ 2025\n\s+\+ 10000/m)
  })

  test('each field has a line with its label', async () => {
    const begun = await client.ask(client.urls.api.compositions(), { form: { token: await tokenOf(client), kind: 'reply', mailbox: message.mailbox, id: `${message.uidValidity}.${message.uid}` } })
    const text = await read(client, begun.headers.get('location') ?? '')
    for (const label of ['To', 'Cc', 'Bcc', 'Reply-To', 'Subject']) expect(text).toMatch(new RegExp(`^${label} .*_${label === 'To' ? ' \\(look-up\\) Look up…' : ''}$`, 'm'))
    expect(text).toMatch(/^\(send\) Send \(postpone\) Postpone \(save\) Save \(discard\) Discard\s+\(check-spelling\) Check\s+spelling\s+Send later\nDate and time _+ UTC \(send-later\) Send at that time/m)
    const signIn = lynxText(await (await new SiteClient(client.site).ask(client.urls.signIn(), LYNX)).text())
    for (const line of [/^ *User name _{40}$/m, /^ *Password _{40}$/m, /^ *Security \[TLS/m]) expect(signIn).toMatch(line)
  })

  test('the other pages keep words apart', async () => {
    const manage = await read(client, client.urls.mailboxes())
    expect(manage).toMatch(/^Postern Help Back to the mailboxes$/m)
    expect(manage).toMatch(/^\* Drafts \d+ messages? Settings of Drafts$/m)
    expect(await read(client, client.urls.mailboxSettings('Drafts'))).toMatch(/^New name Drafts_+$/m)
    expect(await read(client, client.urls.about())).toMatch(/^Postern Help Back to the mailboxes$/m)
    expect(await read(client, client.urls.help())).toMatch(/^Postern Back to the mailboxes$/m)
    expect(await read(client, client.urls.settings('reading'))).toMatch(/^Show messages as \[/m)
  })
})

const LYNX = { headers: { 'User-Agent': 'Lynx/2.9.0 libwww-FM/2.14' } } as const

/** The page as Lynx writes it, without the margin of its lines. */
async function read(client: SiteClient, path: string): Promise<string> {
  const answer = await client.ask(path, LYNX)
  expect(answer.status, path).toBe(200)
  return lynxText(await answer.text()).replaceAll(/^ {3}(?: {2}(?=[*_]))?/gm, '').replaceAll('\u00a0', ' ')
}

async function tokenOf(client: SiteClient): Promise<string> {
  const page = await (await client.ask(client.urls.mailbox('INBOX'), LYNX)).text()
  return /name="token" value="([^"]+)"/.exec(page)?.[1] ?? ''
}

async function append(site: Site): Promise<MessageRef> {
  const content = Buffer.from(LETTER.replaceAll('\n', '\r\n'))
  return appendTo(site, personOf(site, 'carol'), 'INBOX', { size: content.length, flags: [], internalDate: new Date(Date.UTC(2026, 10, 2, 10)), content: async function* () { yield content } })
}
