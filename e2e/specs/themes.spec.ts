import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { ROOT } from '#lib/cli/root.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { MailPage } from '../support/mail-page.ts'
import { SignInPage } from '../support/sign-in-page.ts'
import { personOf } from '../support/site.ts'
import type { RunningSite } from '../support/start-site.ts'
import { startSite } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

test.describe.configure({ timeout: 120_000 })

/** Each in one scheme: contrast in both is held by a unit test. */
const SHIPPED = { classic: 'light', 'high-contrast': 'dark', 'text-first': 'light' } as const
/** One of each kind. */
const PAGES = ['settings/appearance', 'settings/identity', 'manage', 'manage/Archive', 'compose?to=bob@example.test', 'phone', 'help/reading', 'help/search?q=mail', 'about', 'no-such-page', 'mailboxes/INBOX?q=nothinghasthis']
const directory = mkdtempSync(join(tmpdir(), 'postern-themes-'))
const mine = join(directory, 'themes/mine')
let running: RunningSite

test.beforeAll(async () => {
  const sites = [...Object.keys(SHIPPED), 'mine'].map((name) => `[site.${name}]\ntitle = "Site ${name}"\nhosts = ["${name}.localhost"]\ntheme = "${name}"\n`)
  writeFileSync(join(directory, 'postern.toml'), ['themes = "themes"', ...sites].join('\n'))
  mkdirSync(join(directory, 'themes'))
  running = await startSite({ env: { POSTERN_CONFIG: join(directory, 'postern.toml') }, quiet: true })
})
test.afterAll(async () => {
  await running.close()
  rmSync(directory, { recursive: true })
})

async function pageAt(browser: Browser, host: string, colorScheme: 'light' | 'dark'): Promise<Page> {
  const { port } = new URL(running.site.origin)
  const context = await browser.newContext({ baseURL: `http://${host}.localhost:${port}/`, colorScheme, locale: 'en-GB' })
  return context.newPage()
}

const radiusOf = (page: Page): Promise<number> => page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--radius')))

for (const [name, scheme] of Object.entries(SHIPPED)) {
  test(`${name}, ${scheme}: axe finds nothing, and nothing overflows at 320 pixels`, { tag: '@every-look' }, async ({ browser }) => {
    const page = await pageAt(browser, name, scheme)
    await page.goto('sign-in')
    await expectAccessible(page, 'sign-in')
    await new SignInPage(page).signIn(personOf(running.site, 'alice'))
    const mail = new MailPage(page)
    await mail.openMessage('Tomorrow!')
    await expectAccessible(page, 'index and message')
    for (const path of PAGES) {
      await page.goto(path)
      await expectAccessible(page, path)
    }
    await page.setViewportSize({ width: 320, height: 640 })
    for (const path of ['', ...PAGES]) {
      await page.goto(path)
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320)
    }
    await page.context().close()
  })
}

test('a folder that is dropped in is there with the next page; a hostile one is not', async ({ browser }) => {
  const page = await pageAt(browser, 'mine', 'light')
  await page.goto('sign-in')
  await expect.poll(() => radiusOf(page)).toBe(0.4375)

  cpSync(join(ROOT, 'lib/demo/sites/themes/school'), mine, { recursive: true })
  await expect.poll(async () => (await page.reload(), radiusOf(page))).toBe(1.125)
  await expect(page.getByRole('heading', { name: 'Good morning!' })).toBeVisible()
  const logo = page.locator('.logo').first()
  await expect.poll(() => logo.evaluate((element) => getComputedStyle(element).backgroundImage)).toMatch(/\/theme\/mine\/logo\.png\?v=/)
  await expect.poll(() => logo.evaluate((element) => element.getBoundingClientRect().height)).toBe(64)

  writeFileSync(join(mine, 'links.txt'), 'Timetable | https://school.example/timetable\n')
  await new SignInPage(page).signIn(personOf(running.site, 'outside'))
  await page.getByRole('navigation', { name: 'Mailboxes' }).waitFor()
  const links = page.getByRole('navigation', { name: 'Links' })
  await expect.poll(async () => (await page.reload(), links.getByRole('link').allTextContents())).toEqual(['Timetable'])
  await expect(links.getByRole('link', { name: 'Timetable' })).toHaveAttribute('href', 'https://school.example/timetable')

  writeFileSync(join(mine, 'theme.css'), ':root { --radius: 0rem } body { display: none }')
  await expect.poll(async () => (await page.reload(), radiusOf(page))).toBe(0.4375)
  await page.context().close()
})

test('a theme’s files are what they say, kept under their version, and nothing else of the folder is served', async ({ browser }) => {
  const page = await pageAt(browser, 'classic', 'light')
  await page.goto('sign-in')
  const href = await page.locator('link[rel=stylesheet][href*="/theme/"]').getAttribute('href')
  // Only browsers know that names below localhost lead here.
  const get = (path: string): Promise<Response> => fetch(new URL(path, running.site.origin))
  const style = await get(href ?? '')
  expect(Object.fromEntries(style.headers)).toMatchObject({ 'content-type': 'text/css; charset=utf-8', 'x-content-type-options': 'nosniff', 'cache-control': 'public, max-age=31536000, immutable' })
  expect(await style.text()).toMatch(/^:root:root\{/)
  expect((await get('/theme/classic/theme.css?v=other')).headers.get('cache-control')).toBe('no-cache')
  for (const path of ['/theme/classic/theme.toml', '/theme/classic/logo.png', '/theme/nobody/theme.css', '/theme/classic/..%2f..%2fpostern.toml', '/theme/..%2fclassic/theme.css']) expect((await get(path)).ok, path).toBe(false)
  await page.context().close()
})

test('a page that is open wears its theme as it is changed, without a reload', async ({ browser }) => {
  cpSync(join(ROOT, 'lib/demo/sites/themes/school'), mine, { recursive: true })
  const page = await pageAt(browser, 'mine', 'light')
  await page.goto('sign-in')
  await expect.poll(async () => (await page.reload(), radiusOf(page))).toBe(1.125)
  await new SignInPage(page).signIn(personOf(running.site, 'alice'))
  await expect(new MailPage(page).list).toBeVisible()
  await page.evaluate(() => Object.assign(window, { sameDocument: true }))
  for (const radius of [0.5, 2]) {
    writeFileSync(join(mine, 'theme.css'), `:root { --radius: ${radius}rem }`)
    await expect.poll(() => radiusOf(page)).toBe(radius)
  }
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
  await expect(page.locator('link[data-theme]')).toHaveCount(1)
  await page.context().close()
})
