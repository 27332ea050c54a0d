import { readFileSync } from 'node:fs'
import { MessagePage } from '../support/message-page.ts'
import { SettingsPage } from '../support/settings-page.ts'
import { appendTo } from '../support/site-client.ts'
import { personOf } from '../support/site.ts'
import { expect, test } from '../support/test.ts'

// Nobody else's journeys go through this account, whose habits change here.
test.beforeAll(async ({ site }) => {
  for (let n = 1; n <= 12; n++) {
    const content = Buffer.from(`From: pier@example.test\r\nSubject: Tide table ${n}\r\n\r\nHigh water at ${n}.\r\n`)
    await appendTo(site, personOf(site, 'outside'), 'INBOX', { size: content.length, content: async function* () { yield content }, flags: [] })
  }
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('what is set holds at once, and goes back to the default', async ({ signedIn }) => {
      const mail = await signedIn('outside')
      const settings = new SettingsPage(mail.page)
      await settings.open('List of messages')
      await settings.field('Messages on a page').fill('10')
      await settings.field('Sort by').selectOption('Subject')
      await settings.save()
      await mail.page.goto('./')
      await expect(mail.rows).toHaveCount(10)
      await expect(mail.list.getByRole('columnheader', { name: 'Subject' })).toHaveAttribute('aria-sort', 'ascending')
      await settings.open('List of messages')
      await expect(settings.field('Messages on a page')).toHaveValue('10')
      await settings.reset('Messages on a page')
      await settings.reset('Sort by')
      await expect(settings.field('Messages on a page')).toHaveValue('50')
    })

    test('reading by the person’s own habits', async ({ signedIn }) => {
      const mail = await signedIn('outside')
      const settings = new SettingsPage(mail.page)
      await settings.open('Reading')
      await settings.field('Headers').selectOption('All of them')
      await settings.field('Mark as read').selectOption('Only by hand')
      await settings.save()
      await mail.page.goto('./')
      const unread = mail.rows.filter({ hasText: 'Unread' }).first()
      const subject = await unread.getByRole('link').innerText()
      await mail.openMessage(subject)
      await expect(new MessagePage(mail.page).region.getByRole('table', { name: 'All headers' })).toBeVisible()
      await mail.page.goto('./')
      await expect(mail.row(subject).first()).toContainText('Unread')
      await settings.open('Reading')
      await settings.reset('Headers')
      await settings.reset('Mark as read')
    })
  })
}

test('a setting is found by another word for it', async ({ signedIn }) => {
  const { page } = await signedIn('outside')
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.getByRole('searchbox', { name: 'Search settings' }).fill('bcc')
  await page.getByRole('searchbox', { name: 'Search settings' }).press('Enter')
  await expect(page.getByRole('status')).toContainText('1 setting found for “bcc”')
  await expect(page.getByLabel('Blind copies of everything go to')).toBeVisible()
})

test('what one has set goes along as a file', async ({ signedIn }) => {
  const { page } = await signedIn('outside')
  const settings = new SettingsPage(page)
  await settings.open('You')
  await settings.field('Organization').fill('The “lighthouse” & co.')
  await settings.save()
  await page.goto('./settings')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download my settings' }).click()
  const file = await (await download).path()
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ 'identity.organization': 'The “lighthouse” & co.' })
  await settings.open('You')
  await settings.reset('Organization')
  await page.goto('./settings')
  await page.getByLabel('A file with settings').setInputFiles({ name: 's.json', mimeType: 'application/json', buffer: readFileSync(file) })
  await page.getByRole('button', { name: 'Read settings from the file' }).click()
  await expect(page.getByText('1 setting was taken over.')).toBeVisible()
  await settings.open('You')
  await expect(settings.field('Organization')).toHaveValue('The “lighthouse” & co.')
  await settings.reset('Organization')
})
