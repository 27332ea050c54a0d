import { MailPage } from '../support/mail-page.ts'
import { deliver } from '../support/probes/submit-message.ts'
import { expect, test } from '../support/test.ts'

test('a message that arrives appears in the open index without a reload', async ({ page, site, signedIn }) => {
  const mail = await signedIn('bob', page)
  await page.evaluate(() => Object.assign(window, { sameDocument: true }))
  await mail.rows.nth(2).getByRole('checkbox').check()
  const chosen = await mail.rows.nth(2).textContent()
  await mail.search.focus()
  await deliver(site, { from: 'carol@example.test', to: 'bob@example.test', subject: 'Live and at once' })
  await expect(mail.row('Live and at once')).toHaveCount(1, { timeout: 5_000 })
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
  // What the person was at is as it was: the choice, and where the cursor stands.
  await expect(mail.row(chosen ?? '').getByRole('checkbox')).toBeChecked()
  await expect(mail.search).toBeFocused()
})

test('a flag that another client sets is seen at once', async ({ page, signedIn, browser, baseURL }) => {
  const mail = await signedIn('carol', page)
  const context = await browser.newContext({ baseURL: baseURL ?? '', storageState: await page.context().storageState() })
  const other = new MailPage(await context.newPage())
  await other.page.goto('')
  const row = other.rows.nth(1)
  const text = await row.getByRole('link').textContent()
  await row.getByRole('checkbox').check()
  await other.act('Mark as unread')
  await expect(mail.row(text ?? '').first().getByText('Unread')).toBeAttached()
  await context.close()
})

test('ten open tabs do not hang the browser, and all of them live', async ({ page, context, site, signedIn }) => {
  test.setTimeout(120_000)
  const first = await signedIn('admin', page)
  const tabs = [first]
  // HTTP/1.1 allows six connections to a host: the tenth tab loads only if the tabs share one stream.
  for (let tab = 2; tab <= 10; tab += 1) {
    const another = new MailPage(await context.newPage())
    await another.page.goto('')
    await expect(another.list).toBeVisible()
    tabs.push(another)
  }
  await deliver(site, { from: 'carol@example.test', to: 'admin@example.test', subject: 'To all ten tabs' })
  for (const tab of tabs) await expect(tab.row('To all ten tabs')).toHaveCount(1)
})
