import { AddressBookPage } from '../support/address-book/address-book-page.ts'
import { ComposePage } from '../support/compose-page.ts'
import { DirectoryPage } from '../support/directory/directory-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { expect, testOnOwnSite as test } from '../support/test.ts'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('one search finds people in every book and directory, for a message and for a book', async ({ signedIn }) => {
      const name = javaScriptEnabled ? 'Smithson' : 'Smithfield'
      const { page } = await signedIn(javaScriptEnabled ? 'alice' : 'bob')
      const book = new AddressBookPage(page)
      await book.createBook(`Harbour ${name}`)
      await book.add('Ada', name, `ada.${name.toLowerCase()}@example.org`)
      await page.goto('./')
      await new MailPage(page).compose()
      const compose = new ComposePage(page)
      await compose.subject.fill('To all of you')
      await compose.form.getByRole('button', { name: 'Look up…' }).click()
      const people = new DirectoryPage(page)
      await book.search('ada smith')
      await expect(people.people.getByRole('rowheader', { name: `Harbour ${name}`, exact: true })).toBeVisible()
      await expect(people.people.getByRole('rowheader', { name: 'Lanternport', exact: true })).toBeVisible()
      await expect(people.row('ada.smith@example.test')).toContainText('Lanternport')
      if (javaScriptEnabled) await expectAccessible(page, 'people from several sources')
      await people.put('Cc', `Ada ${name}`, 'Ada Smith (Sr.)')
      await expect(compose.cc).toHaveValue(`Ada ${name} <ada.${name.toLowerCase()}@example.org>, "Ada Smith (Sr.)" <ada.smith@example.test>`)
      await expect(compose.subject).toHaveValue('To all of you')
      await compose.discard()

      await page.goto('people?q=ada+smith')
      await page.getByRole('checkbox', { name: 'Choose Ada Smith (Sr.)' }).check()
      await page.getByLabel('To the book').selectOption(`Harbour ${name}`)
      await page.getByRole('button', { name: 'Add to the address book' }).click()
      await expect(page.getByText('One contact was added.')).toBeVisible()
      await expect(people.row('ada.smith@example.test')).toContainText(`Harbour ${name}, Lanternport`)
      await people.row('ada.smith@example.test').getByRole('link').click()
      await expect(book.heading('Ada Smith (Sr.)')).toBeVisible()
      await expect(book.content.getByText(/^\+999 /)).toBeVisible()

      await book.content.getByRole('link', { name: /^From the directory Lanternport/ }).click()
      await page.getByLabel('Your notes').fill('Calls before noon.')
      await page.getByRole('button', { name: 'Save the notes' }).click()
      await expect(page.getByText('Your notes were saved.')).toBeVisible()
      await page.getByRole('link', { name: 'Ada Smith (Sr.) in your address book' }).click()
      await expect(book.content.getByText('Calls before noon.')).toBeVisible()
    })
  })
}
