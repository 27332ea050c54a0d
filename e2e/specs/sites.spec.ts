import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { expectAccessible } from '../support/probes/accessible.ts'
import { MailPage } from '../support/mail-page.ts'
import { SignInPage } from '../support/sign-in-page.ts'
import { personOf } from '../support/site.ts'
import type { RunningSite } from '../support/start-site.ts'
import { startSite } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

const CAMPUS = `title = "Campus Mail"
sign_in_text = "Welcome to **Campus Mail**. <b>No markup</b> of others."
motd = "The library opens at nine."

[servers]
free_choice = true
`
const LAB = `
[site.lab]
title = "Lab Mail"
hosts = ["localhost"]
sign_in_text = "For members of the lab; [ask us](mailto:lab@example.test)."
[site.lab.servers]
free_choice = false
[site.lab.modules]
help = false
manage = false
settings = false

[site.quiet]
title = "Quiet Mail"

[group.students]
members = ["bob"]
motd = "Exams begin on *Monday*."
`

const directory = mkdtempSync(join(tmpdir(), 'postern-sites-'))
const file = join(directory, 'postern.toml')
let running: RunningSite

test.beforeAll(async () => {
  writeFileSync(file, CAMPUS + LAB)
  running = await startSite({ env: { POSTERN_CONFIG: file, POSTERN_LOG_LEVEL: 'info' }, quiet: true })
})
test.afterAll(async () => {
  await running.close()
  rmSync(directory, { recursive: true })
})

/** A page of its own, whose relative addresses begin at that name of the same server. */
async function pageAt(browser: Browser, host: '127.0.0.1' | 'localhost', javaScriptEnabled = true): Promise<Page> {
  const { port } = new URL(running.site.origin)
  const context = await browser.newContext({ baseURL: `http://${host}:${port}/`, javaScriptEnabled, locale: 'en-GB' })
  return context.newPage()
}

async function signInAt(page: Page, name: string): Promise<MailPage> {
  const signIn = new SignInPage(page)
  await signIn.goto()
  await signIn.signIn(personOf(running.site, name))
  const mail = new MailPage(page)
  await mail.list.waitFor()
  return mail
}

test('two sites on one server each have their name, words and servers', async ({ browser }) => {
  const [campus, lab] = [await pageAt(browser, '127.0.0.1'), await pageAt(browser, 'localhost')]
  for (const page of [campus, lab]) await page.goto('sign-in')
  await expect(campus.getByRole('heading', { level: 1 })).toHaveText('Campus Mail')
  await expect(campus).toHaveTitle('Sign in - Campus Mail')
  await expect(campus.getByText('Welcome to Campus Mail. <b>No markup</b> of others.')).toBeVisible()
  await expect(campus.getByRole('region', { name: 'Message of the day' })).toHaveText('The library opens at nine.')
  await expect(campus.getByText('Another mail server')).toBeVisible()
  await expect(campus.getByRole('link', { name: 'Help' })).toBeVisible()

  await expect(lab.getByRole('heading', { level: 1 })).toHaveText('Lab Mail')
  await expect(lab).toHaveTitle('Sign in - Lab Mail')
  await expect(lab.getByRole('link', { name: 'ask us' })).toHaveAttribute('href', 'mailto:lab@example.test')
  await expect(lab.getByRole('region', { name: 'Message of the day' })).toHaveCount(0)
  await expect(lab.getByText('Another mail server')).toHaveCount(0)
  await expect(lab.locator('[name=host]')).toHaveCount(0)
  await expect(lab.getByRole('link', { name: 'Help' })).toHaveCount(0)
  for (const page of [campus, lab]) {
    await expectAccessible(page)
    await page.context().close()
  }
})

test('a server named in a forged post is ignored where servers are locked', async ({ browser }) => {
  const page = await pageAt(browser, 'localhost', false)
  await page.goto('sign-in')
  const token = await page.getByRole('form', { name: 'Sign in' }).locator('[name=token]').inputValue()
  const { name: user, password } = personOf(running.site, 'alice')
  const forged = await page.request.post('api/session', { form: { token, user, password, host: 'imap.elsewhere.example', port: '993', security: 'tls' }, maxRedirects: 0 })
  expect([forged.status(), forged.headers().location]).toEqual([303, '/mailboxes/INBOX'])
  await page.goto('')
  await expect(new MailPage(page).list).toBeVisible()
  await page.context().close()
})

