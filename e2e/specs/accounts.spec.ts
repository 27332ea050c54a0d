import type { BrowserContext, Page } from '@playwright/test'
import { AccountMenu } from '../support/probes/account-menu.ts'
import { ComposePage } from '../support/compose-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { MessagePage } from '../support/message-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { deliver } from '../support/probes/submit-message.ts'
import { SettingsPage } from '../support/settings-page.ts'
import { SignInPage } from '../support/sign-in-page.ts'
import { personOf } from '../support/site.ts'
import { startSite, type Site } from '../support/start-site.ts'
import { expect, test, testOnOwnSite } from '../support/test.ts'

/** Adds an account by the menu of the page, which shows its mail afterwards. */
async function addAccount(page: Page, site: Site, name: string): Promise<MailPage> {
  await new AccountMenu(page).add()
  await new SignInPage(page).signIn(personOf(site, name))
  const mail = new MailPage(page)
  await expect(mail.list).toBeVisible()
  return mail
}

async function newTab(context: BrowserContext, path = ''): Promise<MailPage> {
  const mail = new MailPage(await context.newPage())
  await mail.page.goto(path)
  await expect(mail.list).toBeVisible()
  return mail
}

for (const javaScriptEnabled of [true, false]) {
  testOnOwnSite.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    testOnOwnSite.use({ javaScriptEnabled })

    testOnOwnSite('two accounts side by side, each in its own tab', async ({ page, context, site, signedIn }) => {
      const token = `side by side ${javaScriptEnabled ? 'live' : 'still'}`
      await signedIn('alice', page)
      const bobs = await addAccount(page, site, 'bob')
      expect(new URL(page.url()).pathname).toBe('/~1/mailboxes/INBOX')
      const alices = await newTab(context)
      await expect(page).toHaveTitle(/bob@example\.test – /)
      await expect(alices.page).toHaveTitle(/alice@example\.test – /)

      for (const name of ['alice', 'bob']) await deliver(site, { from: 'carol@example.test', to: `${name}@example.test`, subject: `${token} for ${name}` })
      if (!javaScriptEnabled) for (const tab of [alices, bobs]) await tab.page.reload()
      await expect(alices.row(`${token} for alice`)).toHaveCount(1)
      await expect(bobs.row(`${token} for bob`)).toHaveCount(1)
      await expect(alices.row(`${token} for bob`)).toHaveCount(0)
      await expect(bobs.row(`${token} for alice`)).toHaveCount(0)

      await alices.choose(`${token} for alice`)
      await alices.act('Flag')
      await expect(alices.row(`${token} for alice`).getByText('Flagged')).toBeAttached()
      await bobs.choose(`${token} for bob`)
      await bobs.act('Archive')
      await expect(bobs.row(`${token} for bob`)).toHaveCount(0)
      await expect(alices.row(`${token} for alice`)).toHaveCount(1)
      await bobs.openMailbox('Archive')
      await bobs.openMessage(`${token} for bob`)
      expect(new URL(page.url()).pathname).toMatch(/^\/~1\/mailboxes\/Archive\//)
      await page.reload()
      await expect(page.getByRole('heading', { name: `${token} for bob` }).first()).toBeVisible()

      // The same message asked of the other account is none of hers.
      const asAlice = page.url().replace('/~1/', '/')
      expect((await alices.page.goto(asAlice))?.status()).toBe(404)
    })

    testOnOwnSite('signing out of one leaves the other; signing out of all leaves none', async ({ page, context, site, signedIn }) => {
      await signedIn('alice', page)
      const bobs = await addAccount(page, site, 'bob')
      const alices = await newTab(context)
      const menu = new AccountMenu(page)
      await menu.open()
      await expect(menu.account('bob@example.test')).toHaveAttribute('aria-current', 'true')
      await expect(menu.menu.getByText('this account')).toHaveCount(1)
      await expect(menu.account('alice@example.test')).not.toHaveAttribute('aria-current')
      await expect(menu.menu.getByRole('button', { name: 'Sign out of all accounts' })).toBeVisible()
      await bobs.signOut()
      await expect(page.getByText('You are signed out.')).toBeVisible()
      await page.goBack()
      await expect(new SignInPage(page).user).toBeVisible()
      await expect(bobs.list).toHaveCount(0)
      await page.getByRole('navigation', { name: 'Already signed in here' }).getByRole('link', { name: 'alice@example.test' }).click()
      await expect(bobs.list).toBeVisible()
      expect(new URL(page.url()).pathname).toBe('/mailboxes/INBOX')
      await alices.page.reload()
      await expect(alices.list).toBeVisible()
      await page.goto('./~1/mailboxes/INBOX')
      await expect(new SignInPage(page).user).toBeVisible()

      await new SignInPage(page).signIn(personOf(site, 'bob'))
      await expect(bobs.list).toBeVisible()
      await menu.signOutOfAll()
      await expect(page.getByText('You are signed out of all accounts.')).toBeVisible()
      for (const path of ['mailboxes/INBOX', '~1/mailboxes/INBOX']) {
        await alices.page.goto(`./${path}`)
        await expect(new SignInPage(alices.page).user).toBeVisible()
      }
    })

    testOnOwnSite('an account that is kept is offered with its name filled in; one that is here already is shown', async ({ page, site, signedIn }) => {
      await signedIn('carol', page)
      const bobs = await addAccount(page, site, 'bob')
      await page.goto('./')
      const settings = new SettingsPage(page)
      await settings.open('Accounts')
      await page.getByRole('button', { name: 'Keep bob@example.test' }).click()
      await expect(settings.form.getByRole('textbox', { name: 'User name' }).first()).toHaveValue('bob')
      await expect(page.getByRole('banner').getByText('carol@example.test')).toBeVisible()
      await expect(page.getByRole('button', { name: 'Keep bob@example.test' })).toHaveCount(0)
      if (javaScriptEnabled) await expectAccessible(page)
      await page.goto('./~1/')
      await bobs.signOut()
      await page.goto('./')
      const menu = new AccountMenu(page)
      await menu.open()
      await menu.menu.getByRole('link', { name: 'Sign in: bob@example.test' }).click()
      const signIn = new SignInPage(page)
      await expect(signIn.user).toHaveValue('bob')
      await signIn.password.fill(personOf(site, 'bob').password)
      await signIn.submit.click()
      await expect(bobs.list).toBeVisible()
      expect(new URL(page.url()).pathname).toBe('/~1/mailboxes/INBOX')
      // Once more somewhere else: what is here already is shown.
      await page.goto('./~2/sign-in')
      await signIn.signIn(personOf(site, 'carol'))
      await expect(bobs.list).toBeVisible()
      expect(new URL(page.url()).pathname).toBe('/mailboxes/INBOX')
      await settings.open('Accounts')
      await settings.form.getByRole('checkbox', { name: 'Remove it' }).check()
      await settings.save()
      await expect(settings.form.getByRole('checkbox', { name: 'Remove it' })).toHaveCount(0)
    })
  })
}

