import { writeMessageId } from '#lib/mail/message-ref.ts'
import { MessagePage } from '../support/message-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { appendTo, SiteClient } from '../support/site-client.ts'
import { personOf } from '../support/site.ts'
import { expect, testOnOwnSite as test } from '../support/test.ts'

const HEAD = Buffer.from(['From: Boat News <news@boats.test>', 'To: admin@example.test', 'Subject: The whole fleet', 'Date: Tue, 03 Feb 2026 04:05:06 +0000', 'List-Unsubscribe: <mailto:leave@boats.test>', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'Ship after ship.', '--b', 'Content-Type: application/pdf; name=fleet.pdf', 'Content-Disposition: attachment; filename=fleet.pdf', '', ''].join('\r\n'))
const BLOCK = Buffer.from(`${'%'.repeat(998)}\r\n`)
/** Octets: more than ten megabytes. */
const BLOCKS = 10_500
const TAIL = Buffer.from('--b--\r\n')

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('a large message asks before it opens, on paper too, and every page about it keeps the answer', async ({ page, site, signedIn }) => {
      const person = personOf(site, 'admin')
      const { urls } = await SiteClient.signIn(site, person)
      const ref = await appendTo(site, person, 'INBOX', {
        size: HEAD.length + BLOCKS * BLOCK.length + TAIL.length,
        flags: [],
        content: async function* () {
          yield HEAD
          for (let at = 0; at < BLOCKS; at++) yield BLOCK
          yield TAIL
        },
      })
      await signedIn('admin', page)
      const { region, attachments } = new MessagePage(page)
      const question = page.getByText(/^This message is large: 11 MB/)
      const text = page.getByText('Ship after ship.')
      await page.goto(site.origin + urls.message(ref))
      await expect(question).toBeVisible()
      if (javaScriptEnabled) await expectAccessible(page, 'a large message')
      await region.getByRole('link', { name: 'More', exact: true }).click()
      await expect(page.getByRole('link', { name: 'Unsubscribe: write to leave@boats.test' }).or(page.getByRole('button', { name: 'Unsubscribe: write to leave@boats.test' }))).toBeVisible()
      await page.getByRole('link', { name: 'Back to the message' }).click()
      await expect(question).toBeVisible()

      await region.getByRole('link', { name: 'Print', exact: true }).click()
      await expect(page.getByRole('article')).toContainText('Boat News <news@boats.test>')
      await expect(question).toBeVisible()
      await expect(text).toHaveCount(0)
      await page.getByRole('article').getByRole('link', { name: 'Open', exact: true }).click()
      await expect(text).toBeVisible()

      await page.goto(site.origin + urls.message(ref))
      await region.getByRole('link', { name: 'Open', exact: true }).click()
      await expect(text).toBeVisible()
      await attachments.getByRole('link', { name: 'Save or remove…' }).click()
      await page.getByRole('link', { name: 'Back to the message' }).click()
      await expect(text).toBeVisible()
      await region.getByRole('link', { name: 'More', exact: true }).click()
      await expect(page.getByRole('heading', { level: 1 })).toContainText('The whole fleet')
      await page.getByRole('link', { name: 'Back to the message' }).click()
      await expect(text).toBeVisible()
      await region.getByRole('link', { name: 'Print', exact: true }).click()
      await expect(page.getByRole('article').filter({ has: text })).toHaveCount(1)
      expect(new URL(page.url()).searchParams.get('message')).toBe(writeMessageId(ref))
    })
  })
}
