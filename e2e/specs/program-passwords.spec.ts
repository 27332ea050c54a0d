import type { Page } from '@playwright/test'
import { ImapFlow } from 'imapflow'
import { expectFitsEverywhere } from '../support/probes/fits-everywhere.ts'
import { personOf } from '../support/site.ts'
import { expect, testOnOwnSite as test } from '../support/test.ts'

/** What the address books answer to a program with that password. */
async function statusFor(origin: string, user: string, password: string): Promise<number> {
  const { status } = await fetch(`${origin}/dav/books/${user}/`, { method: 'PROPFIND', headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`, depth: '1' } })
  return status
}

async function make(page: Page, name: string, own: string): Promise<void> {
  await page.getByRole('textbox', { name: 'What it is for' }).fill(name)
  await page.getByRole('textbox', { name: 'The password with which you sign in here' }).fill(own)
  await page.getByRole('button', { name: 'Make a password' }).click()
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('a password is made, opens address books and nothing else, and is revoked', async ({ page, signedIn, site }) => {
      const alice = personOf(site, 'alice')
      await signedIn('alice', page)
      await page.goto('settings')
      await page.getByRole('link', { name: 'Passwords for programs' }).click()
      await expect(page).toHaveTitle(/^Passwords for programs - /)
      await expect(page.getByRole('table', { name: 'Address books in other programs' }).getByRole('row', { name: 'Server' })).toContainText(`${site.origin}/dav/`)

      await make(page, 'My phone', 'not mine')
      await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toContainText('This is not the password with which you signed in here.')
      await expect(page.getByRole('textbox', { name: 'What it is for' })).toHaveValue('My phone')
      await make(page, 'My phone', alice.password)
      const ready = page.getByRole('status').filter({ hasText: 'The password for My phone is ready.' })
      await expect(ready.locator('code')).toHaveText(/^[0-9a-z]{6}(-[0-9a-z]{6}){3}$/)
      const password = (await ready.locator('code').textContent()) ?? ''
      const row = page.getByRole('table', { name: 'Your passwords' }).getByRole('row', { name: 'My phone' })
      await expect(row).toContainText('Never')

      expect(await statusFor(site.origin, 'alice', password)).toBe(207)
      expect(await statusFor(site.origin, 'bob', password)).toBe(401)
      const mail = new ImapFlow({ host: '127.0.0.1', port: site.services.imap?.port ?? 0, secure: false, doSTARTTLS: false, auth: { user: 'alice', pass: password }, logger: false })
      await expect(mail.connect()).rejects.toThrow()
      await page.goto('program-passwords')
      await expect(row).not.toContainText('Never')
      await expect(page.getByText(password)).toHaveCount(0)

      await row.getByRole('button', { name: 'Revoke the password for My phone' }).click()
      await expect(page.getByText('The password for My phone opens nothing any more.')).toBeVisible()
      await expect(page.getByText('You have made none yet.')).toBeVisible()
      expect(await statusFor(site.origin, 'alice', password)).toBe(401)
    })
  })
}

test('axe finds nothing, and nothing scrolls sideways', async ({ page, signedIn, site }) => {
  await signedIn('carol', page)
  await page.goto('program-passwords')
  await make(page, 'A telephone with a long name', personOf(site, 'carol').password)
  await expect(page.locator('code')).toBeVisible()
  await expectFitsEverywhere(page, 'program-passwords')
})