test('words of one’s own hold within a second, in pages and in what scripts say, and a wrong one changes nothing', async ({ browser }) => {
  const own = join(directory, 'words')
  mkdirSync(own)
  writeFileSync(join(own, 'en.json'), JSON.stringify({ signIn: { title: 'Enter the tower' }, mailboxes: { special: { '\\Inbox': 'Letters' } }, index: { found: '{nothing}' } }))
  const worded = await startSite({ env: { POSTERN_WORDS: own }, quiet: true })
  try {
    const context = await browser.newContext({ baseURL: `${worded.site.origin}/`, locale: 'en-GB' })
    const page = await context.newPage()
    await page.goto('sign-in')
    await expect(page).toHaveTitle('Enter the tower - Postern')
    await new SignInPage(page).signIn(personOf(worded.site, 'alice'))
    const mail = new MailPage(page)
    await expect(mail.heading).toHaveText('Letters')
    await mail.openMailbox('Sent')
    await mail.mailbox('Letters').click()
    await expect(mail.heading).toHaveText('Letters')
    await mail.searchFor('Tomorrow')
    expect(worded.logged()).toContain('words-refused')
    writeFileSync(join(own, 'en.json'), '{"signIn": {"title": "Come in"}}')
    await expect.poll(async () => (await page.request.get('sign-in')).text()).toContain('<title>Come in - Postern</title>')
    await context.close()
  } finally {
    await worded.close()
  }
})

test('what is switched off has neither a link nor an address', async ({ browser }) => {
  const [campus, lab] = [await pageAt(browser, '127.0.0.1'), await pageAt(browser, 'localhost')]
  for (const page of [campus, lab]) await signInAt(page, 'alice')
  await expect(campus.getByRole('link', { name: 'Manage mailboxes' })).toBeVisible()
  await expect(lab.getByRole('link', { name: 'Manage mailboxes' })).toHaveCount(0)
  await expect(lab.getByRole('link', { name: 'Help' })).toHaveCount(0)
  for (const path of ['help', 'help/reading', 'help/search?q=mail', 'manage', 'manage/Sent', 'settings', 'settings/reading']) {
    expect((await campus.goto(path))?.status(), path).toBe(200)
    expect((await lab.goto(path))?.status(), path).toBe(404)
    await expect(lab).toHaveTitle('There is no such page - Lab Mail')
  }
  for (const path of ['api/preferences', 'api/preferences/file']) {
    expect((await campus.request.get(path)).status(), path).toBe(200)
    expect((await lab.request.get(path)).status(), path).toBe(404)
  }
  const made = await lab.request.post('api/mailboxes', { data: { name: 'Forged' }, headers: { 'X-Postern': '1', Origin: new URL(lab.url()).origin } })
  expect(made.status()).toBe(404)
  for (const page of [campus, lab]) await page.context().close()
})

test('the message of the day stands above the index, that of a group for its members only', async ({ browser }) => {
  const [alice, bob] = [await pageAt(browser, '127.0.0.1'), await pageAt(browser, '127.0.0.1', false)]
  await signInAt(alice, 'alice')
  const { page } = await signInAt(bob, 'bob')
  const said = (at: Page) => at.getByRole('region', { name: 'Message of the day' })
  await expect(said(alice)).toHaveText('The library opens at nine.')
  await expect(said(page)).toHaveText('The library opens at nine.Exams begin on Monday.')
  await expect(alice).toHaveTitle(/ - Campus Mail$/)
  await expect(alice.getByRole('link', { name: 'Campus Mail' })).toBeVisible()
  await expectAccessible(alice)
  await new MailPage(alice).openMailbox('Sent')
  await expect(said(alice), 'it stays without reloads').toBeVisible()
  for (const each of [alice, bob]) await each.context().close()
})

test('a path chooses a site for this browser', async ({ browser }) => {
  const page = await pageAt(browser, '127.0.0.1', false)
  await page.goto('site/quiet')
  await expect(page).toHaveURL(/\/sign-in$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Quiet Mail')
  await page.goto('sign-in')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Quiet Mail')
  await page.goto('site/default')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Campus Mail')
  expect((await page.goto('site/nowhere'))?.status()).toBe(404)
  await page.context().close()
})

test('a changed file is in force at once, a bad one changes nothing, and SIGHUP reads it too', async ({ browser }) => {
  const page = await pageAt(browser, '127.0.0.1')
  await signInAt(page, 'alice')
  const title = async (): Promise<string> => {
    await page.goto('')
    return page.title()
  }
  writeFileSync(file, CAMPUS.replace('"Campus Mail"', '"Renamed Mail"') + LAB)
  await expect.poll(title).toMatch(/ - Renamed Mail$/)
  writeFileSync(file, `titel = "Broken Mail"\n${LAB}`)
  await expect.poll(() => running.logged()).toContain('configuration refused')
  expect(running.logged()).toMatch(/line 1: there is no key \\"titel\\"/)
  await expect.poll(() => title()).toMatch(/ - Renamed Mail$/)
  // With the sites whose sign-in it was gone, the session of the one that stays goes on.
  writeFileSync(file, CAMPUS)
  await expect.poll(title).toMatch(/ - Campus Mail$/)
  const reloads = (): number => running.logged().split('"event":"configuration reloaded"').length - 1
  const before = reloads()
  process.kill(running.site.pid, 'SIGHUP')
  await expect.poll(reloads).toBe(before + 1)
  await expect.poll(() => title()).toMatch(/ - Campus Mail$/)
  await page.context().close()
})
