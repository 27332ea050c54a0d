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
const CONFIGURATION = `[locks]
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
}
