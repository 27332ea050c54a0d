import type { Locator } from '@playwright/test'
import { ComposePage } from '../support/compose-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { expect, test } from '../support/test.ts'

const pasteLines = (field: Locator, text: string): Promise<void> =>
  field.evaluate((element: HTMLInputElement, lines) => {
    const data = new DataTransfer()
    data.setData('text/plain', lines)
    element.focus()
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, text)

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('what looks unfinished is asked about once, and leaves when one says so', async ({ signedIn }) => {
      const { page } = await signedIn('carol')
      await new MailPage(page).compose()
      const compose = new ComposePage(page)
      if (javaScriptEnabled) await pasteLines(compose.to, 'bob\ncarol@example.test\n')
      else await compose.to.fill('bob, carol@example.test')
      await compose.text.fill('The timetable is attached.')
      await compose.send()
      await expect(page.getByText('The message has no subject.')).toContainText('no file is attached')
      await expect(compose.text).toHaveValue('The timetable is attached.')
      if (javaScriptEnabled) await expectAccessible(page, 'what looks unfinished')
      await page.getByRole('button', { name: 'Send anyway' }).click()
      await expect(compose.sent).toBeVisible()
      await expect(page.getByText('It went to bob@example.test, carol@example.test.')).toBeVisible()
    })

    test('the copy is kept where one wants it', async ({ signedIn }) => {
      const { page } = await signedIn('bob')
      const subject = javaScriptEnabled ? 'A copy in Archive' : 'A copy in Archive, too'
      await new MailPage(page).compose()
      const compose = new ComposePage(page)
      await compose.to.fill('carol')
      await compose.subject.fill(subject)
      await compose.text.fill('For the records.')
      await compose.form.getByRole('combobox', { name: 'Keep a copy in' }).selectOption('Archive')
      await compose.save()
      await expect(compose.form.getByRole('combobox', { name: 'Keep a copy in' })).toHaveValue('Archive')
      await compose.send()
      await expect(compose.sent).toBeVisible()
      await page.goto('./mailboxes/Archive')
      await new MailPage(page).openMessage(subject)
      await page.goto('./mailboxes/Sent')
      await expect(page.getByText(subject, { exact: true })).toHaveCount(0)
    })

    test('who is not taken for now is asked for again, by itself and by hand, and may be let go', async ({ signedIn }) => {
      const { page } = await signedIn('carol')
      const mail = new MailPage(page)
      await mail.compose()
      const compose = new ComposePage(page)
      const subject = `Not everybody, ${javaScriptEnabled ? 'one' : 'two'}`
      await compose.to.fill('bob, tempfail@example.test')
      await compose.subject.fill(subject)
      await compose.text.fill('Soup at noon.')
      await compose.send()
      const partly = page.getByRole('heading', { name: 'Sent, but not to everybody' })
      await expect(partly).toBeVisible()
      await expect(page.getByText('It went to bob@example.test.')).toBeVisible()
      await expect(page.getByRole('listitem').filter({ hasText: 'tempfail@example.test' })).toContainText('451')
      if (javaScriptEnabled) await expectAccessible(page, 'a message that not everybody has')
      await page.getByRole('button', { name: 'Try again now' }).click()
      await expect(partly).toBeVisible()
      await page.goto('./')
      await page.getByRole('region', { name: 'Open messages' }).getByRole('link', { name: subject }).click()
      await page.getByRole('button', { name: 'Leave it at that' }).click()
      await expect(compose.sent).toBeVisible()
      await expect(page.getByText('tempfail@example.test')).toBeVisible()
    })

    test('several messages are forwarded at once', async ({ signedIn }) => {
      const { page } = await signedIn('alice')
      const mail = new MailPage(page)
      await mail.choose('Tomorrow!', 'Soup: the shopping list')
      await page.getByRole('button', { name: 'Forward as attachment' }).first().click()
      const compose = new ComposePage(page)
      await expect(compose.attachment('Tomorrow!.eml')).toBeVisible()
      await expect(compose.attachment('Soup- the shopping list.eml').or(compose.attachment('Soup: the shopping list.eml'))).toBeVisible()
      await page.getByRole('button', { name: 'Discard' }).click()
    })

    test('a message is redirected as it is', async ({ signedIn }) => {
      const { page } = await signedIn('alice')
      const mail = new MailPage(page)
      await mail.openMessage('Tomorrow!')
      await page.getByRole('button', { name: 'Redirect' }).click()
      const form = page.getByRole('form', { name: 'Redirect' })
      await form.getByLabel('To', { exact: true }).fill('carol')
      if (javaScriptEnabled) await expectAccessible(page, 'a message to redirect')
      await form.getByRole('button', { name: 'Redirect' }).click()
      await expect(page.getByText('It went to carol@example.test.')).toBeVisible()
    })
  })
}
