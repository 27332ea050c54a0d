import { unzipSync } from 'fflate'
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { writeTnef } from '#lib/testing/parsing/write-tnef.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { MessagePage } from '../support/message-page.ts'
import { appendTo, SiteClient } from '../support/site-client.ts'
import { personOf } from '../support/site.ts'
import { expect, test } from '../support/test.ts'

const INNER = ['From: Inge Inner <inge@example.test>', 'Subject: Letter inside', 'Date: Tue, 02 Jan 2024 03:04:05 +0000', 'Content-Type: multipart/mixed; boundary=c', '',
  '--c', 'Content-Type: text/html', '', '<p>Inner <b>text</b>.</p><script>document.title = "ran"</script>', '--c', 'Content-Type: text/plain; name=inner.txt', 'Content-Disposition: attachment', '', 'inner file', '--c--'].join('\r\n')
const MESSAGE = Buffer.from(
  ['From: Carol <carol@example.test>', 'Subject: Box of things', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '',
    '--b', 'Content-Type: text/plain', '', 'Four things.',
    '--b', 'Content-Type: application/pdf; name=plan.pdf', '', '%PDF-1.4',
    '--b', 'Content-Type: message/rfc822', '', INNER,
    '--b', 'Content-Type: application/ms-tnef; name=winmail.dat', 'Content-Transfer-Encoding: base64', '', writeTnef([{ title: 'figures.xls', content: Buffer.from('figures') }]).toString('base64').replace(/.{76}/g, '$&\r\n'),
    '--b--', ''].join('\r\n'),
)

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('attachments: all at once, a message inside, winmail.dat, kept, and taken out', async ({ page, site, signedIn }) => {
      const person = personOf(site, 'carol')
      const client = await SiteClient.signIn(site, person)
      const mailbox = `Things ${javaScriptEnabled ? 'one' : 'two'} ${test.info().retry}`
      expect((await client.ask(client.urls.api.mailboxes(), { json: { name: mailbox } })).status).toBe(201)
      const ref = await appendTo(site, person, mailbox, { size: MESSAGE.length, flags: ['\\Flagged'], content: async function* () { yield MESSAGE } })
      await signedIn('carol', page)
      await page.goto(site.origin + client.urls.message(ref))
      const message = new MessagePage(page)

      expect(Object.keys(await zipOf(page, message))).toEqual(['plan.pdf', 'Letter inside.eml', 'winmail.dat'])

      await message.attachments.getByRole('link', { name: 'View Letter inside.eml' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Letter inside')
      await expect(page.getByText('Inge Inner <inge@example.test>')).toBeVisible()
      await expect(page.frameLocator('iframe').getByText('Inner text.')).toBeVisible()
      await expect(page).toHaveTitle(/^Letter inside/)
      await expect(page.getByRole('link', { name: 'Download inner.txt' })).toBeVisible()
      if (javaScriptEnabled) await expectAccessible(page, 'message inside')
      await page.getByRole('link', { name: 'Back to the message' }).click()

      await message.attachments.getByRole('link', { name: 'View winmail.dat' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Files in winmail.dat')
      const arriving = page.waitForEvent('download')
      await page.getByRole('link', { name: 'Download figures.xls' }).click()
      expect(await readFile(await (await arriving).path(), 'utf8')).toBe('figures')
      if (javaScriptEnabled) await expectAccessible(page, 'winmail.dat')
      await page.getByRole('link', { name: 'Back to the message' }).click()

      await message.attachments.getByRole('link', { name: 'Save or remove…' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Attachments of “Box of things”')
      if (javaScriptEnabled) await expectAccessible(page, 'attachments')
      await page.getByRole('combobox', { name: 'To mailbox' }).selectOption(mailbox)
      await page.getByRole('button', { name: 'Save' }).click()
      await expect(page.getByText(`The message was saved in ${mailbox}.`)).toBeVisible()

      await page.getByRole('checkbox', { name: 'Remove plan.pdf' }).check()
      await page.getByRole('checkbox', { name: 'Remove winmail.dat' }).check()
      await page.getByRole('checkbox', { name: 'Yes, remove' }).check()
      await page.getByRole('button', { name: 'Remove', exact: true }).click()
      await expect(page.getByText('2 attachments were removed.')).toBeVisible()
      await expect(message.subject).toHaveText('Box of things')
      await expect(message.region.getByText('Removed attachment: plan.pdf')).toBeVisible()
      await expect(message.attachments.getByRole('link', { name: /^Download / })).toHaveCount(1)
      const index = (await (await client.ask(client.urls.api.messages(mailbox), { headers: { Accept: 'application/json' } })).json()) as { messages: { subject: string; flagged: boolean }[] }
      expect(index.messages.map(({ subject, flagged }) => [subject, flagged]).sort()).toEqual([['Box of things', true], ['Letter inside', false]])
    })
  })
}

async function zipOf(page: Page, message: MessagePage): Promise<Record<string, Uint8Array>> {
  const arriving = page.waitForEvent('download')
  await message.attachments.getByRole('link', { name: 'Download all' }).click()
  return unzipSync(await readFile(await (await arriving).path()))
}
