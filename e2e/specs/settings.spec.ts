import { readFileSync } from 'node:fs'
import { MessagePage } from '../support/message-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { SettingsPage } from '../support/settings-page.ts'
import { appendTo } from '../support/site-client.ts'
import { SignInPage } from '../support/sign-in-page.ts'
import { startSite } from '../support/start-site.ts'
import { personOf } from '../support/site.ts'
import { expect, testOnOwnSite as test } from '../support/test.ts'

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

test('attached pictures are shown below the list of files for whoever wants them', async ({ signedIn, site }) => {
  const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const part = (type: string, name: string, body: string): string => `--b\r\nContent-Type: ${type}; name=${name}\r\nContent-Disposition: attachment; filename=${name}\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n`
  const content = Buffer.from(`From: pier@example.test\r\nSubject: The pier in pictures\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${part('image/png', 'pier.png', PNG)}${part('image/svg+xml', 'trap.svg', 'PHN2Zy8+')}${part('application/pdf', 'plan.pdf', 'JVBERi0=')}--b--\r\n`)
  await appendTo(site, personOf(site, 'outside'), 'INBOX', { size: content.length, content: async function* () { yield content }, flags: [] })
  const mail = await signedIn('outside')
  const attachments = new MessagePage(mail.page).attachments
  await mail.page.goto('./mailboxes/INBOX')
  await mail.openMessage('The pier in pictures')
  await expect(attachments.getByRole('listitem')).toHaveCount(3)
  await expect(attachments.locator('img')).toHaveCount(0)
  const settings = new SettingsPage(mail.page)
  await settings.open('Reading')
  await settings.field('Show attached pictures').check()
  await settings.save()
  await mail.page.goto('./mailboxes/INBOX')
  await mail.openMessage('The pier in pictures')
  await expect(attachments.getByRole('img', { name: 'pier.png' })).toBeVisible()
  await expect(attachments.locator('img')).toHaveCount(1)
  await expect(attachments.getByRole('img', { name: 'pier.png' }), 'it has loaded').toHaveJSProperty('naturalWidth', 1)
  await settings.open('Reading')
  await settings.reset('Show attached pictures')
})

test('what a filter takes for spam warns and asks before pictures, unless somebody wants no warning', async ({ signedIn, site }) => {
  const content = Buffer.from('From: pier@example.test\r\nSubject: The pier is yours\r\nX-Spam-Flag: YES\r\nContent-Type: text/html\r\n\r\n<p>You have won it.</p><img src="https://tracker.test/a.png">\r\n')
  await appendTo(site, personOf(site, 'outside'), 'INBOX', { size: content.length, content: async function* () { yield content }, flags: [] })
  const mail = await signedIn('outside')
  const settings = new SettingsPage(mail.page)
  const reading = new MessagePage(mail.page).region
  const warning = reading.getByText('The mail server takes this message for spam.')
  const ask = reading.getByRole('link', { name: 'Show remote images' })
  await settings.open('Reading')
  await settings.field('Pictures from elsewhere').selectOption('Always show')
  await settings.save()
  await mail.page.goto('./mailboxes/INBOX')
  await mail.openMessage('The pier is yours')
  await expect(warning).toBeVisible()
  await expect(ask).toBeVisible()
  await settings.open('Reading')
  await settings.field('Warn of spam').uncheck()
  await settings.save()
  await mail.page.goto('./mailboxes/INBOX')
  await mail.openMessage('The pier is yours')
  await expect(reading.locator('iframe')).toBeVisible()
  await expect(warning).toHaveCount(0)
  await expect(ask).toHaveCount(0)
  await settings.open('Reading')
  await settings.reset('Warn of spam')
  await settings.reset('Pictures from elsewhere')
})

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

test('a storage of settings that is down takes no mail away: the site’s own hold, a banner says so, and nothing is saved over', async ({ browser }) => {
  // Nobody listens there.
  const running = await startSite({ quiet: true, env: { POSTERN_PREFERENCES_DATABASE: 'postgresql://nobody:word@127.0.0.1:9/none' } })
  try {
    const context = await browser.newContext({ baseURL: `${running.site.origin}/`, locale: 'en-GB' })
    const page = await context.newPage()
    await page.goto('sign-in')
    await new SignInPage(page).signIn(personOf(running.site, 'alice'))
    const mail = new MailPage(page)
    await expect(page.getByText('Your settings cannot be read at the moment, so the site’s own are in force.')).toBeVisible()
    await mail.openMessage('Tomorrow!')
    await page.goto('settings/index')
    await expect(page.getByText('Yours are not lost.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled()
    const forced = await page.request.post('api/preferences', { headers: { Origin: running.site.origin, 'X-Postern': '1' }, data: { changes: [{ name: 'index.page_size', value: 10 }] } })
    expect(forced.status()).toBe(503)
    await context.close()
  } finally {
    await running.close()
  }
})
