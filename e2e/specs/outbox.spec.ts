import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ComposePage } from '../support/compose-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { personOf } from '../support/site.ts'
import { SiteClient } from '../support/site-client.ts'
import { startSite, type Site } from '../support/start-site.ts'
import { expect, test as base } from '../support/test.ts'

/** People of this site can take back for a while what they sent. */
const test = base.extend<object, { site: Site }>({
  site: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'postern-outbox-'))
      writeFileSync(join(folder, 'postern.toml'), '[defaults]\n"composing.undo_seconds" = 60\n')
      const { site, close } = await startSite({ env: { POSTERN_CONFIG: join(folder, 'postern.toml') }, quiet: true })
      await use(site)
      await close()
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

/** The subjects of somebody's inbox. */
async function received(site: Site, name: string): Promise<readonly string[]> {
  const client = await SiteClient.signIn(site, personOf(site, name))
  const answer = await client.ask(client.urls.api.messages('INBOX'), { headers: { Accept: 'application/json' } })
  return ((await answer.json()) as { messages: readonly { subject: string }[] }).messages.map(({ subject }) => subject)
}

async function write(page: Page, subject: string): Promise<ComposePage> {
  await new MailPage(page).compose()
  const compose = new ComposePage(page)
  await compose.to.fill('carol@example.test')
  await compose.subject.fill(subject)
  await compose.text.fill('See you there.')
  return compose
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('what was sent can be taken back for a while, or hurried', async ({ signedIn, site }) => {
      const { page } = await signedIn('bob')
      const subject = `At the pier, ${javaScriptEnabled ? 'one' : 'two'}`
      const compose = await write(page, subject)
      await compose.send()
      const waits = page.getByRole('heading', { name: 'Not sent yet' })
      await expect(waits).toBeVisible()
      await expect(page.getByText('It will be sent:')).toBeVisible()
      if (javaScriptEnabled) await expectAccessible(page, 'a message that waits')
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect(compose.text).toHaveValue('See you there.')
      expect(await received(site, 'carol')).not.toContain(subject)
      await compose.send()
      await page.getByRole('button', { name: 'Send now' }).click()
      await expect(compose.sent).toBeVisible()
      await expect.poll(() => received(site, 'carol')).toContain(subject)
    })

    test('a message can leave at another time, and says when on the page of mail', async ({ signedIn }) => {
      const { page } = await signedIn('bob')
      const subject = `Next year, ${javaScriptEnabled ? 'one' : 'two'}`
      const compose = await write(page, subject)
      await page.getByText('Send later').click()
      const time = compose.form.getByLabel('Date and time')
      await time.fill('2020-01-01T09:30')
      await page.getByRole('button', { name: 'Send at that time' }).click()
      await expect(compose.alert.first()).toContainText('That time has gone by.')
      await page.getByText('Send later').click()
      const year = new Date().getFullYear() + 1
      await time.fill(`${year}-01-01T09:30`)
      await page.getByRole('button', { name: 'Send at that time' }).click()
      await expect(page.getByText(`1 January ${year}, 09:30`)).toBeVisible()
      await page.getByRole('link', { name: 'Back to the mailboxes' }).last().click()
      const open = page.getByRole('region', { name: 'Open messages' })
      await expect(open.getByText('leaves later').first()).toBeVisible()
      await open.getByRole('link', { name: subject }).click()
      await page.getByRole('button', { name: 'Undo' }).click()
      await compose.discard()
    })
  })
}

test('what waits leaves although the gateway was killed and nobody is signed in any more', async ({ site }) => {
  const client = await SiteClient.signIn(site, personOf(site, 'alice'))
  const { urls } = client
  const { id } = (await (await client.ask(urls.api.compositions(), { json: {}, headers: { Accept: 'application/json' } })).json()) as { id: string }
  const preference = await client.ask(urls.api.preferences(), { json: { changes: [{ name: 'composing.undo_seconds', value: 5 }] }, headers: { Accept: 'application/json' } })
  expect(preference.status).toBe(200)
  const sent = await client.ask(urls.api.composition(id), { json: { intent: 'send', revision: 1, to: 'carol@example.test', subject: 'From beyond', body: 'Hello', cc: '', bcc: '', replyTo: '', priority: 'normal' }, headers: { Accept: 'application/json' } })
  expect(sent.status).toBe(200)
  await client.ask(urls.api.signOut(), { json: {} })
  process.kill(site.pids.web, 'SIGKILL')
  await expect.poll(() => received(site, 'carol').catch(() => []), { timeout: 45_000 }).toContain('From beyond')
  const again = await SiteClient.signIn(site, personOf(site, 'alice'))
  const copies = await again.ask(again.urls.api.messages('Sent'), { headers: { Accept: 'application/json' } })
  expect(((await copies.json()) as { messages: readonly { subject: string }[] }).messages.filter(({ subject }) => subject === 'From beyond')).toHaveLength(1)
})
