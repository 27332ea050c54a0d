import { findChromium } from '#lib/cli/suites/find-program.ts'
import { SettingsPage } from '../support/settings-page.ts'
import { personOf } from '../support/site.ts'
import { deliver } from '../support/probes/submit-message.ts'
import { expect, testOnOwnSite as test } from '../support/test.ts'

// Chromium without a screen has no notices.
test.use({ launchOptions: async ({ launchOptions }, use) => use({ ...launchOptions, executablePath: findChromium() ?? '' }) })

test('a new message is told outside the window to whoever looks at something else', async ({ signedIn, site, context, page }) => {
  test.setTimeout(120_000)
  await context.grantPermissions(['notifications'])
  // The browser of a test always has the focus, and shows its notices to nobody.
  await page.addInitScript(() => {
    const told: unknown[] = []
    Object.assign(window, { told, Notification: class extends Notification { constructor(title: string, options?: NotificationOptions) { super(title, options); told.push([title, options?.body]) } } })
    document.hasFocus = () => false
  })
  const told = (): Promise<unknown> => page.evaluate(() => (window as unknown as { told: unknown }).told)
  const mail = await signedIn('outside', page)
  const settings = new SettingsPage(page)
  await settings.open('News')
  await settings.field('Tell me outside this window').check()
  await settings.save()
  await expect(page.getByText('This browser shows notices.')).toBeVisible()
  const to = personOf(site, 'outside').address
  await page.goto('./mailboxes/INBOX')
  await expect(mail.list).toBeVisible()
  await deliver(site, { from: 'harbour@example.test', to, subject: 'Fog tonight' })
  await expect.poll(told).toEqual([['harbour@example.test', 'Fog tonight']])
  await page.goto('./mailboxes/Drafts')
  await expect(mail.list).toBeVisible()
  await deliver(site, { from: 'harbour@example.test', to, subject: 'Fog tomorrow' })
  // The mailboxes beside the open one are asked every half minute.
  await expect.poll(told, { timeout: 45_000 }).toEqual([['One new message', 'Inbox']])
  await settings.open('News')
  await settings.reset('Tell me outside this window')
})
