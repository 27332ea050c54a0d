import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'
import { MailPage } from '../support/mail-page.ts'
import { SignInPage } from '../support/sign-in-page.ts'
import { personOf } from '../support/site.ts'
import type { RunningSite } from '../support/start-site.ts'
import { startSite } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

test.describe.configure({ timeout: 120_000 })

const CONFIGURATION = `themes = "themes"
admins = ["admin"]

[site.locked]
hosts = ["localhost"]
[site.locked.locks]
"appearance.theme" = { value = "classic", reason = "All screens look alike" }
`
const directory = mkdtempSync(join(tmpdir(), 'postern-theme-editor-'))
let running: RunningSite

test.beforeAll(async () => {
  writeFileSync(join(directory, 'postern.toml'), CONFIGURATION)
  mkdirSync(join(directory, 'themes/quiet'), { recursive: true })
  writeFileSync(join(directory, 'themes/quiet/theme.css'), ':root { --accent: light-dark(#333366, #ccccff) }')
  writeFileSync(join(directory, 'themes/quiet/theme.toml'), 'name = "Quiet"\nparent = "classic"\n')
  running = await startSite({ env: { POSTERN_CONFIG: join(directory, 'postern.toml') } })
})
test.afterAll(async () => {
  await running.close()
  rmSync(directory, { recursive: true })
})

interface Kind {
  readonly javaScriptEnabled?: boolean
  readonly viewport?: { readonly width: number; readonly height: number }
  readonly colorScheme?: 'light' | 'dark'
}

async function signedIn(browser: Browser, name: string, kind: Kind = {}, host = '127.0.0.1'): Promise<Page> {
  const { port } = new URL(running.site.origin)
  const context = await browser.newContext({ baseURL: `http://${host}:${port}/`, locale: 'en-GB', ...kind })
  const page = await context.newPage()
  const signIn = new SignInPage(page)
  await signIn.goto()
  await signIn.signIn(personOf(running.site, name))
  await new MailPage(page).list.waitFor()
  return page
}

async function expectAccessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`)), what).toEqual([])
}

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const tokenOf = (page: Page, name: string): Promise<string> => page.evaluate((token) => getComputedStyle(document.documentElement).getPropertyValue(token), name)

for (const javaScriptEnabled of [true, false]) {
  test(`${javaScriptEnabled ? 'with' : 'without'} scripts: a theme is looked at, used, and given back`, async ({ browser }) => {
    const page = await signedIn(browser, 'alice', { javaScriptEnabled })
    await page.goto('./settings/appearance')
    await page.getByRole('link', { name: 'See what each theme looks like' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Themes' })).toBeVisible()
    await expect(page.getByRole('heading', { level: 2 })).toHaveText(['Classic', 'High contrast', 'Postern', 'Quiet', 'Text first'])
    await expect(card(page, 'Postern')).toContainText('In use')
    await expect(card(page, 'Quiet')).toContainText('Based on Classic')
    const edge = (name: string): Promise<string> => card(page, 'Quiet').getByRole('img', { name, exact: true }).evaluate((element) => getComputedStyle(element).borderTopColor)
    expect([await edge('Quiet, Light'), await edge('Quiet, Dark')], 'in its parent’s colours').toEqual(['rgb(118, 125, 133)', 'rgb(133, 141, 149)'])

    await page.getByRole('button', { name: 'Use this theme: Quiet' }).click()
    await expect(page.getByText('Your settings are saved.')).toBeVisible()
    await expect(card(page, 'Quiet')).toContainText('In use')
    expect(await tokenOf(page, '--radius-l')).toBe('0.125rem')
    await page.getByRole('button', { name: 'Back to the default: Theme' }).click()
    await expect(card(page, 'Postern')).toContainText('In use')
    await page.context().close()
  })
}

test('where the theme is locked the page says why, and has no buttons', async ({ browser }) => {
  const page = await signedIn(browser, 'bob', {}, 'localhost')
  await page.goto('./themes')
  await expect(page.getByText('Set by the administrator: All screens look alike')).toBeVisible()
  await expect(card(page, 'Classic')).toContainText('In use')
  await expect(page.locator('main').getByRole('button')).toHaveCount(0)
  await page.context().close()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`${colorScheme}: axe finds nothing, and nothing scrolls sideways at 320 pixels`, async ({ browser }) => {
    const page = await signedIn(browser, 'admin', { colorScheme })
    for (const path of ['themes']) {
      for (const width of [1440, 390, 320]) {
        await page.setViewportSize({ width, height: 800 })
        await page.goto(`./${path}`)
        await expectAccessible(page, `${path} at ${width}`)
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${path} at ${width}`).toBeLessThanOrEqual(width)
      }
    }
    await page.context().close()
  })
}
