import type { Locator, Page } from '@playwright/test'
import { ComposePage } from '../support/compose-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { MessagePage } from '../support/message-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { SettingsPage } from '../support/settings-page.ts'
import { appendTo } from '../support/site-client.ts'
import { personOf } from '../support/site.ts'
import { expect, testAlone } from '../support/test.ts'

/** It changes in what format somebody writes. */
const test = testAlone()

const HOSTILE = '<p>pasted <b>words</b></p><script>document.title = "owned"</script><img src="x" onerror="document.title = 1"><img src="https://elsewhere.invalid/a.png" alt="far"><a href="javascript:document.title=2">go</a><style>main{display:none}</style><iframe src="https://elsewhere.invalid/"></iframe>'
const FOREIGN = `From: bob@example.test\r\nTo: alice@example.test\r\nSubject: Layout\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<style>td{color:teal}</style><table width="300"><tr><td class="x">High <b>water</b></td></tr></table><img src="https://elsewhere.invalid/b.png">\r\n`

const paste = (text: Locator, html: string): Promise<void> =>
  text.evaluate((element, markup) => {
    const data = new DataTransfer()
    data.setData('text/html', markup)
    data.setData('text/plain', 'pasted words')
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, html)

const pastePicture = (text: Locator): Promise<void> =>
  text.evaluate(async (element) => {
    const canvas = document.createElement('canvas')
    const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
    const data = new DataTransfer()
    data.items.add(new File([picture ?? ''], 'tide.png', { type: 'image/png' }))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })

/** A new message of somebody who writes with formatting from now on. */
async function beginFormatted(page: Page): Promise<ComposePage> {
  const settings = new SettingsPage(page)
  await settings.open('Writing')
  await settings.field('Write messages').selectOption('With formatting')
  await settings.save()
  await page.goto('./')
  await new MailPage(page).compose()
  return new ComposePage(page)
}

test('a message is formatted, survives what is pasted, goes through Drafts and arrives with its picture', async ({ signedIn, site }) => {
  const { page } = await signedIn('alice')
  const elsewhere: string[] = []
  page.on('request', (request) => void (new URL(request.url()).host.endsWith('elsewhere.invalid') && elsewhere.push(request.url())))
  const broken: string[] = []
  page.on('pageerror', (error) => void broken.push(error.message))
  const compose = await beginFormatted(page)
  const toolbar = compose.form.getByRole('toolbar', { name: 'Formatting' })
  await compose.to.fill('alice@example.test')
  await compose.subject.fill('Formatted')
  await toolbar.getByRole('button', { name: 'Bold' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(toolbar.getByRole('button', { name: 'Italic' })).toBeFocused()
  await compose.text.click()
  await page.keyboard.type('plain ')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('loud')
  await expect(compose.text.locator('b')).toHaveText('loud')
  await expect(toolbar.getByRole('button', { name: 'Bold' })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Control+b')
  await page.keyboard.press('Enter')
  await paste(compose.text, HOSTILE)
  await expect(compose.text).toContainText('pasted words')
  await toolbar.getByRole('button', { name: 'Undo' }).click()
  await expect(compose.text).not.toContainText('pasted words')
  await toolbar.getByRole('button', { name: 'Redo' }).click()
  await expect(compose.text).toContainText('pasted words')
  await expect(compose.text.locator('script, style, iframe, [onerror], [href^=javascript], img[src*=invalid]')).toHaveCount(0)
  await pastePicture(compose.text)
  await expect(compose.text.getByRole('img', { name: 'tide.png' })).toHaveJSProperty('complete', true)
  await expectAccessible(page)

  await compose.postpone()
  await new MailPage(page).openMessage('Formatted')
  await new MessagePage(page).resume()
  await expect(compose.text.locator('b').first()).toHaveText('loud')
  await expect(compose.text.getByRole('img', { name: 'tide.png' })).toHaveJSProperty('naturalWidth', 300)
  await compose.send()
  await compose.sent.waitFor()

  await page.goto('./mailboxes/INBOX')
  await new MailPage(page).openMessage('Formatted')
  const arrived = new MessagePage(page).frame
  await expect(arrived.locator('b').first()).toHaveText('loud')
  await expect(arrived.getByRole('img', { name: 'tide.png' })).toHaveJSProperty('naturalWidth', 300)
  expect([elsewhere, broken]).toEqual([[], []])

  const content = Buffer.from(FOREIGN)
  await appendTo(site, personOf(site, 'alice'), 'INBOX', { size: content.length, content: async function* () { yield content }, flags: [] })
  await page.goto('./mailboxes/INBOX')
  await new MailPage(page).openMessage('Layout')
  await new MessagePage(page).answer('Reply')
  const quoted = page.frameLocator('iframe[title="Quoted message"]')
  await expect(quoted.locator('td.x')).toHaveCSS('color', 'rgb(0, 128, 128)')
  await compose.text.click()
  await page.keyboard.type('Noted.')
  await compose.send()
  await compose.sent.waitFor()
  await page.goto('./mailboxes/Sent')
  await new MailPage(page).openMessage('Re: Layout')
  const answer = new MessagePage(page).frame
  await expect(answer.getByText('Noted.')).toBeVisible()
  await expect(answer.locator('blockquote table td b')).toHaveText('water')
  expect(elsewhere).toEqual([])
})

test('words typed while the editor is on its way stand in it, and the caret behind them', async ({ signedIn }) => {
  const { page } = await signedIn('admin')
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  let held = 0
  await page.route('**/_next/static/**/*.js', async (route) => {
    const answer = await route.fetch()
    const isEditor = (await answer.text()).includes('squire-selection')
    if (isEditor) {
      held += 1
      await released
    }
    await route.fulfill({ response: answer })
  })
  const compose = await beginFormatted(page)
  await expect.poll(() => held).toBe(1)
  await compose.to.fill('alice@example.test')
  await compose.text.click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('First words')
  release()
  await expect(page.getByRole('toolbar', { name: 'Formatting' })).toBeVisible()
  await page.unrouteAll({ behavior: 'wait' })
  await expect(compose.text).toBeFocused()
  await page.keyboard.type(' and more')
  await expect(compose.text).toContainText('First words and more')
  await compose.subject.fill('Begun early')
  await compose.save()
  await page.reload()
  await expect(page.getByRole('toolbar', { name: 'Formatting' })).toBeVisible()
  await expect(compose.text).toContainText('First words and more')
  await compose.discard()
})

test('words typed before any script has come are saved without another key', async ({ signedIn }) => {
  const { page } = await signedIn('carol')
  await new MailPage(page).compose()
  const compose = new ComposePage(page)
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/_next/static/**/*.js', async (route) => {
    await released
    await route.continue()
  })
  await page.reload({ waitUntil: 'commit' })
  await compose.text.fill('Early words')
  release()
  await expect(compose.form.getByText(/^Saved /)).toBeVisible()
  await page.reload()
  await expect(compose.text).toHaveValue('Early words')
  await compose.discard()
})

test('the buttons stay where they are, in sight, whatever is written', async ({ signedIn }) => {
  const { page } = await signedIn('carol')
  await page.setViewportSize({ width: 1280, height: 560 })
  await new MailPage(page).compose()
  const compose = new ComposePage(page)
  const send = compose.form.getByRole('button', { name: 'Send', exact: true })
  const spelling = compose.form.getByRole('button', { name: 'Check spelling' })
  await expect(spelling).toBeVisible()
  await compose.form.getByRole('button', { name: 'Formatted text' }).click()
  await expect(page.getByRole('toolbar', { name: 'Formatting' })).toBeVisible()
  await expect(spelling).toBeHidden()
  await expect(send).toBeInViewport({ ratio: 1 })
  const before = await send.boundingBox()
  await compose.text.click()
  for (let line = 0; line < 40; line += 1) await page.keyboard.press('Enter')
  await page.keyboard.type('At the foot')
  await expect(compose.form.getByText(/^Saved /)).toBeVisible()
  await expect(send).toBeInViewport({ ratio: 1 })
  expect(await send.boundingBox()).toEqual(before)
  await compose.discard()
})

test('formatting is given up and taken back, and a plain text becomes formatted', async ({ signedIn }) => {
  const { page } = await signedIn('carol')
  await new MailPage(page).compose()
  const compose = new ComposePage(page)
  await compose.text.fill('> quoted\nown words')
  await compose.form.getByRole('button', { name: 'Formatted text' }).click()
  await expect(compose.text.locator('blockquote')).toHaveText('quoted')
  await compose.form.getByRole('button', { name: 'Plain text' }).click()
  await expect(compose.form.getByText('In plain text, fonts')).toBeVisible()
  await compose.form.getByRole('button', { name: 'Make it plain text' }).click()
  await expect(compose.text).toHaveValue('> quoted\n\nown words')
  await compose.form.getByRole('button', { name: 'Bring the formatting back' }).click()
  await expect(compose.text.locator('blockquote')).toHaveText('quoted')
  await compose.discard()
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a quoted layout is shown, without buttons that would do nothing', async ({ signedIn, site }) => {
    const { page } = await signedIn('outside')
    const content = Buffer.from(FOREIGN.replace('Subject: Layout', 'Subject: Layout, plainly'))
    await appendTo(site, personOf(site, 'outside'), 'INBOX', { size: content.length, content: async function* () { yield content }, flags: [] })
    await beginFormatted(page)
    await page.goto('./mailboxes/INBOX')
    await new MailPage(page).openMessage('Layout, plainly')
    await new MessagePage(page).answer('Reply')
    await expect(page.frameLocator('iframe[title="Quoted message"]').locator('td.x')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Edit the quoted message' })).toHaveCount(0)
    await new ComposePage(page).discard()
  })

  test('the text is shown, and stays formatted while it is left as it is', async ({ signedIn }) => {
    const { page } = await signedIn('bob')
    const compose = await beginFormatted(page)
    await expect(page.getByText('It is sent formatted as long as you leave the text as it is.')).toBeVisible()
    await compose.subject.fill('Left alone')
    await compose.save()
    await expect(page.getByText('It is sent formatted as long as you leave the text as it is.')).toBeVisible()
    await compose.text.fill('Typed')
    await compose.save()
    await expect(compose.text).toHaveValue('Typed')
    await expect(page.getByText('It is sent formatted as long as you leave the text as it is.')).toBeHidden()
    await compose.discard()
  })
})
