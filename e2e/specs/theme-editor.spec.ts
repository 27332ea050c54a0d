import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import { SettingsPage } from '../support/settings-page.ts'
import { SiteClient } from '../support/site-client.ts'
import { personOf } from '../support/site.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { readIn } from '../support/probes/read-in.ts'
import { signedInAt, type BrowserKind } from '../support/probes/signed-in-at.ts'
import type { RunningSite } from '../support/start-site.ts'
import { startSite } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

test.describe.configure({ timeout: 120_000 })

const CONFIGURATION = `themes = "themes"
languages = ["en", "de", "en-XA"]
admins = ["admin"]

[group.guild]
members = ["carol"]
hidden = ["keyboard.single_keys"]
[group.guild.defaults]
"appearance.theme" = "guild"

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
  mkdirSync(join(directory, 'themes/guild'), { recursive: true })
  writeFileSync(join(directory, 'themes/guild/theme.css'), ':root { --accent: light-dark(#663333, #ffcccc) }')
  writeFileSync(join(directory, 'themes/guild/theme.toml'), 'name = "Guild"\nparent = "classic"\noffered = false\n')
  running = await startSite({ env: { POSTERN_CONFIG: join(directory, 'postern.toml') } })
})
test.afterAll(async () => {
  await running.close()
  rmSync(directory, { recursive: true })
})

const signedIn = (browser: Browser, name: string, kind: BrowserKind = {}, host = '127.0.0.1'): Promise<Page> => signedInAt(browser, running.site, name, { host, ...kind })

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
    await expect.poll(async () => [await edge('Quiet, Light'), await edge('Quiet, Dark')], 'in its parent’s colours').toEqual(['rgb(118, 125, 133)', 'rgb(133, 141, 149)'])

    await page.getByRole('button', { name: 'Use this theme: Quiet' }).click()
    await expect(page.getByText('Your settings are saved.')).toBeVisible()
    await expect(card(page, 'Quiet')).toContainText('In use')
    await expect.poll(() => tokenOf(page, '--radius-l')).toBe('0.125rem')
    await page.getByRole('button', { name: 'Back to the default: Theme' }).click()
    await expect(card(page, 'Postern')).toContainText('In use')
    await page.context().close()
  })
}

test('a theme that is given and not offered is named in the settings, and stays when something else is saved', async ({ browser }) => {
  const [alice, carol] = [await signedIn(browser, 'alice'), await signedIn(browser, 'carol')]
  const [ofAlice, ofCarol] = [new SettingsPage(alice), new SettingsPage(carol)]
  await ofAlice.open('Look')
  await expect(ofAlice.field('Theme').getByRole('option')).toHaveText(['that of the site', 'Classic', 'High contrast', 'Postern', 'Quiet', 'Text first'])
  await ofCarol.open('Look')
  await expect(ofCarol.field('Theme').locator('option:checked')).toHaveText('Guild')
  await ofCarol.field('Density').selectOption('Compact')
  await ofCarol.save()
  await expect(ofCarol.field('Theme').locator('option:checked')).toHaveText('Guild')
  await expect(carol.getByRole('button', { name: 'Back to the default: Theme' })).toHaveCount(0)
  expect((await carol.goto('./settings/keyboard'))?.status(), 'nothing is left on that page').toBe(404)
  for (const page of [alice, carol]) await page.context().close()
})

test('where the theme is locked the page says why, and has no buttons', async ({ browser }) => {
  const page = await signedIn(browser, 'bob', {}, 'localhost')
  await page.goto('./themes')
  await expect(page.getByText('Set by the administrator: All screens look alike')).toBeVisible()
  await expect(card(page, 'Classic')).toContainText('In use')
  await expect(page.locator('main').getByRole('button')).toHaveCount(0)
  await page.context().close()
})

for (const javaScriptEnabled of [true, false]) {
  test(`${javaScriptEnabled ? 'with' : 'without'} scripts: a theme is made, looked at, refused with reasons, exported, unpacked and used`, async ({ browser }) => {
    const name = javaScriptEnabled ? 'scripted' : 'plain'
    const page = await signedIn(browser, 'admin', { javaScriptEnabled })
    await page.goto('./admin/themes')
    await page.getByRole('link', { name: 'Make a theme' }).click()
    await page.getByLabel('Begin with').selectOption('Classic')
    await page.getByRole('button', { name: 'Begin again' }).click()
    await expect(page.getByLabel('Accent, light', { exact: true })).toHaveValue('#1f4e8c')
    await expect(page.getByText('Every pair of colours has enough contrast.')).toBeVisible()

    const look = async (): Promise<void> => (javaScriptEnabled ? undefined : page.getByRole('button', { name: 'Preview' }).click())
    await page.getByLabel('Accent, light', { exact: true }).fill('#ffee00')
    await look()
    await expect(page.getByText(/^Too little contrast: .*Text on the accent on Accent/)).toBeVisible()
    await expect(page.getByRole('row', { name: /^Text on the accent on Accent 1\.\d too weak \d+\.\d 4\.5/ })).toBeVisible()
    await expect(page.getByLabel('Accent, light', { exact: true })).toHaveValue('#ffee00')

    await page.getByLabel('Accent, light', { exact: true }).fill('#7a0044')
    await look()
    await expect(page.getByText('Every pair of colours has enough contrast.')).toBeVisible()
    const pressed = page.getByRole('img', { name: 'Preview, Light' }).locator('span', { hasText: /^New message$/ })
    await expect(pressed).toHaveCSS('background-color', 'rgb(122, 0, 68)')

    await page.getByText('Corners, edges and shadows').click()
    await page.getByLabel('Corners', { exact: true }).fill('url(https://elsewhere.example/x)')
    await page.getByLabel('Folder').fill(name)
    await page.getByLabel('Name', { exact: true }).fill(`Made ${name}`)
    await page.getByRole('button', { name: 'Export' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'This is no theme yet' })).toContainText('Corners: url() is not used')
    await expect(page.getByLabel('Corners', { exact: true }), 'kept, and in sight').toBeVisible()
    await expect(page.getByLabel('Corners', { exact: true })).toHaveValue('url(https://elsewhere.example/x)')
    // Axe is itself a script.
    if (javaScriptEnabled) await expectAccessible(page, 'with problems')

    await page.getByLabel('Corners', { exact: true }).fill('1.25rem')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export' }).click()])
    expect(download.suggestedFilename()).toBe(`${name}.zip`)
    const files = unzipSync(readFileSync(await download.path()))
    expect(Object.keys(files).toSorted()).toEqual([`${name}/theme.css`, `${name}/theme.toml`])
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, 'themes', path)), { recursive: true })
      writeFileSync(join(directory, 'themes', path), content)
    }

    await expect.poll(async () => (await page.goto('./themes'), page.getByRole('button', { name: `Use this theme: Made ${name}` }).count())).toBe(1)
    await page.getByRole('button', { name: `Use this theme: Made ${name}` }).click()
    await expect(card(page, `Made ${name}`)).toContainText('In use')
    await expect.poll(async () => [await tokenOf(page, '--radius'), await tokenOf(page, '--control')], 'its own, and its parent’s').toEqual(['1.25rem', '1.75rem'])
    await page.getByRole('button', { name: 'Back to the default: Theme' }).click()
    await page.context().close()
  })
}

test('reasons are in the language of whoever reads them, and every word of them is', async ({ browser }) => {
  const page = await signedIn(browser, 'admin')
  await readIn(page, 'de')
  await page.goto('./themes/editor?from=classic')
  await page.getByText('Ecken, Kanten und Schatten').click()
  await page.getByLabel('Ecken', { exact: true }).fill('url(x)')
  await page.getByLabel('Akzent, hell', { exact: true }).fill('blur(2px)')
  await page.getByLabel('Ordner').fill('Mein Theme')
  await page.getByRole('button', { name: 'Exportieren' }).click()
  const said = page.getByRole('alert').filter({ hasText: /\S/ })
  await expect(said).toContainText('Das ist noch kein Theme')
  await expect(said).toContainText('Ordner: der Name besteht aus 1 bis 64 Kleinbuchstaben, Ziffern und Bindestrichen')
  await expect(said).toContainText('Ecken: url() wird nicht verwendet: Ein Theme verweist auf nichts')
  await expect(said).toContainText('Akzent, hell: blur() wird hier nicht verwendet: Der Wert muss eine Farbe oder light-dark() aus zwei Farben sein')
  await expect(page.getByLabel('Ecken', { exact: true })).toHaveAccessibleDescription(/^Ecken: url\(\) wird nicht verwendet/)
  await readIn(page, 'en-XA')
  await page.locator('main button[value=preview]:visible').click()
  // Accented letters are the catalogue's; of plain ones there is what was typed.
  await expect(said).toHaveText(/^\[(?:[^A-Za-z]|blur)+~\]$/)
  await page.context().close()
})

test('a palette stands beside each colour and keeps what was see-through', async ({ browser }) => {
  const page = await signedIn(browser, 'admin')
  await page.goto('./themes/editor')
  await page.getByLabel('Veil behind dialogs, light, chosen from a palette').fill('#112233')
  await expect(page.getByLabel('Veil behind dialogs, light', { exact: true })).toHaveValue('#11223366')
  await page.getByLabel('Panes, cards and lists, light', { exact: true }).fill('#fafafa')
  await expect(page.getByLabel('Panes, cards and lists, light, chosen from a palette')).toHaveValue('#fafafa')
  await expect(page.getByRole('img', { name: 'Preview, Light' })).toHaveCSS('background-color', 'rgb(250, 250, 250)')
  await page.context().close()
})

test('what browsers paint around a page is the canvas of its theme', async ({ browser }) => {
  const colors = (page: Page): Promise<(string | null)[][]> => page.locator('meta[name="theme-color"]').evaluateAll((found) => found.map((meta) => [meta.getAttribute('media'), meta.getAttribute('content')]))
  const page = await signedIn(browser, 'bob', {}, 'localhost')
  await expect.poll(() => colors(page)).toEqual([['(prefers-color-scheme: light)', '#dfe3e8'], ['(prefers-color-scheme: dark)', '#23272b']])
  await page.goto('./settings/appearance')
  await page.getByLabel('Light or dark').selectOption('Dark')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Your settings are saved.')).toBeVisible()
  await expect.poll(() => colors(page)).toEqual([[null, '#23272b']])
  await page.getByRole('button', { name: 'Back to the default: Light or dark' }).click()
  await page.context().close()
})

test('for whoever administers nothing there is no editor', async ({ browser }) => {
  const page = await signedIn(browser, 'alice')
  expect((await page.goto('./themes/editor'))?.status()).toBe(404)
  await page.goto('./themes')
  await expect(page.locator('a[href*="editor"]')).toHaveCount(0)
  await page.context().close()
  const alice = await SiteClient.signIn(running.site, personOf(running.site, 'alice'))
  expect((await alice.ask(alice.urls.api.themes(), { form: { intent: 'export', name: 'mine' } })).status).toBe(404)
})

test('what no page of ours posts is refused, whatever its size', async () => {
  const admin = await SiteClient.signIn(running.site, personOf(running.site, 'admin'))
  const path = admin.urls.api.themes()
  const posted = await admin.ask(path, { json: { intent: 'export', name: '../../x', scheme: 'both', '--accent.light': 'red } body { display: none' } })
  expect([posted.status, await posted.json()]).toEqual([422, { problems: [{ field: 'name', reason: { code: 'theme-name' } }, { field: '--accent.light', reason: { code: 'strange-character' } }] }])
  expect((await admin.ask(path, { json: { intent: 'steal' } })).status).toBe(400)
  expect((await admin.ask(path, { json: { intent: 'preview', notice: 'x'.repeat(300_000) } })).status).toBe(413)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`${colorScheme}: axe finds nothing, and nothing scrolls sideways at 320 pixels`, async ({ browser }) => {
    const page = await signedIn(browser, 'admin', { colorScheme })
    for (const path of ['themes', 'themes/editor?from=classic']) {
      for (const width of [1440, 390, 320]) {
        await page.setViewportSize({ width, height: 800 })
        await page.goto(`./${path}`)
        await expectAccessible(page, `${path} at ${width}`)
        await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), `${path} at ${width}`).toBeLessThanOrEqual(width)
      }
    }
    await page.context().close()
  })
}
