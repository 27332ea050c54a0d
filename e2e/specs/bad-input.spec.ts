import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { ComposePage } from '../support/compose-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { ManagePage } from '../support/manage-page.ts'
import { MessagePage } from '../support/message-page.ts'
import { SignInPage } from '../support/sign-in-page.ts'
import { personOf } from '../support/site.ts'
import { expect, test } from '../support/test.ts'

/** The status of the page that an act leads to, redirections followed. */
async function statusAfter(page: Page, act: () => Promise<void>): Promise<number> {
  const arrived = page.waitForResponse((response) => response.request().isNavigationRequest() && response.frame() === page.mainFrame() && response.status() !== 303)
  await act()
  return (await arrived).status()
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('a wrong password: a sentence, the name kept, never the password', async ({ page }) => {
      const signIn = new SignInPage(page)
      await signIn.goto()
      await signIn.signIn({ name: 'alice', password: 'not "her\\ pässword' })
      await expect(signIn.alert).toContainText(/password/i)
      await expect(signIn.user).toHaveValue('alice')
      await expect(signIn.password).toHaveValue('')
    })

    test('a refused recipient: a sentence, and everything that was typed', async ({ page, signedIn }) => {
      await signedIn('alice', page)
      await new MailPage(page).compose()
      const compose = new ComposePage(page)
      await compose.to.fill('bounce+550@example.test')
      await compose.subject.fill('To nobody')
      await compose.text.fill('These words must not be lost.')
      await compose.send()
      await expect(compose.alert).toBeVisible()
      await expect(compose.alert).toContainText('bounce+550@example.test')
      await expect(compose.to).toHaveValue(/bounce\+550@example\.test/)
      await expect(compose.subject).toHaveValue('To nobody')
      await expect(compose.text).toHaveValue(/These words must not be lost\./)
      await compose.discard()
    })

    test('an address that is none: a sentence, and everything that was typed', async ({ page, signedIn }) => {
      await signedIn('alice', page)
      await new MailPage(page).compose()
      const compose = new ComposePage(page)
      await compose.to.fill('bob@@example..test')
      await compose.text.fill('Kept.')
      await compose.send()
      await expect(compose.alert).toBeVisible()
      await expect(compose.to).toHaveValue('bob@@example..test')
      await expect(compose.text).toHaveValue(/Kept\./)
      await compose.discard()
    })
  })
}

