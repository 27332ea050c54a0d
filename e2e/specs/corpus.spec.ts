import { ImapFlow, type MessageStructureObject } from 'imapflow'
import { toUid, toUidValidity } from '#lib/mail/uid.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { leavesOf } from '#lib/testing/corpus/body-leaves.ts'
import { corpusMessages, inWireForm, type CorpusMessage } from '#lib/testing/corpus/corpus-files.ts'
import { LmtpClient } from '#lib/testing/corpus/lmtp-client.ts'
import { SiteClient } from '../support/site-client.ts'
import { personOf } from '../support/site.ts'
import { startSite, type RunningSite } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

test.describe.configure({ mode: 'serial', timeout: 240_000 })

const MESSAGES = corpusMessages()
const JSON_WANTED = { headers: { Accept: 'application/json' } }
/** Whether it came by LMTP, each line ending in CRLF, or by APPEND, as its file has it. */
const MAILBOXES = ['INBOX', 'Appended'] as const

interface Placed extends CorpusMessage {
  readonly ref: MessageRef
  readonly structure: MessageStructureObject
}

let running: RunningSite
let bob: SiteClient
const placed: Placed[] = []

test.beforeAll(async () => {
  test.setTimeout(240_000) // a build may come first
  // A site of its own: its log must hold nothing that others caused.
  running = await startSite()
  const { site } = running
  const person = personOf(site, 'bob')
  const { lmtp, imap } = site.services
  if (lmtp === undefined || imap === undefined) throw new Error('the site lacks LMTP or IMAP')
  const client = new ImapFlow({ host: imap.host, port: imap.port, secure: false, auth: { user: person.name, pass: person.password }, tls: { rejectUnauthorized: false }, logger: false, disableAutoIdle: true })
  await client.connect()
  const before = await client.status('INBOX', { uidNext: true })
  const uidNext = before ? (before.uidNext ?? 1) : 1
  const delivery = await LmtpClient.open(lmtp.port)
  for (const { octets } of MESSAGES) await delivery.deliver(person.address, inWireForm(octets))
  delivery.close()
  await client.mailboxCreate('Appended')
  for (const { octets } of MESSAGES) await client.append('Appended', octets)
  for (const [mailbox, first] of [['INBOX', uidNext], ['Appended', 1]] as const) placed.push(...(await placesIn(client, mailbox, first)))
  await client.logout()
  bob = await SiteClient.signIn(site, person)
})

test.afterAll(() => running.close())

async function placesIn(client: ImapFlow, mailbox: string, firstUid: number): Promise<Placed[]> {
  const lock = await client.getMailboxLock(mailbox, { readOnly: true })
  try {
    const uidValidity = client.mailbox && Number(client.mailbox.uidValidity)
    const found = await client.fetchAll(`${firstUid}:*`, { uid: true, bodyStructure: true }, { uid: true })
    expect(found.length).toBe(MESSAGES.length)
    return MESSAGES.map((message, index) => {
      const { uid, bodyStructure } = found[index] ?? {}
      if (uid === undefined || bodyStructure === undefined || !uidValidity) throw new Error(`${message.name} has no place`)
      return { ...message, ref: { mailbox, uidValidity: toUidValidity(uidValidity), uid: toUid(uid) }, structure: bodyStructure }
    })
  } finally {
    lock.release()
  }
}

