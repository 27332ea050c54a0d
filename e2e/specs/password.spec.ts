import type { Page } from '@playwright/test'
import { expectFitsEverywhere } from '../support/probes/fits-everywhere.ts'
import { personOf } from '../support/site.ts'
import { expect, testAlone } from '../support/test.ts'

const test = testAlone()

async function change(page: Page, present: string, next: string, again = next): Promise<void> {
  await page.getByRole('textbox', { name: 'Present password', exact: true }).fill(present)
  await page.getByRole('textbox', { name: 'New password', exact: true }).fill(next)
  await page.getByRole('textbox', { name: 'New password once more', exact: true }).fill(again)
  await page.getByRole('button', { name: 'Change password' }).click()
}

for (const [javaScriptEnabled, name] of [[true, 'alice'], [false, 'bob']] as const) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('a password is changed here, and whoever is signed in elsewhere is asked for the new one', async ({ page, signedIn, site }) => {
      const { password } = personOf(site, name)
      const elsewhere = await signedIn(name)
      await signedIn(name, page)
      await page.goto('settings')
      await page.getByRole('link', { name: 'Password', exact: true }).click()
      await expect(page).toHaveTitle(/^Password - /)

      await change(page, 'not mine', 'several good words')
      await expect(page.getByRole('alert').filter({ hasText: 'This is not your present password. Nothing was changed.' })).toBeVisible()
      await change(page, password, 'several good words', 'several bad words')
      await expect(page.getByRole('alert').filter({ hasText: 'The new password was typed in two different ways.' })).toBeVisible()
      await change(page, password, 'several good words')
      await expect(page.getByText('Your password is changed. You are signed out everywhere else.')).toBeVisible()
      await page.goto('mailboxes/INBOX')
      await expect(page).toHaveTitle(/Inbox/i)

      await elsewhere.page.goto('settings')
      await expect(elsewhere.page.getByRole('button', { name: 'Sign in' })).toBeVisible()
      for (const [typed, isRight] of [[password, false], ['several good words', true]] as const) {
        await elsewhere.page.getByRole('textbox', { name: 'User name' }).fill(name)
        await elsewhere.page.getByRole('textbox', { name: 'Password' }).fill(typed)
        await elsewhere.page.getByRole('button', { name: 'Sign in' }).click()
        await expect(elsewhere.page.getByRole('alert').filter({ hasText: /password/i })).toHaveCount(isRight ? 0 : 1)
      }
      await expect(elsewhere.page).toHaveTitle(/^Settings - /)
    })
  })
}

test('axe finds nothing, and nothing scrolls sideways', async ({ page, signedIn }) => {
  await signedIn('carol', page)
  await page.goto('.well-known/change-password')
  await expect(page).toHaveTitle(/^Password - /)
  await expectFitsEverywhere(page, 'password')
})