testOnOwnSite('how one connects to an account that is kept is filled in, too', async ({ page, signedIn }) => {
  await signedIn('bob', page)
  const settings = new SettingsPage(page)
  await settings.open('Accounts')
  const added = settings.form.getByRole('group', { name: 'Your other accounts: a new one' })
  await added.getByRole('textbox', { name: 'User name' }).fill('far')
  await added.getByRole('textbox', { name: 'Host' }).fill('imap.example.org')
  await added.getByRole('textbox', { name: 'Port' }).fill('1143')
  await added.getByRole('combobox', { name: 'Security' }).selectOption('STARTTLS (143)')
  await settings.save()
  await expect(settings.form.getByRole('group', { name: 'Your other accounts: 1' }).getByRole('combobox', { name: 'Security' })).toHaveValue('starttls')
  await page.goto('./')
  const menu = new AccountMenu(page)
  await menu.open()
  await menu.menu.getByRole('link', { name: 'Sign in: far' }).click()
  await expect(page.getByRole('textbox', { name: 'Port' })).toHaveValue('1143')
  await expect(page.getByRole('combobox', { name: 'Security' })).toHaveValue('starttls')
})

testOnOwnSite('a picture inside a message of a further account is shown, whoever has the first', async ({ page, site, signedIn }) => {
  await signedIn('bob', page)
  const alices = await addAccount(page, site, 'alice')
  await alices.searchFor('The lens')
  await alices.openMessage('The lens: report and picture')
  const picture = new MessagePage(page).frame.getByRole('img', { name: 'the lens' })
  await expect(picture).toHaveJSProperty('naturalWidth', 240)
  await expect(picture).toHaveAttribute('src', /\/~1\/mail-content\//)
})

testOnOwnSite('the menu by keyboard, at 320 pixels, light and dark', async ({ page, site, signedIn }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await signedIn('alice', page)
  await addAccountOnPhone(page, site)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.goto('./~1/mailboxes/INBOX')
    await page.goto('./~1/mailboxes/INBOX#mailboxes')
    const menu = new AccountMenu(page)
    await menu.summary.focus()
    await page.keyboard.press('Enter')
    await expect(menu.menu).toBeVisible()
    await page.keyboard.press('Tab')
    await expect(menu.account('alice@example.test')).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(menu.account('bob@example.test')).toBeFocused()
    await expectAccessible(page, colorScheme)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  }
})