for (const mailbox of MAILBOXES) {
  test(`real messages in ${mailbox} open, each as a page without an error`, async () => {
    for (const { name, ref } of placed.filter((message) => message.ref.mailbox === mailbox)) {
      const page = await bob.ask(bob.urls.message(ref))
      expect(page.status, name).toBe(200)
      const html = await page.text()
      expect(html, name).toContain('aria-label="Message"')
      expect(html, name).not.toContain('role="alert"')
      expect(html, name).toContain('</html>')
    }
  })

  test(`real messages in ${mailbox} show the text that they have, and every part of them downloads`, async () => {
    for (const message of placed.filter(({ ref }) => ref.mailbox === mailbox)) {
      const answer = await bob.ask(bob.urls.api.message(message.ref), JSON_WANTED)
      expect(answer.status, message.name).toBe(200)
      const view = (await answer.json()) as MessageView
      await checkFrames(message, view)
      const hasText = await downloadParts(message)
      if (hasText) expect(view.bodies.map(({ text }) => text).join('').trim(), `${message.name}: text is shown`).not.toBe('')
      for (const { section, name } of view.attachments) {
        expect((await bob.ask(bob.urls.api.part(message.ref, section, 'download'))).status, `${message.name}: ${name}`).toBe(200)
      }
    }
  })
}

test('the index shows all of them', async () => {
  for (let page = 1; page <= Math.ceil(MESSAGES.length / 50); page += 1) {
    const answer = await bob.ask(bob.urls.mailbox('Appended', { page }))
    expect(answer.status).toBe(200)
    const html = await answer.text()
    expect(html).not.toContain('role="alert"')
    expect(html.match(/role="row"|<tr/g)?.length ?? 0).toBeGreaterThan(30)
  }
})

test('the site has told of no error while it did', () => {
  const errors = running.logged().split('\n').filter((line) => /"level":"(error|warn)"|unhandled|uncaught|^\s+at /i.test(line))
  expect(errors).toEqual([])
})

/** The sandboxed document of each HTML body. */
async function checkFrames({ name, ref }: Placed, view: MessageView): Promise<void> {
  for (const body of view.bodies.filter(({ kind }) => kind === 'html')) {
    const frame = await bob.ask(bob.urls.api.html(ref, body.section))
    expect(frame.status, name).toBe(200)
    expect(frame.headers.get('content-security-policy'), name).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'/)
    const html = await frame.text()
    expect(html, name).not.toMatch(/<script|<iframe|<object|<embed|<form|javascript:|\son[a-z]+=|http-equiv="?refresh/i)
    const loads = [...html.matchAll(/\ssrc="([^"]*)"/g)].map(([, src = '']) => src)
    for (const src of loads) expect(src, name).toMatch(new RegExp(`^(data:|${running.site.origin}/mail-content/)`))
  }
}

/** Downloads every part; answers whether one of them is text with something to read. */
async function downloadParts({ name, ref, structure }: Placed): Promise<boolean> {
  let hasText = false
  for (const { section, type } of leavesOf(structure)) {
    const answer = await bob.ask(bob.urls.api.part(ref, section, 'download'))
    const what = `${name}: ${section} ${type}`
    expect(answer.status, what).toBe(200)
    expect(answer.headers.get('content-disposition'), what).toMatch(/^attachment; filename="[^"\\/\r\n]+"(; filename\*=UTF-8''[A-Za-z0-9%!#$&+^_`|~.-]+)?$/)
    expect([answer.headers.get('x-content-type-options'), answer.headers.get('content-security-policy')], what).toEqual(['nosniff', "sandbox; default-src 'none'"])
    expect(answer.headers.get('cache-control'), what).toMatch(/private, no-store/)
    expect(answer.headers.get('content-type'), what).not.toMatch(/html|svg|javascript|[/+]xml$/)
    const octets = Buffer.from(await answer.arrayBuffer())
    if (type === 'text/plain' || type === 'text/html') hasText ||= isReadable(octets.toString('latin1'), type)
  }
  return hasText
}

/** Whether a reader would see a letter or a digit; octets of any charset count. */
function isReadable(text: string, type: string): boolean {
  const shown = type === 'text/html' ? text.replace(/<(style|script|head|title)\b[\s\S]*?<\/\1\s*>/gi, '').replace(/<!--[\s\S]*?-->|<[^>]*>|&[a-z]+;|&#\d+;/gi, '') : text
  return /[A-Za-z0-9\x80-\xff]/.test(shown)
}
