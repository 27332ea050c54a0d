import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/probes/accessible.ts'
import { signedInAt } from '../support/probes/signed-in-at.ts'
import { ComposePage } from '../support/compose-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { SignInPage } from '../support/sign-in-page.ts'
import { personOf } from '../support/site.ts'
import { startSite, type RunningSite } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

const BOX = 'Others use this computer too'

/** Everything that a page can leave in a browser besides its cookies. */
function stored(page: Page): Promise<number> {
  return page.evaluate(async () => sessionStorage.length + localStorage.length + (await caches.keys()).length + (await indexedDB.databases()).length + (await navigator.serviceWorker.getRegistrations()).length)
}

/** Writes a text and looks before and after it was saved. */
async function storedWhileWriting(page: Page): Promise<readonly number[]> {
  await new MailPage(page).compose()
  const compose = new ComposePage(page)
  await page.waitForLoadState('networkidle')
  await compose.text.fill('Nobody after me may read this.')
  const typed = await stored(page)
  await compose.save()
  await page.getByText(/^Saved /).first().waitFor()
  const saved = await stored(page)
  await compose.discard()
  await page.waitForURL((url) => !/compose\/[^?]+$/.test(url.pathname) || url.searchParams.has('notice'))
  return [typed, saved]
}

test('at home what is typed is kept in the window until it is saved; on a computer of others never', async ({ page, site }) => {
  const signIn = new SignInPage(page)
  await signIn.goto()
  await signIn.signIn(personOf(site, 'admin'))
  expect((await storedWhileWriting(page))[0], 'what this test looks at is there').toBeGreaterThan(0)
  await new MailPage(page).signOut()
  await page.getByRole('checkbox', { name: BOX }).check()
  await signIn.signIn(personOf(site, 'admin'))
  expect(await storedWhileWriting(page)).toEqual([0, 0])
  expect((await page.context().cookies()).find(({ name }) => name.includes('postern') && name !== 'postern-language')?.expires, 'the cookie goes with the browser').toBe(-1)
})

test.describe('a site of public terminals', () => {
  let running: RunningSite
  test.beforeAll(async () => {
    running = await startSite({ env: { POSTERN_SESSION_PUBLIC_COMPUTER: 'always' }, quiet: true })
  })
  test.afterAll(() => running.close())

  test('asks nobody, saves no password, keeps nothing', async ({ browser }) => {
    const context = await browser.newContext({ baseURL: `${running.site.origin}/`, locale: 'en-GB' })
    const page = await context.newPage()
    const signIn = new SignInPage(page)
    await signIn.goto()
    await expect(page.getByRole('checkbox', { name: BOX })).toHaveCount(0)
    await expect(signIn.password).toHaveAttribute('autocomplete', 'off')
    await expectAccessible(page)
    await signIn.signIn(personOf(running.site, 'alice'))
    expect(await storedWhileWriting(page)).toEqual([0, 0])
    await context.close()
  })
})

test('a terminal stays one for whoever belongs to a group that has another site', async ({ browser }) => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-kiosk-'))
  const file = join(directory, 'postern.toml')
  writeFileSync(file, '[site.kiosk]\nhosts = ["localhost"]\nsession.public_computer = "always"\n[site.staff]\ngroups = ["staff"]\nsession.public_computer = "never"\n[group.staff]\nmembers = ["alice"]\n')
  const running = await startSite({ env: { POSTERN_CONFIG: file }, quiet: true })
  try {
    const atDesk = await signedInAt(browser, running.site, 'alice')
    expect((await storedWhileWriting(atDesk))[0]).toBeGreaterThan(0)
    const atKiosk = await signedInAt(browser, running.site, 'alice', { host: 'localhost' })
    expect(await storedWhileWriting(atKiosk)).toEqual([0, 0])
    for (const page of [atDesk, atKiosk]) await page.context().close()
  } finally {
    await running.close()
    rmSync(directory, { recursive: true })
  }
})