async function addAccountOnPhone(page: Page, site: Site): Promise<void> {
  await page.goto('./mailboxes/INBOX#mailboxes')
  await new AccountMenu(page).add()
  await expectAccessible(page)
  await new SignInPage(page).signIn(personOf(site, 'bob'))
  await expect(new MailPage(page).list).toBeVisible()
}

testOnOwnSite('signing out of one account takes its text out of every window, and no other’s', async ({ page, context, site, signedIn }) => {
  const kept = (tab: Page) => tab.evaluate(() => Object.keys(sessionStorage).filter((name) => name.startsWith('postern.compose.')).length)
  const write = async (mail: MailPage): Promise<void> => {
    await mail.compose()
    const compose = new ComposePage(mail.page)
    await expect(compose.text).toBeVisible()
    await expect.poll(async () => {
      await compose.text.pressSequentially('x')
      return kept(mail.page)
    }).toBe(1)
  }
  await signedIn('alice', page)
  const bobs = await addAccount(page, site, 'bob')
  const [ofAlice, ofBob] = [await newTab(context), await newTab(context, '~1/')]
  await write(ofAlice)
  await write(ofBob)
  await bobs.signOut()
  await expect(page.getByText('You are signed out.')).toBeVisible()
  await expect.poll(() => kept(ofBob.page)).toBe(0)
  expect(await kept(ofAlice.page)).toBe(1)
})

testOnOwnSite('where a browser has several, every page says whose it is', async ({ page, site, signedIn }) => {
  await signedIn('alice', page)
  await addAccount(page, site, 'bob')
  for (const path of ['settings', 'themes', 'manage', 'phone', 'address-book', 'directory?text=smith', 'directory/entry?of=demonstration&entry=uid%3Dada.brandt,ou%3Dpeople,dc%3Dexample,dc%3Dtest']) {
    await page.goto(`./~1/${path}`)
    await expect(page.getByRole('banner'), path).toContainText('bob@example.test')
    await expect(page, path).toHaveTitle(/bob@example\.test/)
  }
})

for (const [what, env] of [['a public terminal', { POSTERN_SESSION_PUBLIC_COMPUTER: 'always' }], ['a site without the module', { POSTERN_MODULES_ACCOUNTS: 'no' }]] as const) {
  test(`${what} has one account a browser`, async ({ browser }) => {
    test.setTimeout(120_000)
    const running = await startSite({ env, quiet: true })
    try {
      const context = await browser.newContext({ baseURL: `${running.site.origin}/`, locale: 'en-GB' })
      const page = await context.newPage()
      const signIn = new SignInPage(page)
      expect((await page.goto('~1/sign-in'))?.status()).toBe(404)
      await signIn.goto()
      await signIn.signIn(personOf(running.site, 'alice'))
      await expect(new MailPage(page).list).toBeVisible()
      await expect(page.getByRole('banner').getByText('alice@example.test')).toBeVisible()
      await expect(new AccountMenu(page).summary).toHaveCount(0)
      await new SettingsPage(page).page.goto('./settings')
      await expect(page.getByRole('link', { name: 'Accounts', exact: true })).toHaveCount(0)
      expect((await page.goto('./~1/mailboxes/INBOX'))?.status()).toBe(404)
      await context.close()
    } finally {
      await running.close()
    }
  })
}
