import { AccountMenu } from '../support/probes/account-menu.ts'
import { mainJourney } from '../support/main-journey.ts'
import { MailPage } from '../support/mail-page.ts'
import { SignInPage } from '../support/sign-in-page.ts'
import { baseOf, personOf } from '../support/site.ts'
import type { RunningSite } from '../support/start-site.ts'
import { startSite } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

test.describe.configure({ mode: 'serial', timeout: 240_000 })

let running: RunningSite | undefined

test.beforeAll(async () => {
  test.setTimeout(240_000) // a build of its own comes first
  running = await startSite({ basePath: '/mail' })
})

test.afterAll(() => running?.close())

test('the main journey under a base path', async ({ browser }) => {
  if (running === undefined) throw new Error('there is no site')
  const { site } = running
  const [forAlice, forBob] = await Promise.all([1, 2].map(() => browser.newContext({ baseURL: baseOf(site), acceptDownloads: true, locale: 'en-GB' })))
  if (forAlice === undefined || forBob === undefined) throw new Error('there is no browser')
  const bob = new MailPage(await forBob.newPage())
  const signIn = new SignInPage(bob.page)
  await signIn.goto()
  await signIn.signIn(personOf(site, 'bob'))
  await expect(bob.list).toBeVisible()
  const page = await forAlice.newPage()
  const outside: string[] = []
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    if (origin === site.origin && !pathname.startsWith('/mail')) outside.push(pathname)
  })
  await mainJourney({ page, alice: personOf(site, 'alice'), bob, token: 'under a path', live: true })
  expect(outside).toEqual([])
  await forAlice.close()
  await forBob.close()
})

test('two accounts under a base path', async ({ browser }) => {
  if (running === undefined) throw new Error('there is no site')
  const { site } = running
  const context = await browser.newContext({ baseURL: baseOf(site), locale: 'en-GB' })
  const page = await context.newPage()
  const [signIn, mail, menu] = [new SignInPage(page), new MailPage(page), new AccountMenu(page)]
  await page.goto('~1/')
  await expect(signIn.user).toBeVisible()
  expect(new URL(page.url()).pathname).toBe('/mail/~1/sign-in')
  await signIn.goto()
  await signIn.signIn(personOf(site, 'alice'))
  await expect(mail.list).toBeVisible()
  await menu.add()
  await signIn.signIn(personOf(site, 'bob'))
  await expect(mail.list).toBeVisible()
  expect(new URL(page.url()).pathname).toBe('/mail/~1/mailboxes/INBOX')
  await mail.openMailbox('Sent')
  expect(new URL(page.url()).pathname).toBe('/mail/~1/mailboxes/Sent')
  await menu.open()
  await menu.account('alice@example.test').click()
  await expect(page).toHaveURL(/\/mail\/mailboxes\/INBOX$/)
  expect((await page.goto(new URL('/~1/', site.origin).href))?.status()).toBe(404)
  await context.close()
})
