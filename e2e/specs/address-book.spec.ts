import { AddressBookPage } from '../support/address-book/address-book-page.ts'
import { ComposePage } from '../support/compose-page.ts'
import { MessagePage } from '../support/message-page.ts'
import { personOf } from '../support/site.ts'
import { expect, testOnOwnSite as test } from '../support/test.ts'

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

for (const javaScriptEnabled of [true, false]) {
  const token = javaScriptEnabled ? 'scripted' : 'plain'
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('a contact is made, edited, found by any word, moved and deleted', async ({ signedIn }) => {
      const { page } = await signedIn('alice')
      const book = new AddressBookPage(page)
      await page.getByRole('link', { name: 'Address book', exact: true }).click()
      await expect(book.heading('Address book')).toBeVisible()
      await book.openBook('Personal')
      await book.add('Zoë', `Ångström ${token}`, `zoe.${token}@example.org`)
      await book.link('Edit').click()
      await book.field('Telephone 1').fill('+49 30 1234567')
      await book.field('E-mail address 2').fill(`second.${token}@example.org`)
      await book.field('Birthday').fill('02-29')
      await book.field('Note').fill('Sings alto.')
      await book.button('Save').click()
      await expect(book.content.getByText('The contact was saved.')).toBeVisible()
      for (const text of ['Sings alto.', '29 February', '+49 30 1234567', `second.${token}@example.org`]) await expect(book.content.getByText(text)).toBeVisible()

      await book.link('Edit').click()
      await book.field('Photo').setInputFiles({ name: 'zoe.png', mimeType: 'image/png', buffer: PNG })
      await book.button('Use this photo').click()
      await expect(book.content.getByRole('img', { name: `Photo of Zoë Ångström ${token}` })).toHaveJSProperty('naturalWidth', 1)

      for (const text of [`zoe ${token}`, `second.${token}`, `ANG ${token}`]) {
        await book.search(text)
        await expect(book.link(`Zoë Ångström ${token}`)).toBeVisible()
      }
      await book.search('1234567')
      await book.link(`Zoë Ångström ${token}`).click()
      await book.link('Edit').click()
      await book.field('Birthday').fill('tomorrow')
      await book.button('Save').click()
      await expect(book.content.getByText('This is no date.')).toBeVisible()
      await expect(book.field('Birthday')).toHaveValue('tomorrow')

      await book.createBook(`Choir ${token}`)
      await book.search(`zoe ${token}`)
      await book.link(`Zoë Ångström ${token}`).click()
      await book.field('To the book').selectOption(`Choir ${token}`)
      await book.button('Move').click()
      await expect(book.content.getByText('The contact was moved.')).toBeVisible()
      await expect(book.link(`Back to Choir ${token}`)).toBeVisible()
      await book.delete(`Zoë Ångström ${token}`)
      await book.search(`zoe ${token}`)
      await expect(book.content.getByRole('status')).toContainText('Nobody was found')
    })

    test('a group is made, filled and written to', async ({ signedIn }) => {
      const { page } = await signedIn('alice')
      const book = new AddressBookPage(page)
      await book.createBook(`Crew ${token}`)
      for (const name of ['Ann', 'Bea', 'Cleo']) {
        await book.openBook(`Crew ${token}`)
        await book.add(name, token, `${name.toLowerCase()}.${token}@example.org`)
      }
      await book.openBook(`Crew ${token}`)
      await book.link('New group').click()
      await book.field('Shown as').fill(`Boat ${token}`)
      await book.button('Create').click()
      await book.field('Add addresses').fill(`ann.${token}@example.org, guest.${token}@example.org`)
      await book.button('Change members').click()
      await expect(book.link(`Ann ${token}`)).toBeVisible()
      await expect(book.content.getByText('2 addresses in all')).toBeVisible()

      await book.openBook(`Crew ${token}`)
      await book.field(`Choose Bea ${token}`).check()
      await book.field('To the group').selectOption(`Boat ${token}`)
      await book.button('Add to the group').click()
      await expect(book.content.getByText('1 contact was added to the group.')).toBeVisible()
      await book.link(`Boat ${token}`).click()
      await book.field(`Take out guest.${token}@example.org`).check()
      await book.button('Change members').click()
      await expect(book.content.getByText('The members of the group were changed.')).toBeVisible()
      await book.button('Write to everybody in it').click()
      const compose = new ComposePage(page)
      await expect(compose.to).toHaveValue(`Ann ${token} <ann.${token}@example.org>, Bea ${token} <bea.${token}@example.org>`)
      await compose.discard()
    })

    test('whoever a message names is a contact in one click; whom one writes to is collected', async ({ signedIn, site }) => {
      const person = javaScriptEnabled ? 'alice' : 'carol'
      const mail = await signedIn(person)
      const book = new AddressBookPage(mail.page)
      await mail.compose()
      const compose = new ComposePage(mail.page)
      await compose.to.fill(`Pen Friend <${personOf(site, 'admin').address}>, ${person}@example.test`)
      await compose.subject.fill(`Hello ${token}`)
      await compose.text.fill('Known from now on.')
      await compose.send()
      await expect(compose.sent).toBeVisible()
      await book.open('Collected')
      await expect(book.link('Pen Friend')).toBeVisible()

      await mail.page.goto('./')
      await expect.poll(async () => {
        await mail.page.goto('./')
        return mail.row(`Hello ${token}`).count()
      }).toBe(1)
      await mail.openMessage(`Hello ${token}`)
      await expect(mail.page.getByRole('link', { name: 'Pen Friend in the address book' })).toBeVisible()
      await mail.openMailbox('Inbox')
      await mail.page.goto('./')
      const other = mail.rows.filter({ hasNotText: `Hello ${token}` }).first().getByRole('link')
      await other.click()
      await new MessagePage(mail.page).subject.waitFor()
      const add = mail.page.getByRole('button', { name: /^Add .* to the contacts$/ }).first()
      const name = /^Add (.*) to the contacts$/.exec((await add.getAttribute('title')) ?? '')?.[1] ?? ''
      await add.click()
      await expect(mail.page.getByText(`${name} is in your contacts now.`)).toBeVisible()
      await mail.page.getByRole('link', { name: `${name} in the address book` }).first().click()
      await expect(book.heading(name)).toBeVisible()
    })

    test('a book is shared to be read, then to be changed; who saves later sees both', async ({ signedIn }) => {
      const [alice, bob] = [new AddressBookPage((await signedIn('alice')).page), new AddressBookPage((await signedIn('bob')).page)]
      await alice.createBook(`Shared ${token}`)
      await alice.add('Dora', token, `dora.${token}@example.org`)
      await alice.openBook(`Shared ${token}`)
      await alice.link('Settings of this book').click()
      await alice.share('bob', 'may read')

      const shown = `Shared ${token} (shared by alice)`
      await bob.open(shown)
      await expect(bob.link('New contact')).toHaveCount(0)
      await expect(bob.link('Settings of this book')).toHaveCount(0)
      await bob.link(`Dora ${token}`).click()
      await expect(bob.button('Copy')).toBeVisible()
      for (const name of ['Edit', 'Move', 'Delete']) await expect(bob.content.getByRole('link', { name, exact: true }).or(bob.button(name))).toHaveCount(0)
      const contact = bob.page.url()
      const refused = await bob.page.goto(`${contact}/edit`)
      expect(refused?.status()).toBe(403)
      await expect(bob.content.getByText('This address book does not let you do that.')).toBeVisible()

      await alice.share('bob', 'may read and change')
      await bob.page.goto(`${contact}/edit`)
      await bob.field('Nickname').fill('Dolly of bob')
      await alice.openBook(`Shared ${token}`)
      await alice.link(`Dora ${token}`).click()
      await alice.link('Edit').click()
      await alice.field('Telephone 1').fill('555 777')
      await alice.button('Save').click()
      await expect(alice.content.getByText('The contact was saved.')).toBeVisible()

      await bob.button('Save').click()
      await expect(bob.content.getByText('Somebody changed this contact in the meantime.')).toBeVisible()
      await expect(bob.content.getByRole('region', { name: 'What is there now' })).toContainText('555 777')
      await expect(bob.field('Nickname')).toHaveValue('Dolly of bob')
      await bob.button('Save').click()
      for (const text of ['555 777', 'Dolly of bob']) await expect(bob.content.getByText(text)).toBeVisible()

      await alice.openBook(`Shared ${token}`)
      await alice.link('Settings of this book').click()
      await alice.button('Stop sharing with bob').click()
      await expect(alice.content.getByText('Nobody else sees this book.')).toBeVisible()
      expect((await bob.page.goto(contact))?.status()).toBe(404)
    })
  })
}

test('while an address is typed, address books and directories offer people together', async ({ signedIn }) => {
  const mail = await signedIn('alice')
  const { page } = mail
  const book = new AddressBookPage(page)
  await book.open('Personal')
  await book.add('Ada', 'Brook', 'ada.brook@example.org')
  await page.goto('./')
  await mail.compose()
  const compose = new ComposePage(page)
  await expect(compose.to).toHaveAttribute('role', 'combobox')
  await compose.to.pressSequentially('ada br')
  const offered = page.getByRole('listbox', { name: 'People' })
  await expect(offered.getByRole('option').first()).toContainText('ada.brook@example.org Personal')
  await expect(offered.getByRole('option', { name: /ada\.brandt@example\.test/ })).toBeVisible()
  await compose.to.press('ArrowDown')
  await compose.to.press('Enter')
  await expect(compose.to).toHaveValue('Ada Brook <ada.brook@example.org>, ')
})
