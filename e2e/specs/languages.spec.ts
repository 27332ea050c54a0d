import type { Page } from '@playwright/test'
import { personOf } from '../support/site.ts'
import { startSite, type RunningSite } from '../support/start-site.ts'
import { expect, testOnOwnSite as test } from '../support/test.ts'
import { foreignTexts } from '../support/probes/foreign-texts.ts'

// Playwright complains of a worker that it blocks, and complaints are listened to here.
test.use({ serviceWorkers: 'allow' })

/** What the browser says against the page: React says there what it did not find as the server had made it. */
function complaints(page: Page): string[] {
  const said: string[] = []
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && said.push(message.text()))
  page.on('pageerror', (error) => said.push(error.message))
  return said
}

async function signIn(page: Page, person: { readonly name: string; readonly password: string }): Promise<void> {
  await page.locator('#user').fill(person.name)
  await page.locator('#password').fill(person.password)
  await page.locator('#password').press('Enter')
  await page.getByRole('table').waitFor()
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('a language is chosen before signing in, and stays', async ({ page, site }) => {
      await page.goto('sign-in?next=%2Fabout')
      await page.getByLabel('Language').selectOption('Deutsch')
      await page.getByRole('button', { name: 'Change' }).click()
      await expect(page).toHaveTitle('Anmelden – Postern')
      expect(new URL(page.url()).searchParams.get('next')).toBe('/about')
      await expect(page.locator('html')).toHaveAttribute('lang', 'de')
      await page.locator('#user').fill('alice')
      await page.locator('#password').fill('nicht ihres')
      await page.locator('#password').press('Enter')
      await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toContainText('Der Mailserver hat Benutzernamen und Passwort nicht angenommen.')
      await page.goto('sign-in')
      await signIn(page, personOf(site, 'carol'))
      await expect(page.getByRole('navigation', { name: 'Postfächer' }).getByRole('link', { name: /^Posteingang/ })).toBeVisible()
      await page.goto('mailboxes/NoSuchMailbox')
      await expect(page.getByText('Dieses Postfach gibt es nicht oder nicht mehr.')).toBeVisible()
    })

    test.describe('in Arabic', () => {
      test.use({ locale: 'ar' })

      test('everything stands from right to left, mail as it is written', async ({ page, site }) => {
        const said = complaints(page)
        await page.goto('sign-in')
        await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
        await signIn(page, personOf(site, 'bob'))
        const [tree, list] = [await page.getByRole('navigation', { name: 'صناديق البريد' }).boundingBox(), await page.getByRole('table', { name: 'الرسائل' }).boundingBox()]
        expect(tree?.x, 'the mailboxes stand to the right of the list').toBeGreaterThan((list?.x ?? 0) + (list?.width ?? 0) - 1)
        await page.getByRole('table').getByRole('link').filter({ hasText: /[a-z]{4}/ }).last().click()
        await page.getByRole('heading', { level: 2 }).first().waitFor()
        await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 'nothing sticks out').toBe(0)
        for (const time of await page.locator('time').all()) await expect(time).not.toContainText(/\p{Script=Latin}/u)
        expect(said).toEqual([])
      })
    })
  })
}

test('a page is complete the first time that a language is asked for', async ({ request }) => {
  for (const [language, title] of [['de', 'Anmelden – Postern'], ['ar', 'تسجيل الدخول - Postern'], ['fi, de-AT;q=0.5', 'Anmelden – Postern'], ['xx', 'Sign in - Postern']] as const) {
    const html = await (await request.get('sign-in', { headers: { 'Accept-Language': language } })).text()
    expect(html).toContain(`<title>${title}</title>`)
    expect(html).toMatch(/<form[^>]* action="[^"]*\/api\/session"/)
    expect(html, 'nothing is put in its place by a script').not.toContain('<!--$?-->')
  }
})

test('a language of one’s own wins over the browser’s, and scripts are told in it', async ({ page, signedIn }) => {
  const said = complaints(page)
  await signedIn('outside', page)
  await page.goto('settings/language')
  await page.getByLabel('Language', { exact: true }).selectOption('Deutsch')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Ihre Einstellungen sind gespeichert.')).toBeVisible()
  const failed = await page.request.get('api/mailboxes/NoSuchMailbox/messages', { headers: { Accept: 'application/json' } })
  expect(((await failed.json()) as { sentence: string }).sentence).toContain('Dieses Postfach gibt es nicht')
  await page.goto('settings/language')
  await page.getByRole('button', { name: 'Zurück zur Vorgabe: Sprache' }).click()
  await expect(page.getByText('That setting has its default again.')).toBeVisible()
  expect(said).toEqual([])
})

/** As the server has them, which every list of mailboxes says beside what readers call them; the zone of one's clocks. */
const NAMES = ['Europe/Berlin', 'Shared', 'Team', 'Shared/Team', 'INBOX', 'Drafts', 'Sent', 'Trash', 'Junk', 'Archive', 'NoSuchMailbox']

/** Asked again for a while: until its scripts run, a page shows the server's zone. */
const expectNone = expect.configure({ soft: true, timeout: 3000 })

test.describe('the pseudo-locale', () => {
  let running: RunningSite
  test.beforeAll(async () => {
    running = await startSite({ env: { POSTERN_LANGUAGES: 'en-XA', POSTERN_TITLE: '✉' } })
  })
  test.afterAll(async () => running.close())

  test('shows no word that is not in the catalogue, and fits', async ({ browser }) => {
    test.setTimeout(120_000)
    const context = await browser.newContext({ baseURL: `${running.site.origin}/`, viewport: { width: 390, height: 844 } })
    const page = await context.newPage()
    const said = complaints(page)
    await page.goto('sign-in')
    await expect.poll(() => foreignTexts(page), 'sign-in').toEqual([])
    await signIn(page, personOf(running.site, 'carol'))
    for (const path of ['mailboxes/INBOX', 'mailboxes/Drafts', 'mailboxes/INBOX?q=nothinghasthis', 'mailboxes/NoSuchMailbox', 'manage', 'manage/Archive', 'settings', 'settings/reading', 'settings/language', 'settings?q=nothinghasthis', 'about', 'no-such-page', 'compose?to=a@example.test', 'directory', 'directory?text=brandt', 'directory?text=nobodyhasthis']) {
      await page.goto(path)
      await expectNone.poll(() => foreignTexts(page, NAMES), path).toEqual([])
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${path} is too wide`).toBe(0)
    }
    await page.goto('mailboxes/INBOX')
    await page.locator('button[name=kind][value=new]:visible').first().click()
    await page.waitForURL(/compose/)
    await page.locator('textarea[name=body]').waitFor()
    await expectNone.poll(() => foreignTexts(page, NAMES), 'a new message').toEqual([])
    await page.locator('button[name=intent][value=discard]').click()
    await page.waitForURL((url) => !url.pathname.includes('compose') || url.searchParams.has('notice'))
    await expectNone.poll(() => foreignTexts(page, NAMES), 'after discarding').toEqual([])
    // The browser itself tells of pages that are answered with 404.
    expect(said.filter((text) => !text.includes('404'))).toEqual([])
    await context.close()
  })
})
