import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { ComposePage } from '../support/compose-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { expect, test } from '../support/test.ts'

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`))
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [screen, viewport] of [['desktop', { width: 1440, height: 900 }], ['phone', { width: 390, height: 844 }]] as const) {
    test.describe(`${colorScheme}, ${screen}`, () => {
      test.use({ colorScheme, viewport })

      test('axe finds nothing before signing in', async ({ page }) => {
        for (const path of ['sign-in', 'about', 'help', 'no-such-page']) {
          await page.goto(path)
          expect(await violations(page), path).toEqual([])
        }
      })

      test('axe finds nothing in mail', async ({ page, signedIn }) => {
        const mail = await signedIn('alice', page)
        expect(await violations(page), 'index').toEqual([])
        for (const path of ['mailboxes/INBOX?q=lens', 'mailboxes/INBOX?q=nothinghasthis', 'mailboxes/NoSuchMailbox', 'manage', 'manage/Archive']) {
          await page.goto(path)
          expect(await violations(page), path).toEqual([])
        }
        await page.goto('')
        await mail.openMessage('Tomorrow!')
        expect(await violations(page), 'message').toEqual([])
      })

      test('axe finds nothing in the compose form', async ({ page, signedIn }) => {
        await signedIn('bob', page)
        await new MailPage(page).compose()
        const compose = new ComposePage(page)
        await expect(compose.form).toBeVisible()
        expect(await violations(page)).toEqual([])
        await compose.discard()
      })
    })
  }
}
