import { ComposePage } from '../support/compose-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { MessagePage } from '../support/message-page.ts'
import { SettingsPage } from '../support/settings-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { appendTo } from '../support/site-client.ts'
import { personOf } from '../support/site.ts'
import { expect, testOnOwnSite as test } from '../support/test.ts'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('somebody writes under a second name, answers under the one that was written to, and gives it up', async ({ signedIn, site }) => {
      const desk = `desk-${javaScriptEnabled ? 'a' : 'b'}@pier.test`
      const mail = await signedIn('admin')
      const { page } = mail
      const settings = new SettingsPage(page)
      await settings.open('You')
      const added = page.getByRole('group', { name: 'Other names and addresses: a new one' })
      await added.getByLabel('Name').fill('The “desk”')
      await added.getByLabel('Address').fill(desk)
      await added.getByRole('combobox', { name: 'Write the signature' }).selectOption('With formatting')
      const signature = added.getByRole('textbox', { name: 'Signature', exact: true })
      if (javaScriptEnabled) {
        await expect(added.getByRole('toolbar')).toBeVisible()
        await signature.pressSequentially('The desk, ')
        await page.getByRole('button', { name: 'Bold' }).last().click()
        await page.keyboard.type('at the pier')
        await expectAccessible(page)
      } else await signature.fill('<div>The desk, <b>at the pier</b></div>')
      await settings.save()
      await expect(page.getByRole('group', { name: 'Other names and addresses: 1' }).locator('textarea')).toHaveValue(/The desk,(?:\s|&nbsp;)+<b>at the pier<\/b>/)
      const first = page.getByRole('group', { name: 'Other names and addresses: 1' })
      await expect(first.getByLabel('Address')).toHaveValue(desk)

      await page.goto('./')
      await mail.compose()
      const compose = new ComposePage(page)
      const from = compose.form.getByRole('combobox', { name: 'From' })
      await from.selectOption({ label: await from.getByRole('option').nth(1).innerText() })
      await compose.to.fill('bob@example.test')
      await compose.save()
      await expect(compose.text).toHaveValue(/^\n\n-- \nThe desk,\sat the pier\n$/)
      await expect(from).toHaveValue(new RegExp(`<${desk}>$`))
      await compose.discard()

      const orders = desk.replace('@', '+orders@')
      const content = Buffer.from(`From: bob@example.test\r\nTo: ${orders}\r\nList-Post: <mailto:list@pier.test>\r\nSubject: For ${desk}\r\n\r\nAre you there?\r\n`)
      await appendTo(site, personOf(site, 'admin'), 'INBOX', { size: content.length, content: async function* () { yield content }, flags: [] })
      await page.goto('./mailboxes/INBOX')
      await new MailPage(page).openMessage(`For ${desk}`)
      await new MessagePage(page).answer('Reply to the list')
      await expect(from).toHaveValue(new RegExp(`<${RegExp.escape(orders)}>$`))
      await expect(from.getByRole('option')).toHaveCount(3)
      await expect(compose.to).toHaveValue('list@pier.test')
      await expect(compose.text).toHaveValue(/-- \nThe desk,\sat the pier\n\nOn .* wrote:\n> Are you there\?/)
      await compose.discard()

      await settings.open('You')
      await first.getByRole('checkbox', { name: 'Remove it' }).check()
      await settings.form.getByLabel('Your address', { exact: true }).fill(desk)
      await settings.save()
      await expect(first).toHaveCount(0)
      await page.goto('./')
      await mail.compose()
      await expect(page.getByText(/^From .*desk-.@pier\.test>?$/), 'with one name there is no choice, and the head says it').toBeVisible()
      await compose.discard()
      await settings.open('You')
      await settings.reset('Your address')
    })

    test('links are kept as records, and a wrong address is told with everything that was typed', async ({ signedIn }) => {
      const { page } = await signedIn('outside')
      const settings = new SettingsPage(page)
      await settings.open('Links')
      const added = page.getByRole('group', { name: 'Your links: a new one' })
      await added.getByLabel('Title').fill('Tides | today')
      await added.getByLabel('Address').fill('ftp://tides.example.org/')
      await settings.form.getByRole('button', { name: 'Save', exact: true }).click()
      await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible()
      const typed = page.getByRole('group', { name: 'Your links: 1' })
      await expect(typed.getByLabel('Title')).toHaveValue('Tides | today')
      await typed.getByLabel('Address').fill('https://tides.example.org/')
      await settings.save()
      await page.goto('./')
      await expect(page.getByRole('link', { name: 'Tides | today' })).toHaveAttribute('href', 'https://tides.example.org/')
      await settings.open('Links')
      await settings.reset('Your links')
    })
  })
}
