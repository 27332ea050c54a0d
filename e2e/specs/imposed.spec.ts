import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ComposePage } from '../support/compose-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { MessagePage } from '../support/message-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { signedInAt } from '../support/probes/signed-in-at.ts'
import { appendTo } from '../support/site-client.ts'
import { personOf } from '../support/site.ts'
import { startSite, type RunningSite } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

/** What an administrator has decided holds where it is used, not only among the settings. */
const CONFIGURATION = `[limits]
message_size = "12M"

[file_links]
days = 14
size = "20M"

[locks]
"keyboard.single_keys" = { value = false, reason = "By the rules" }
"reading.format" = { value = "text", reason = "No layouts here" }
"reading.headers" = { value = "short", reason = "By the rules" }
"identity.reply_to" = { value = "desk@example.test", reason = "By the rules" }
"composing.blind_copies" = { value = ["journal@example.test"], reason = "By the rules" }
`
const directory = mkdtempSync(join(tmpdir(), 'postern-imposed-'))
let running: RunningSite
test.beforeAll(async () => {
  writeFileSync(join(directory, 'postern.toml'), CONFIGURATION)
  running = await startSite({ env: { POSTERN_CONFIG: join(directory, 'postern.toml') }, quiet: true })
})
test.afterAll(async () => {
  await running.close()
  rmSync(directory, { recursive: true })
})

for (const javaScriptEnabled of [true, false]) {
  test(`${javaScriptEnabled ? 'with' : 'without'} scripts: no address shows a layout that nobody may see`, async ({ browser }) => {
    const content = Buffer.from(`From: pier@example.test\r\nSubject: Painted ${javaScriptEnabled}\r\nContent-Type: text/html\r\n\r\n<p>The <b>pier</b> is painted.</p>\r\n`)
    await appendTo(running.site, personOf(running.site, 'bob'), 'INBOX', { size: content.length, content: async function* () { yield content }, flags: [] })
    const page = await signedInAt(browser, running.site, 'bob', { javaScriptEnabled })
    await page.goto('./mailboxes/INBOX')
    await new MailPage(page).openMessage(`Painted ${javaScriptEnabled}`)
    const { region } = new MessagePage(page)
    await expect(region.getByText('The pier is painted.')).toBeVisible()
    const address = new URL(page.url())
    await page.goto(`${address.pathname}?as=html&headers=full`)
    await expect(region.getByText('The pier is painted.')).toBeVisible()
    await expect(region.locator('iframe')).toHaveCount(0)
    await expect(region.getByRole('table', { name: 'All headers' })).toHaveCount(0)
    for (const name of ['Show as HTML', 'All headers']) await expect(region.getByRole('link', { name })).toHaveCount(0)
    const id = address.pathname.split('/').at(-1) ?? ''
    expect((await page.request.get(`./api/mailboxes/INBOX/messages/${id}/html/1`)).status()).toBe(403)
    await page.context().close()
  })

  test(`${javaScriptEnabled ? 'with' : 'without'} scripts: the compose form says what it does not decide`, async ({ browser }) => {
    const page = await signedInAt(browser, running.site, 'bob', { javaScriptEnabled })
    await new MailPage(page).compose()
    await expect(page.getByLabel('Reply-To', { exact: true })).toHaveValue('desk@example.test')
    await expect(page.getByLabel('Reply-To', { exact: true })).not.toBeEditable()
    await expect(page.getByLabel('Bcc', { exact: true })).toHaveValue('')
    await expect(page.getByText('A blind copy always goes to journal@example.test')).toBeVisible()
    if (javaScriptEnabled) await expectAccessible(page)
    await new ComposePage(page).discard()
    await page.goto('./settings/keyboard')
    await expect(page.getByText('Set by the administrator: By the rules')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Save', exact: true }), 'there is nothing to save').toHaveCount(0)
    await page.context().close()
  })

  test(`${javaScriptEnabled ? 'with' : 'without'} scripts: a file that is too large goes as a link, for whoever has it, until it is taken back`, async ({ browser }) => {
    const [page, stranger] = [await signedInAt(browser, running.site, 'bob', { javaScriptEnabled }), await browser.newContext()]
    await new MailPage(page).compose()
    const compose = new ComposePage(page)
    await compose.text.fill('Here it is.')
    const film = { name: `film ${javaScriptEnabled}.html`, mimeType: 'text/html', buffer: Buffer.from('<script>document.title = "ran"</script>'.repeat(260_000)) }
    await compose.files.setInputFiles(film)
    if (!javaScriptEnabled) await page.getByRole('button', { name: 'Attach', exact: true }).click()
    await expect(compose.alert).toContainText('You can send a link in place of the file.')
    if (javaScriptEnabled) {
      await expectAccessible(page, 'offered')
      await page.getByRole('button', { name: 'Send a link instead' }).click()
    } else {
      await page.getByRole('checkbox', { name: 'Send a link in place of the file' }).check()
      await compose.files.setInputFiles(film)
      await page.getByRole('button', { name: 'Attach', exact: true }).click()
    }
    await expect(compose.text).toHaveValue(/^Here it is\.\n\n“film .*\.html” \(10 MB\), to download until .*:\nhttp.*\/linked-files\/[\w-]{32}\n$/)
    const address = /http\S+$/m.exec(await compose.text.inputValue())?.[0] ?? ''
    const visit = await stranger.newPage()
    const arriving = visit.waitForEvent('download')
    await visit.goto(address).catch(() => undefined) // a download is no page
    expect((await arriving).suggestedFilename()).toBe(film.name)
    expect((await visit.request.head(address)).status(), 'no download').toBe(200)
    await compose.discard()
    await page.goto('./file-links')
    await expect(page.getByRole('row').filter({ hasText: film.name })).toContainText('1 of 100 downloads')
    if (javaScriptEnabled) await expectAccessible(page, 'file links')
    await page.getByRole('button', { name: `Take back “${film.name}”` }).click()
    await expect(page.getByText('You have no files that were sent as links.')).toBeVisible()
    expect((await visit.request.get(address)).status()).toBe(404)
    await stranger.close()
    await page.context().close()
  })
}
