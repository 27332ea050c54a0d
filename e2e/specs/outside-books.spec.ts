import { DavPeer } from '#lib/testing/dav/dav-peer.ts'
import { vcard } from '#lib/testing/dav/outside-fixture.ts'
import { AddressBookPage } from '../support/address-book/address-book-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { expect, testOnOwnSite } from '../support/test.ts'

const test = testOnOwnSite.extend<{ readonly peer: DavPeer }>({
  peer: async ({}, use) => {
    const peer = await new DavPeer().start()
    peer.friends.put('ben.vcf', vcard('ben', 'Ben There', 'EMAIL:ben@example.test\r\n'))
    peer.friends.put('cleo.vcf', vcard('cleo', 'Cleo There'))
    await use(peer)
    await peer.stop()
  },
})

for (const [javaScriptEnabled, person] of [[true, 'alice'], [false, 'bob']] as const) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('a book on another server is found, the same here and there, and both are kept where they differ', async ({ signedIn, peer }) => {
      const { page } = await signedIn(person)
      const book = new AddressBookPage(page)
      await book.open()
      await book.link('Address books on other servers').click()
      await book.field('Server, or your e-mail address there').fill(peer.url)
      await book.field('User name there').fill(peer.account.user)
      await book.field('Password there').fill('guessed')
      await book.button('Find address books').click()
      await expect(book.content.getByRole('alert')).toContainText('does not accept this user name and password')
      await expect(book.field('Server, or your e-mail address there')).toHaveValue(peer.url)
      await expect(book.field('Password there')).toHaveValue('')
      await book.field('Password there').fill(peer.account.password)
      await book.button('Find address books').click()
      await expect(book.field('Friends')).toBeChecked()
      await book.button('Have these here').click()
      await expect(book.content.getByText('1 address book was added.')).toBeVisible()
      await book.button('Synchronise now').click()
      await expect(book.content.getByText(/^Last synchronised: /)).toBeVisible()

      await book.link('Friends').click()
      await expect(book.link('Ben There')).toBeVisible()
      await book.link('Cleo There').click()
      await book.link('Edit').click()
      await book.field('Shown as').fill('Cleo Here')
      await book.button('Save').click()
      await expect.poll(() => peer.friends.names()).toEqual(['Ben There', 'Cleo Here'])

      await book.link('Back to Friends').click()
      await book.link('Ben There').click()
      peer.friends.put('ben.vcf', vcard('ben', 'Ben Changed'))
      await book.link('Edit').click()
      await book.field('Shown as').fill('Ben Here')
      await book.button('Save').click()
      await book.link('Back to Friends').click()
      await book.button('Synchronise now').click()
      await book.content.getByRole('region', { name: /^Synchronised with / }).getByRole('link', { name: 'Ben Here' }).click()
      const choice = book.content.getByRole('region', { name: 'Changed here and on the other server' })
      await expect(choice.getByText('Ben Here')).toBeVisible()
      await expect(choice.getByText('Ben Changed')).toBeVisible()
      if (javaScriptEnabled) await expectAccessible(page, 'a contact that differs')
      await book.button('Keep both, as two contacts').click()
      await expect(book.content.getByText('Your choice holds.')).toBeVisible()
      await expect(book.link('Ben Here')).toBeVisible()
      await expect(book.link('Ben Changed')).toBeVisible()
      await expect.poll(() => peer.friends.names()).toEqual(['Ben Changed', 'Ben Here', 'Cleo Here'])

      peer.account.password = 'another one'
      await book.button('Synchronise now').click()
      await expect(book.content.getByRole('alert')).toContainText('does not accept')
      await book.content.getByRole('link', { name: /^Synchronised with / }).click()
      await book.field('Password there').fill('another one')
      await book.button('Change the password').click()
      await expect(book.content.getByText('The new password works.')).toBeVisible()
      if (javaScriptEnabled) await expectAccessible(page, 'a server')
      await book.content.getByRole('button', { name: 'Stop using this server' }).click()
      await expect(book.content.getByText('It is synchronised no longer.')).toBeVisible()
      await book.open('Friends')
      await expect(book.link('Cleo Here')).toBeVisible()
      expect(peer.friends.cards.size).toBe(3)
    })
  })
}
