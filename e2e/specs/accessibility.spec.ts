import { expectAccessible } from '../support/probes/accessible.ts'
import { AddressBookPage } from '../support/address-book/address-book-page.ts'
import { ComposePage } from '../support/compose-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { expect, test } from '../support/test.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [screen, viewport] of [['desktop', { width: 1440, height: 900 }], ['phone', { width: 390, height: 844 }]] as const) {
    const isUsual = (colorScheme === 'light') === (screen === 'desktop')
    test.describe(`${colorScheme}, ${screen}`, isUsual ? {} : { tag: '@every-look' }, () => {
      test.use({ colorScheme, viewport })

      test('axe finds nothing before signing in', async ({ page }) => {
        for (const path of ['sign-in', 'about', 'help', 'no-such-page']) {
          await page.goto(path)
          await expectAccessible(page, path)
        }
      })

      test('axe finds nothing in mail', async ({ page, signedIn }) => {
        // A score of pages.
        test.setTimeout(120_000)
        const mail = await signedIn('alice', page)
        await expectAccessible(page, 'index')
        for (const path of ['mailboxes/INBOX?q=lens', 'mailboxes/INBOX?q=nothinghasthis', 'mailboxes/NoSuchMailbox', 'manage', 'manage/Archive']) {
          await page.goto(path)
          await expectAccessible(page, path)
        }
        await page.goto('address-book')
        await expectAccessible(page, 'address books')
        const book = new AddressBookPage(page)
        await book.createBook(`Axe ${colorScheme} ${screen}`)
        await book.add('Axe', 'Person', 'axe@example.org')
        await expectAccessible(page, 'contact')
        await book.link('Edit').click()
        await expectAccessible(page, 'contact form')
        await book.openBook(`Axe ${colorScheme} ${screen}`)
        await expectAccessible(page, 'book')
        await book.link('Settings of this book').click()
        await expectAccessible(page, 'settings of a book')
        await page.goto('')
        await mail.openMessage('Tomorrow!')
        await expectAccessible(page, 'message')
      })

      test('axe finds nothing where people are looked up', async ({ page, signedIn }) => {
        await signedIn('bob', page)
        for (const path of ['directory?text=smith&field=last', 'directory?text=nobodyhasthis', 'directory/entry?of=demonstration&entry=uid%3Dada.brandt,ou%3Dpeople,dc%3Dexample,dc%3Dtest']) {
          await page.goto(path)
          await expectAccessible(page, path)
        }
      })

      test('axe finds nothing in the compose form', async ({ page, signedIn }) => {
        await signedIn('bob', page)
        await new MailPage(page).compose()
        const compose = new ComposePage(page)
        await expect(compose.form).toBeVisible()
        await expectAccessible(page)
        await compose.discard()
      })
    })
  }
}