test.describe('statuses of plain forms', () => {
  test.use({ javaScriptEnabled: false })

  test('a wrong password is 401', async ({ page }) => {
    const signIn = new SignInPage(page)
    await signIn.goto()
    expect(await statusAfter(page, () => signIn.signIn({ name: 'alice', password: 'wrong' }))).toBe(401)
  })

  test('a host that cannot be reached, and one that speaks no IMAP, are 502', async ({ page }) => {
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1')
    await new Promise((resolve) => web.once('listening', resolve))
    const { port } = web.address() as AddressInfo
    const signIn = new SignInPage(page)
    for (const [name, at] of [['no IMAP', port], ['nobody there', 143]] as const) {
      await signIn.goto()
      await signIn.chooseServer({ host: '127.0.0.1', port: at, security: 'none' })
      const status = await statusAfter(page, () => signIn.signIn({ name: 'alice', password: 'x' }))
      expect([502, 422, 403], name).toContain(status)
      await expect(signIn.alert, name).toBeVisible()
      await expect(signIn.user, name).toHaveValue('alice')
    }
    web.close()
  })

  test('an unknown mailbox and an unknown message are 404, in words', async ({ page, signedIn }) => {
    await signedIn('alice', page)
    for (const path of ['mailboxes/No%20such%20mailbox', 'mailboxes/INBOX/1.99999999', 'mailboxes/INBOX/rubbish', 'manage/No%20such%20mailbox', 'compose/rubbish']) {
      const response = await page.goto(path)
      expect([404, 409], path).toContain(response?.status())
      await expect(page.getByRole('heading').or(page.getByRole('alert')).first(), path).toBeVisible()
      await expect(page.locator('body'), path).not.toContainText(/Error:|at .*\.ts:\d|undefined/)
    }
  })

  test('an action without a message or a target says what is missing', async ({ page, signedIn }) => {
    await signedIn('bob', page)
    const mail = new MailPage(page)
    await page.goto('mailboxes/INBOX')
    expect(await statusAfter(page, () => mail.act('Flag'))).toBe(400)
    await expect(page.getByRole('alert').first()).toContainText('Choose one or more messages first.')
    await mail.rows.first().getByRole('checkbox').check()
    expect(await statusAfter(page, () => mail.bring('Move', ''))).toBe(400)
    await expect(page.getByRole('alert').first()).toContainText('Choose a mailbox')
  })

  test('answering a message that has gone meanwhile says so', async ({ page, context, signedIn }) => {
    await signedIn('bob', page)
    await page.goto('mailboxes/INBOX')
    await new MailPage(page).rows.last().getByRole('link').first().click()
    const message = new MessagePage(page)
    await message.subject.waitFor()
    const elsewhere = await context.newPage()
    await elsewhere.goto(page.url())
    await new MessagePage(elsewhere).act('Delete')
    await expect(elsewhere.getByRole('status').first()).toBeVisible()
    await message.answer('Reply')
    await expect(page.getByRole('alert').first()).toContainText('not here any more')
    // A form without a page of its own leads home, and what it has to say comes along.
    const failed = new URL(page.url()).searchParams.get('failed') ?? ''
    await page.goto(`?failed=${failed}`)
    await expect(page.getByRole('alert').first()).toContainText('not here any more')
  })

  test('a message that is not there is told once, with a way back', async ({ page, signedIn }) => {
    await signedIn('bob', page)
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 800 })
      const [, validity = ''] = /\/(\d+)\.\d+/.exec((await (await page.goto('mailboxes/INBOX'), new MailPage(page).rows.first().getByRole('link').first()).getAttribute('href')) ?? '') ?? []
      expect((await page.goto(`mailboxes/INBOX/${validity}.999999`))?.status()).toBe(404)
      await expect(page.getByText('This message is not here any more').filter({ visible: true })).toHaveCount(1)
      await page.getByRole('link', { name: 'Back to Inbox' }).filter({ visible: true }).click()
      await new MailPage(page).rows.first().waitFor()
    }
  })

  test('a mailbox is deleted only by whoever says so twice', async ({ page, signedIn }) => {
    await signedIn('bob', page)
    const manage = new ManagePage(page)
    await manage.goto()
    await manage.create('Short-lived')
    await manage.goto()
    await manage.open('Short-lived')
    // What a text browser sends, which knows nothing of a box that must be ticked.
    await page.getByRole('checkbox', { name: 'Yes, delete Short-lived' }).evaluate((box: HTMLInputElement) => (box.required = false))
    expect(await statusAfter(page, () => page.getByRole('button', { name: 'Delete Short-lived' }).click())).toBe(400)
    await expect(manage.alert.first()).toContainText('Nothing was deleted')
    await manage.delete('Short-lived')
    await expect(page.getByText('The mailbox Short-lived was deleted.')).toBeVisible()
  })

  test('a message of an earlier UIDVALIDITY is never another message', async ({ page, signedIn }) => {
    const mail = await signedIn('alice', page)
    const href = (await mail.list.getByRole('link', { name: 'Tomorrow!', exact: true }).getAttribute('href')) ?? ''
    const [, validity = '', uid = ''] = /\/(\d+)\.(\d+)(\?|$)/.exec(href) ?? []
    const response = await page.goto(`mailboxes/INBOX/${Number(validity) + 1}.${uid}`)
    expect([404, 409]).toContain(response?.status())
    await expect(page.getByText('Everything hangs')).toHaveCount(0)
  })

  test('names that are no names of mailboxes are refused and kept', async ({ page, signedIn }) => {
    await signedIn('bob', page)
    const manage = new ManagePage(page)
    for (const name of ['a'.repeat(2_000), 'INBOX']) {
      await manage.goto()
      const status = await statusAfter(page, () => manage.create(name))
      expect(status, name.slice(0, 10)).toBeGreaterThanOrEqual(400)
      expect(status, name.slice(0, 10)).toBeLessThan(500)
      await expect(manage.alert, name.slice(0, 10)).toBeVisible()
    }
  })

  test('an expired session asks again, and brings one back to where one was', async ({ page, context, signedIn, site }) => {
    const mail = await signedIn('alice', page)
    await mail.openMailbox('Drafts')
    const address = page.url()
    await context.clearCookies()
    await page.goto(address)
    const signIn = new SignInPage(page)
    await signIn.signIn(personOf(site, 'alice'))
    await expect(mail.heading).toHaveText('Drafts')
  })

  test('line ends in a subject make no header', async ({ page, signedIn, baseURL }) => {
    const mail = await signedIn('bob', page)
    await mail.compose()
    const compose = new ComposePage(page)
    await compose.to.fill('bob@example.test')
    const token = await page.locator('input[name="token"]').first().inputValue()
    const action = (await compose.form.getAttribute('action')) ?? ''
    const answer = await page.request.post(new URL(action, page.url()).href, { multipart: { token, to: 'bob@example.test', subject: 'x\r\nBcc: carol@example.test', text: 'y', action: 'send' }, headers: { origin: new URL(baseURL ?? '').origin }, maxRedirects: 0 })
    expect(answer.status()).toBeLessThan(500)
    const carol = await signedIn('carol')
    await expect(carol.row('x Bcc')).toHaveCount(0)
    await expect(carol.rows.first()).toBeVisible()
  })
})
