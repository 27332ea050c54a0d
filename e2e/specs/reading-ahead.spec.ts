import { MessagePage } from '../support/message-page.ts'
import { appendTo } from '../support/site-client.ts'
import { personOf } from '../support/site.ts'
import { expect, test } from '../support/test.ts'

const leaflet = (name: string): Buffer =>
  Buffer.from(`From: printer@example.test\r\nSubject: Leaflet ${name}\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>This is leaflet ${name}.</p><img src="https://offers.invalid/${name}.gif">\r\n`)

test('the HTML of a message comes beside the message, not after it', async ({ page, site, signedIn }) => {
  const content = leaflet('beside')
  await appendTo(site, personOf(site, 'bob'), 'INBOX', { size: content.length, content: async function* () { yield content }, flags: [] })
  const mail = await signedIn('bob', page)
  const reading = new MessagePage(page)
  const released = Promise.withResolvers<void>()
  await page.route(/\/api\/mailboxes\/INBOX\/messages\/[\d.]+(\?|$)/, async (route) => {
    await released.promise
    await route.continue()
  })
  const [frame] = await Promise.all([page.waitForRequest(/\/html\/1$/), mail.row('Leaflet beside').first().getByRole('link').dispatchEvent('click')])
  expect(frame.isNavigationRequest()).toBe(true)
  await expect(page.locator('[data-frames-ahead] iframe[data-loaded]')).toHaveCount(1)
  released.resolve()
  await expect(reading.frame.getByText('This is leaflet beside.')).toBeVisible()
  await expect(page.locator('main iframe')).toHaveCount(1)

  // Whoever comes back to it finds it as it was left.
  const again: string[] = []
  page.on('request', (request) => request.url().includes('/html/') && again.push(request.url()))
  await page.goBack()
  await expect(page.locator('main iframe')).toHaveCount(0)
  await page.goForward()
  await expect(reading.frame.getByText('This is leaflet beside.')).toBeVisible()
  expect(again).toEqual([])
})

test('what is loaded ahead is not read, and takes over neither consent nor history', async ({ page, site, signedIn }) => {
  for (const name of ['one', 'two']) {
    const content = leaflet(name)
    await appendTo(site, personOf(site, 'carol'), 'INBOX', { size: content.length, content: async function* () { yield content }, flags: [] })
  }
  const mail = await signedIn('carol', page)
  const reading = new MessagePage(page)
  const row = mail.row('Leaflet two').first()
  await row.hover()
  await expect(page.locator('[data-frames-ahead] iframe[src]')).toHaveCount(1)
  await page.reload()
  await expect(row.getByText('Unread')).toBeAttached()

  await row.hover()
  await expect(page.locator('[data-frames-ahead] iframe[src]')).toHaveCount(1)
  await mail.openMessage('Leaflet two')
  await expect(reading.frame.getByText('This is leaflet two.')).toBeVisible()
  await expect(page.locator('main iframe')).toHaveCount(1)
  await expect(row.getByText('Unread')).toHaveCount(0)

  await reading.region.getByRole('link', { name: 'Show remote images' }).click()
  await expect(page).toHaveURL(/images=1/)
  await mail.openMessage('Leaflet one')
  await expect(reading.frame.getByText('This is leaflet one.')).toBeVisible()
  await expect(page).not.toHaveURL(/images=1/)
  await expect(reading.region.getByRole('link', { name: 'Show remote images' })).toBeVisible()

  await page.goBack()
  await expect(reading.subject).toHaveText('Leaflet two')
  await expect(reading.frame.getByText('This is leaflet two.')).toBeVisible()
  await page.goBack()
  await expect(page).not.toHaveURL(/images=1/)
  await page.goBack()
  await expect(reading.subject).toHaveCount(0)
})
