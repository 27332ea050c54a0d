import { readFile } from 'node:fs/promises'
import { ImportPage } from '../support/address-book/import-page.ts'
import { MessagePage } from '../support/message-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { appendTo } from '../support/site-client.ts'
import { personOf } from '../support/site.ts'
import { expect, testOnOwnSite as test } from '../support/test.ts'

const CARDS = ['BEGIN:VCARD', 'VERSION:3.0', 'UID:one', 'FN:Ann Anders', 'EMAIL:ann@example.org', 'X-ODD;LABEL=x:kept', 'END:VCARD', 'BEGIN:VCARD', 'VERSION:3.0', 'END:VCARD', 'BEGIN:VCARD', 'FN:Anna Anders', 'EMAIL:ANN@example.org', 'URL:javascript:alert(1)', 'END:VCARD', ''].join('\r\n')

for (const javaScriptEnabled of [true, false]) {
  const person = javaScriptEnabled ? 'alice' : 'carol'
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('vCards are imported, duplicates become one, the import is taken back, a book is saved', async ({ signedIn }) => {
      const { page } = await signedIn(person)
      const book = new ImportPage(page)
      await book.give('people.vcf', CARDS)
      await expect(book.field('Format')).toHaveValue('vcard3')
      await expect(book.content.getByText('Ann Anders')).toBeVisible()
      await expect(book.content.getByText(/^Line 8 cannot be read/)).toBeVisible()
      await book.importNow()
      await expect(book.counts).toHaveText(['Added: 2', 'Not imported: 1'])
      await expect(book.content.getByRole('row').nth(1)).toHaveText(/^8\s*not imported\s*Says nothing about anybody/)
      if (javaScriptEnabled) await expectAccessible(page)
      const report = page.url()

      await book.give('people.vcf', CARDS)
      await book.importNow()
      await expect(book.counts).toHaveText(['Added: 0', 'In the book already, just the same: 2', 'Not imported: 1'])

      await book.openBook('Personal')
      const saved = page.waitForEvent('download')
      await book.content.getByText('Export this book').click()
      await book.button('Export').click()
      const file = await saved
      expect(file.suggestedFilename()).toMatch(/^Personal \d{4}-\d\d-\d\d\.vcf$/)
      expect(await readFile(await file.path(), 'utf8')).toContain('X-ODD;LABEL=x:kept')

      await book.link('Duplicates').click()
      await expect(book.content.getByText('In common: e-mail address')).toBeVisible()
      if (javaScriptEnabled) await expectAccessible(page)
      await book.field('Anna Anders comes first').check()
      await book.button('Make one contact of these').click()
      await expect(book.content.getByText('Anna Anders is one contact now.')).toBeVisible()
      await expect(book.content.getByText('No duplicates were found.')).toBeVisible()

      await page.goto(report)
      await book.button('Take the import back').click()
      await expect(book.heading('The import of people.vcf was taken back.')).toBeVisible()
    })

    test('a table is mapped, in its charset, into a new book; chosen contacts are saved without a formula', async ({ signedIn }) => {
      const { page } = await signedIn(person)
      const book = new ImportPage(page)
      await book.give('crew.csv', Buffer.from('Wer;Mail;Geheim\r\nZo\xeb Zimt;zoe@example.org;x\r\n=1+1;sum@example.org;y\r\n', 'latin1'), 'New address book')
      await expect(book.content.getByText('Zoë Zimt')).toBeVisible()
      await book.field('Meaning of Wer').selectOption('Shown as')
      await book.field('Meaning of Geheim').selectOption('Leave out')
      await book.field('Character set').selectOption('windows-1252')
      await book.button('Look again').click()
      await expect(book.field('Character set')).toHaveValue('windows-1252')
      await expect(book.field('Meaning of Wer')).toHaveValue('fn')
      if (javaScriptEnabled) await expectAccessible(page)
      await book.importNow()
      await expect(book.counts).toHaveText(['Added: 2'])
      await book.link('Back to crew').click()
      await book.field('Choose =1+1').check()
      await book.content.getByRole('group', { name: 'With the chosen contacts' }).getByLabel('Format').selectOption('CSV')
      const saved = page.waitForEvent('download')
      await book.button('Export the chosen contacts').click()
      const table = await readFile(await (await saved).path(), 'utf8')
      expect(table).toContain("\r\n'=1+1,")
      expect(table).not.toContain('Zimt')
    })
  })
}

test('an attached vCard becomes a contact in one click, once; what is no file of contacts is refused', async ({ signedIn, site }) => {
  const message = Buffer.from(`From: a@example.test\r\nTo: bob@example.test\r\nSubject: My card\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHere it is.\r\n--b\r\nContent-Type: text/vcard; charset=utf-8\r\nContent-Disposition: attachment; filename="ann.vcf"\r\n\r\n${CARDS}--b--\r\n`)
  await appendTo(site, personOf(site, 'bob'), 'INBOX', {
    size: message.length,
    content: async function* () {
      yield message
    },
    flags: [],
  })
  const mail = await signedIn('bob')
  const book = new ImportPage(mail.page)
  for (const counts of [['Added: 2', 'Not imported: 1'], ['Added: 0', 'In the book already, just the same: 2', 'Not imported: 1']]) {
    await mail.page.goto('./')
    await mail.openMessage('My card')
    await new MessagePage(mail.page).attachments.getByRole('button', { name: 'Add to the contacts: ann.vcf' }).click()
    await expect(book.counts).toHaveText(counts)
  }
  await book.give('program.exe', 'MZ')
  await expect(book.content.getByText('This is no file of contacts that can be read here')).toBeVisible()
})
