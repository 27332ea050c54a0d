import { ComposePage } from '../support/compose-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { appendTo } from '../support/site-client.ts'
import { personOf, type Person } from '../support/site.ts'
import type { Site } from '../support/start-site.ts'
import { expect, testOnOwnSite as test } from '../support/test.ts'

async function receive(site: Site, person: Person, subject: string): Promise<void> {
  const content = Buffer.from(`From: bob@example.test\r\nTo: alice@example.test\r\nSubject: ${subject}\r\n\r\nAre you there?\r\n`)
  await appendTo(site, person, 'INBOX', { size: content.length, content: async function* () { yield content }, flags: [] })
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('who writes a message is reminded of it, and may end that', async ({ signedIn }) => {
      const mail = await signedIn('alice')
      const { page } = mail
      const subject = `A question, ${javaScriptEnabled ? 'one' : 'two'}`
      await mail.compose()
      const compose = new ComposePage(page)
      await compose.to.fill('carol@example.test')
      await compose.subject.fill(subject)
      await compose.text.fill('When?')
      await compose.form.getByRole('combobox', { name: 'Remind me if nobody answers' }).selectOption('After 3 days')
      if (javaScriptEnabled) await expectAccessible(page, 'a message with a reminder')
      await compose.send()
      await expect(compose.sent).toBeVisible()
      await expect(page.getByText('If nobody answers, this message comes to your inbox')).toBeVisible()
      await page.goto('./reminders')
      await expect(page.getByText(subject)).toBeVisible()
      await page.getByRole('button', { name: 'Do not remind me' }).first().click()
      await expect(page.getByText(subject)).toHaveCount(0)
    })

    test('messages that were chosen are snoozed together', async ({ signedIn, site }) => {
      const subjects = ['first', 'second'].map((each) => `Later, ${each} ${javaScriptEnabled ? 'a' : 'b'}`)
      for (const subject of subjects) await receive(site, personOf(site, 'alice'), subject)
      const mail = await signedIn('alice')
      const { page } = mail
      await mail.choose(...subjects)
      await page.getByTitle('Snooze', { exact: true }).first().click()
      if (javaScriptEnabled) await expectAccessible(page, 'until when messages are snoozed')
      await page.getByRole('button', { name: 'Next week' }).click()
      await expect(page.getByText('2 messages come back by themselves.')).toBeVisible()
      for (const subject of subjects) await expect(mail.row(subject)).toHaveCount(0)
      await page.goto('./reminders')
      for (const subject of subjects) await expect(page.getByText(subject)).toBeVisible()
    })
  })
}
