import type { Page } from '@playwright/test'
import { MailPage } from '../support/mail-page.ts'
import { MessagePage } from '../support/message-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { appendTo, SiteClient } from '../support/site-client.ts'
import { personOf } from '../support/site.ts'
import { expect, testOnOwnSite as test } from '../support/test.ts'

const message = (lines: readonly string[], body: readonly string[]): Buffer => Buffer.from(['From: Boat News <news@boats.test>', 'To: carol@example.test', 'Date: Tue, 03 Feb 2026 04:05:06 +0000', 'MIME-Version: 1.0', ...lines, '', ...body, ''].join('\r\n'))
const NEWSLETTER = message(
  ['Subject: Boats of the week', 'List-Id: Boat News <boats.test>', 'List-Unsubscribe: <mailto:leave@boats.test?subject=leave>', 'List-Archive: <https://boats.test/archive>', 'Content-Type: text/html; charset=utf-8'],
  ['<h1>Boats</h1><p>Your bank says: <a href="https://evil.test/">https://bank.example.com</a></p>', '<img src="https://u1.ct.sendgrid.net/wf/open?x=1" width="1" height="1"><img src="https://boats.test/a.png" width="90" height="60" alt="A boat">'],
)
const WIDE = message(
  ['Subject: Regatta', 'Content-Type: text/html'],
  ['<style>.wide{width:660px}</style><table width="100%"><tr><td align="center"><table width="640" bgcolor="#ffffff"><tr><td width="320">Left words that wrap on and on</td><td width="320"><a href="https://boats.test/">https://boats.test/an-address-without-any-blank-in-it-at-all-and-on-and-on-and-on</a></td></tr></table></td></tr></table>',
    '<table class="wide"><tr><td>Words of a table of a class, more of them than stand side by side on any narrow screen</td></tr></table><div style="width:700px">Words in a box that is much too wide for any narrow screen, as letters for desks are written</div>',
    '<div style="background-image:url(data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7)">Over the sea</div>'],
)
const NIGHT = message(['Subject: Night edition', 'Content-Type: text/html'], ['<body bgcolor="#000000" text="#ffffff"><p>By night.</p></body>'])
const ASKING = message(['Subject: Did you read it?', 'Return-Path: <news@boats.test>', 'Disposition-Notification-To: news@boats.test', 'Content-Type: text/plain'], ['Please tell me.'])
const INVITATION = message(
  ['Subject: Lunch', 'Content-Type: multipart/alternative; boundary=b'],
  ['--b', 'Content-Type: text/plain', '', 'Lunch?', '--b', 'Content-Type: text/calendar; method=REQUEST; charset=utf-8; name=invite.ics', '', 'BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:lunch@boats.test', 'SEQUENCE:1',
    'DTSTART:20260203T110000Z', 'DTEND:20260203T120000Z', 'SUMMARY:Lunch at the pier', 'LOCATION:Pier 4', 'DESCRIPTION:Bring an umbrella.', 'ORGANIZER;CN=Bob:mailto:bob@example.test', 'ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:carol@example.test', 'END:VEVENT', 'END:VCALENDAR', '--b--'],
)

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })
    const accessible = async (page: Page, name: string): Promise<void> => {
      if (javaScriptEnabled) await expectAccessible(page, name)
    }

    test('a newsletter, a receipt and an invitation', async ({ page, site, signedIn }) => {
      const person = personOf(site, 'carol')
      const client = await SiteClient.signIn(site, person)
      const open = async (octets: Buffer): Promise<MessagePage> => {
        const ref = await appendTo(site, person, 'INBOX', { size: octets.length, flags: [], content: async function* () { yield octets } })
        await page.goto(site.origin + client.urls.message(ref))
        return new MessagePage(page)
      }
      await signedIn('carol', page)

      const news = await open(NEWSLETTER)
      await expect(news.frame.getByText('A link in this message says bank.example.com and leads to evil.test.')).toBeVisible()
      await expect(news.region.getByText('One of them only counts who reads, and is never fetched: SendGrid.')).toBeVisible()
      await accessible(page, 'newsletter')
      await news.region.getByRole('link', { name: 'Unsubscribe' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('More about “Boats of the week”')
      await accessible(page, 'more about a message')
      await expect(page.getByRole('link', { name: 'Archive: open boats.test' })).toHaveAttribute('rel', 'noopener noreferrer')
      await page.getByRole('button', { name: 'Always show pictures from news@boats.test, proof or no proof' }).click()
      await expect(page.getByText('Pictures from news@boats.test are shown from now on.')).toBeVisible()
      await expect(news.region.getByRole('link', { name: 'Show remote images' })).toHaveCount(0)
      await news.region.getByRole('link', { name: 'More', exact: true }).click()
      await page.getByRole('link', { name: 'koi8-r' }).click()
      await expect(page).toHaveURL(/charset=koi8-r/)
      await expect(news.frame.getByRole('heading', { name: 'Boats' })).toBeVisible()

      const asking = await open(ASKING)
      await expect(asking.region.getByText('news@boats.test asks to be told that you have read this.')).toBeVisible()
      await accessible(page, 'receipt')
      await asking.region.getByRole('button', { name: 'Send none' }).click()
      await expect(page.getByText('Nobody is told that you have read this message, and you are not asked again.')).toBeVisible()
      await expect(asking.region.getByRole('button', { name: 'Send none' })).toHaveCount(0)

      const lunch = await open(INVITATION)
      await lunch.attachments.getByRole('link', { name: 'View invite.ics' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lunch at the pier')
      await expect(page.getByText('This is a change to an earlier invitation.')).toBeVisible()
      await expect(page.getByText('Your answer goes to bob@example.test.')).toBeVisible()
      await accessible(page, 'invitation')
      await page.getByRole('button', { name: 'Accept' }).click()
      await expect(page.getByText('bob@example.test has been told.')).toBeVisible()
      await expect(page.getByText(/^You accepted on /)).toBeVisible()
      await accessible(page, 'answered invitation')
      await page.getByRole('button', { name: 'Accept' }).click()
      await expect(page.getByText('This message has been answered already')).toBeVisible()
      await page.goto(site.origin + client.urls.mailbox('INBOX'))
      const mail = new MailPage(page)
      await mail.choose('Boats of the week', 'Did you read it?')
      await page.getByRole('button', { name: 'Print', exact: true }).click()
      const printed = page.getByRole('article')
      await expect(printed).toHaveCount(2)
      await expect(printed.filter({ hasText: 'Boats of the week' })).toContainText('Boat News <news@boats.test>')
      await expect(printed.filter({ hasText: 'Did you read it?' })).toContainText('Please tell me.')
      await accessible(page, 'messages for paper')
      if (!javaScriptEnabled) return
      await client.ask(client.urls.api.preferences(), { json: { changes: [{ name: 'reading.remote_senders', value: null }] } })
    })

    test('a list is left by a message, or by its reader saying so; quotes fold, and all headers stand beside HTML', async ({ page, site, signedIn }) => {
      const person = personOf(site, 'carol')
      const client = await SiteClient.signIn(site, person)
      const put = async (octets: Buffer): Promise<string> => site.origin + client.urls.message(await appendTo(site, person, 'INBOX', { size: octets.length, flags: [], content: async function* () { yield octets } }))
      const lines = ['Subject: Ferries', `List-Id: <ferries-${javaScriptEnabled}.test>`, 'List-Unsubscribe: <mailto:bob@example.test?subject=leave>', 'Resent-From: bob@example.test', 'Resent-Date: Tue, 03 Feb 2026 05:05:06 +0000']
      const url = await put(message([...lines, 'Content-Type: text/plain'], ['Ferry talk.', '', ...Array.from({ length: 12 }, (_, at) => `> line ${at}`), '-- ', 'The ferries']))
      await signedIn('carol', page)
      await page.goto(url)
      const opened = new MessagePage(page)
      const { region, frame } = opened
      await expect(region.getByText('Resent by')).toBeVisible()
      await expect(region.getByText('line 11')).toBeHidden()
      await region.getByText('12 quoted lines').click()
      await expect(region.getByText('line 11')).toBeVisible()
      await accessible(page, 'a folded quote')
      await region.getByRole('link', { name: 'Unsubscribe' }).click()
      const left = page.getByText(/^You left this list on /)
      await page.getByRole('button', { name: 'I have left this list' }).click()
      await expect(left).toBeVisible()
      await page.getByRole('button', { name: 'I am still on this list' }).click()
      await expect(left).toHaveCount(0)
      await page.getByRole('button', { name: 'Unsubscribe: write to bob@example.test' }).click()
      await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('leave')
      await page.getByRole('button', { name: 'Send', exact: true }).first().click()
      await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveCount(0)
      await page.goto(url)
      await expect(region.getByRole('link', { name: /^You left this list on / })).toBeVisible()
      await page.goto(await put(NEWSLETTER))
      await opened.showAllHeaders()
      await expect(region.getByRole('row', { name: /^Content-Type text\/html/ })).toBeInViewport()
      await expect(frame.getByRole('heading', { name: 'Boats' })).toBeVisible()
      await page.goto(await put(message(['Subject: Answer', 'Content-Type: text/html'], ['<p>Yes.</p><blockquote>', ...Array.from({ length: 60 }, (_, at) => `<p>paragraph ${at}</p>`), '</blockquote>'])))
      await expect(frame.getByText('paragraph 59')).toBeHidden()
      await frame.getByText('Quoted message', { exact: true }).click()
      await expect(frame.getByText('paragraph 59')).toBeVisible()
    })

    test('a message in HTML is dark on a dark screen, and has its own colours by one click', async ({ page, site, signedIn }) => {
      await page.emulateMedia({ colorScheme: 'dark' })
      const person = personOf(site, 'carol')
      const client = await SiteClient.signIn(site, person)
      const ref = await appendTo(site, person, 'INBOX', { size: NEWSLETTER.length, flags: [], content: async function* () { yield NEWSLETTER } })
      await signedIn('carol', page)
      await page.goto(site.origin + client.urls.message(ref))
      const { region, frame } = new MessagePage(page)
      await expect(frame.getByRole('heading', { name: 'Boats' })).toBeVisible()
      await expect(frame.locator('html')).toHaveCSS('filter', /invert/)
      await region.getByRole('link', { name: 'Original colours' }).click()
      await expect(page).toHaveURL(/paper=original/)
      await expect(frame.locator('html')).toHaveCSS('filter', 'none')
      await expect(region.getByRole('link', { name: 'Dark colours' })).toBeVisible()
      const wide = await appendTo(site, person, 'INBOX', { size: WIDE.length, flags: [], content: async function* () { yield WIDE } })
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto(site.origin + client.urls.message(wide))
      await expect(frame.getByText('Over the sea')).toHaveCSS('filter', /invert/)
      await expect(frame.getByText('Over the sea')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
      const [needs, has] = await frame.locator('html').evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth] as const)
      expect(needs, 'nothing is wider than the screen').toBeLessThanOrEqual(has)
      const night = await appendTo(site, person, 'INBOX', { size: NIGHT.length, flags: [], content: async function* () { yield NIGHT } })
      await page.goto(site.origin + client.urls.message(night))
      await expect(frame.getByText('By night.')).toHaveCSS('color', 'rgb(255, 255, 255)')
      await expect(frame.locator('html')).toHaveCSS('filter', 'none')
      await expect(frame.locator('html')).toHaveCSS('background-color', 'rgb(23, 25, 28)')
    })
  })
}

test('a message in HTML shows its text until its layout has come', async ({ page, site, signedIn }) => {
  const person = personOf(site, 'carol')
  const client = await SiteClient.signIn(site, person)
  const octets = message(['Subject: Slow boats', 'Content-Type: text/html; charset=utf-8'], ['<p>Boats are <b>slow</b> today.</p>'])
  const ref = await appendTo(site, person, 'INBOX', { size: octets.length, flags: [], content: async function* () { yield octets } })
  await signedIn('carol', page)
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => void (release = resolve))
  await page.route((url) => url.pathname.includes('/html/'), async (route) => {
    await held
    await route.continue()
  })
  await page.goto(site.origin + client.urls.message(ref), { waitUntil: 'commit' })
  const { region, frame } = new MessagePage(page)
  await expect(region.getByText('Boats are slow today.')).toBeVisible()
  release()
  await expect(frame.getByText('Boats are slow today.')).toBeVisible()
  await expect(region.getByText('Boats are slow today.')).toHaveCount(0)
})
