import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { ROOT } from '#lib/cli/root.ts'
import { AdminPage } from '../support/admin-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { readIn } from '../support/probes/read-in.ts'
import { signedInAt, type BrowserKind } from '../support/probes/signed-in-at.ts'
import type { RunningSite } from '../support/start-site.ts'
import { startSite } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

const CONFIGURATION = `title = "Campus Mail"
admins = ["admin"]
themes = "themes"
languages = ["en", "de", "en-XA", "tlh"]

[defaults]
"index.page_size" = 25
[locks]
"reading.remote_content" = { value = "never", reason = "Trackers are not welcome" }

[site.lab]
title = "Lab Mail"
hosts = ["localhost"]
admins = ["carol"]
[site.lab.servers]
smtp_url = "smtp://127.0.0.1:1"

[group.students]
members = ["bob"]
[group.students.defaults]
"appearance.density" = "compact"
`

const SECTIONS = ['Overview', 'Sites and locks', 'Themes', 'Who is signed in', 'Messages and alerts', 'Values for a user', 'Traces']
const directory = mkdtempSync(join(tmpdir(), 'postern-admin-'))
const file = join(directory, 'postern.toml')
let running: RunningSite

test.beforeAll(async () => {
  writeFileSync(file, CONFIGURATION)
  mkdirSync(join(directory, 'themes/broken'), { recursive: true })
  writeFileSync(join(directory, 'themes/broken/theme.toml'), 'name = "Broken"\n')
  writeFileSync(join(directory, 'themes/broken/theme.css'), ':root { --accent: #123456; }\n@import url("https://elsewhere.example/x.css");\n')
  mkdirSync(join(directory, 'themes/pale'), { recursive: true })
  writeFileSync(join(directory, 'themes/pale/theme.css'), ':root { --text: #999999; }\n')
  running = await startSite({ env: { POSTERN_CONFIG: file, POSTERN_LOG_LEVEL: 'info', POSTERN_AUTH_SERVICE_ACCOUNTS: 'admin' }, quiet: true })
})
test.afterAll(async () => {
  await running.close()
  rmSync(directory, { recursive: true })
})

const signedIn = (browser: Browser, name: string, host: '127.0.0.1' | 'localhost' = '127.0.0.1', kind: BrowserKind = {}): Promise<Page> => signedInAt(browser, running.site, name, { host, ...kind })

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test('health in words, themes with reasons, sites with their locks', async ({ browser }) => {
      const page = await signedIn(browser, 'admin', '127.0.0.1', { javaScriptEnabled })
      const admin = new AdminPage(page)
      await page.getByRole('link', { name: 'Administration' }).click()
      await expect(page.getByText('You administer every site of this deployment.')).toBeVisible()
      await expect(page.getByRole('alert').filter({ hasText: '2 things need attention' })).toBeVisible()
      await expect(page.getByRole('listitem').filter({ hasText: 'IMAP server' })).toContainText(/Used by Campus Mail, Lab Mail[^]*Reached in \d+ ms/)
      await expect(page.getByRole('listitem').filter({ hasText: 'Directory server' })).toContainText(/Used by Campus Mail, Lab Mail[^]*Reached in \d+ ms/)
      await expect(page.getByRole('listitem').filter({ hasText: '127.0.0.1:1' }).filter({ hasText: 'Used by Lab Mail' })).toContainText('It refuses connections')
      await expect(page.getByText(/Answers in \d+ ms\./)).toHaveCount(2)
      await expect(page.getByText(file)).toBeVisible()

      await admin.open('Themes')
      await expect(admin.card('broken')).toContainText('theme.css, line 2: ')
      await expect(admin.card('broken')).toContainText('From the site’s own directory')
      await expect(admin.card('High contrast')).toContainText('Offered to people')

      await admin.open('Sites and locks')
      await expect(admin.card('Campus Mail')).toContainText(/locks\.reading\.remote_content[^]*never because: Trackers are not welcome from: postern\.toml, line 9/)
      await expect(admin.card('Lab Mail')).toContainText('smtp://127.0.0.1:1')
      await page.context().close()
    })

    test('the values of a user, with who decides them', async ({ browser }) => {
      const page = await signedIn(browser, 'admin', '127.0.0.1', { javaScriptEnabled })
      const admin = new AdminPage(page)
      await admin.open('Values for a user')
      await page.getByRole('textbox', { name: 'User name' }).fill('bob')
      await page.getByRole('button', { name: 'Show' }).click()
      await expect(page.getByRole('heading', { name: 'Values for bob on Campus Mail' })).toBeVisible()
      await expect(page.getByText('Groups: students.')).toBeVisible()
      await expect(admin.row('index.page_size')).toContainText(/25\s*from: the site/)
      await expect(admin.row('appearance.density')).toContainText(/compact\s*from: a group/)
      await expect(admin.row('reading.remote_content')).toContainText(/never\s*from: the site · locked by the site: Trackers are not welcome/)
      await page.getByRole('textbox', { name: 'User name' }).fill('<b>nobody</b>')
      await page.getByLabel('Site', { exact: true }).selectOption('Lab Mail')
      await page.getByRole('button', { name: 'Show' }).click()
      await expect(page.getByRole('heading', { name: 'Values for <b>nobody</b> on Lab Mail' })).toBeVisible()
      await page.context().close()
    })

    test('somebody is shown an alert, their mail is read to help them, and they are told', async ({ browser }) => {
      const [page, outside] = [await signedIn(browser, 'admin', '127.0.0.1', { javaScriptEnabled }), await signedIn(browser, 'outside')]
      const admin = new AdminPage(page)
      await admin.open('Messages and alerts')
      const forOne = admin.card('Alert for one person')
      await forOne.getByRole('textbox', { name: 'User name' }).fill('Outside')
      await forOne.getByLabel('Site', { exact: true }).selectOption('Campus Mail')
      await forOne.getByRole('textbox', { name: 'Alert' }).fill('Please call the desk')
      await forOne.getByRole('button', { name: 'Show the alert to this person' }).click()
      await expect(page.getByText('The alert is shown to outside.')).toBeVisible()
      await expect(outside.getByRole('alert').filter({ hasText: 'Please call the desk' })).toBeVisible()
      if (javaScriptEnabled) await expectAccessible(page, 'alert for one person')
      await page.getByRole('button', { name: 'Take back the alert for outside' }).click()
      await expect(page.getByText('outside has no alert of their own any more.')).toBeVisible()

      await admin.open('Who is signed in')
      const help = admin.card('Read somebody’s mail')
      await help.getByRole('textbox', { name: 'User name' }).fill('outside')
      await help.getByRole('button', { name: 'Open the mail' }).click()
      const banner = page.getByRole('region', { name: 'Read somebody’s mail' })
      await expect(banner).toContainText('admin, you are reading the mail of outside to help.')
      await expect(new MailPage(page).list).toBeVisible()
      if (javaScriptEnabled) await expectAccessible(page, 'mail of somebody else')
      await outside.goto('./')
      await expect(outside.getByRole('region', { name: 'Who has opened your mail' })).toContainText('An administrator (admin) has your mail open to help you, since')
      if (javaScriptEnabled) await expectAccessible(outside, 'told of it')
      await page.goto(new URL('../settings', page.url().replace(/mailboxes.*$/, 'mailboxes/')).href)
      await expect(banner).toBeVisible()
      await expect(new MailPage(page).list).toBeVisible()
      await banner.getByRole('button', { name: 'Leave this mail' }).click()
      await expect(banner).toHaveCount(0)
      await outside.goto('./settings')
      await expect(outside.getByRole('listitem').filter({ hasText: 'An administrator (admin) opened your mail to help you:' }).first()).toBeVisible()
      await outside.getByRole('region', { name: 'Who has opened your mail' }).getByRole('button', { name: 'Put away' }).first().click()
      for (const each of [page, outside]) await each.context().close()
    })

    test('whoever is signed out by an administrator has to sign in again', async ({ browser }) => {
      const [page, bob] = [await signedIn(browser, 'admin', '127.0.0.1', { javaScriptEnabled }), await signedIn(browser, 'bob')]
      const admin = new AdminPage(page)
      await admin.signOut('bob')
      await expect(page.getByText('bob is signed out: 1 session was ended.')).toBeVisible()
      await expect(page.getByRole('link', { name: 'Sign bob out …' })).toHaveCount(0)
      await bob.goto('./mailboxes/INBOX')
      await expect(bob).toHaveURL(/\/sign-in/)
      expect(running.logged()).toMatch(/"did":"person-signed-out","who":"admin".*"person":"bob"/)
      for (const each of [page, bob]) await each.context().close()
    })
  })
}

test('what is wrong is said in the reader’s language: themes, weak contrast, notes of the configuration', async ({ browser }) => {
  const page = await signedIn(browser, 'admin')
  const admin = new AdminPage(page)
  await page.goto('./admin')
  await expect(page.getByText('postern.toml, line 4: languages.3 is "tlh", which Postern does not speak: it is left out')).toBeVisible()
  await readIn(page, 'de')
  await page.goto('./admin')
  await expect(page.getByText('postern.toml, Zeile 4: languages.3 ist „tlh“, eine Sprache, die Postern nicht spricht: Sie wird weggelassen')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'broken' })).toContainText('theme.css, Zeile 2: @import wird nicht verwendet')
  await page.goto('./admin/themes')
  await expect(admin.card('broken').getByRole('listitem')).toHaveText(['theme.css, Zeile 2: @import wird nicht verwendet: Ein Theme ist eine einzige Datei mit Regeln für :root'])
  await admin.card('pale').getByText('Farbpaare').click()
  await expect(admin.card('pale').getByText(/^--text auf --canvas, hell: 2\.\d+ statt 4\.5$/)).toBeVisible()
  await expect(page.locator('main [lang]')).toHaveCount(0)

  await readIn(page, 'en-XA')
  await page.goto('./admin/themes')
  for (const name of ['broken', 'pale']) for (const item of await admin.card(name).locator('li').all()) await expect(item).toHaveText(/^\[[^]*~\]$/)
  await page.goto('./admin')
  await expect(page.getByRole('listitem').filter({ hasText: 'tlh' })).toHaveText(/^\[postern\.toml, [^A-Z]* 4: \[languages\.3 [^A-Z]*~\][^A-Z]*~\]$/)
  await page.context().close()
})

/** What the command line says in the name of whoever runs this site. */
function postern(...words: readonly string[]): string {
  return execFileSync(process.execPath, [join(ROOT, 'lib/cli/postern.mjs'), ...words, '--config', file, '--data', running.site.data], { encoding: 'utf8' })
}

const alertBar = (page: Page) => page.getByRole('region', { name: 'Alert', exact: true })

test('an alert reaches open browsers of its site, is put away, and comes back when it changes', async ({ browser }) => {
  const [page, alice, settings, elsewhere] = [await signedIn(browser, 'admin'), await signedIn(browser, 'alice', 'localhost'), await signedIn(browser, 'bob', 'localhost'), await signedIn(browser, 'alice')]
  await settings.goto('./settings/reading')
  const admin = new AdminPage(page)
  await admin.say('Lab Mail', 'The disks are full')
  await expect(page.getByText('The alert is shown on Lab Mail.')).toBeVisible()
  for (const open of [alice, settings]) await expect(alertBar(open).getByRole('alert')).toHaveText('The disks are full')
  await expect(alertBar(elsewhere), 'another site').toHaveCount(0)
  await expectAccessible(alice, 'mail with an alert')
  await expect.poll(() => alice.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight), 'the screen has what is left of the window').toBe(true)
  await new MailPage(alice).openMailbox('Sent')
  await alice.getByRole('button', { name: 'Put away' }).click()
  await expect(alertBar(alice)).toHaveCount(0)
  await expect(alice, 'without a reload').toHaveURL(/Sent/)
  await alice.reload()
  await expect(new MailPage(alice).list).toBeVisible()
  await expect(alertBar(alice)).toHaveCount(0)
  await admin.say('Lab Mail', 'The disks are <b>empty</b>')
  for (const open of [alice, settings]) await expect(alertBar(open).getByRole('alert')).toHaveText('The disks are <b>empty</b>')
  await page.getByRole('button', { name: 'Take the alert back on Lab Mail' }).click()
  for (const open of [alice, settings]) await expect(alertBar(open)).toHaveCount(0)
  expect(running.logged()).toMatch(/"did":"announcement","who":"admin".*"kind":"alert","forSite":"lab","text":"The disks are full"/)
  for (const each of [page, alice, settings, elsewhere]) await each.context().close()
})

test('without scripts an alert stands on the next page, and a button puts it away there', async ({ browser }) => {
  const [page, alice] = [await signedIn(browser, 'admin', '127.0.0.1', { javaScriptEnabled: false }), await signedIn(browser, 'alice', '127.0.0.1', { javaScriptEnabled: false })]
  const admin = new AdminPage(page)
  await admin.say('Every site', 'Restart at noon')
  await expect(page.getByText('The alert is shown on every site.')).toBeVisible()
  await expect(alertBar(page)).toContainText('Restart at noon')
  await alice.goto('./settings/reading')
  await expect(alertBar(alice)).toContainText('Restart at noon')
  await alice.getByRole('button', { name: 'Put away' }).click()
  await expect(alice).toHaveURL(/settings\/reading$/)
  await expect(alertBar(alice)).toHaveCount(0)
  await admin.open('Messages and alerts')
  await page.getByRole('button', { name: 'Take the alert back on every site' }).click()
  await expect(page.getByText('There is no alert on every site any more.')).toBeVisible()
  for (const each of [page, alice]) await each.context().close()
})

test('the command line shows an alert in open browsers, and takes it back', async ({ browser }) => {
  const [here, there] = [await signedIn(browser, 'alice'), await signedIn(browser, 'alice', 'localhost')]
  expect(postern('alert', 'Restart in five minutes')).toBe('The alert is shown to everybody.\n')
  for (const page of [here, there]) await expect(alertBar(page)).toContainText('Restart in five minutes')
  expect(postern('alert', 'Lab only', '--site', 'lab')).toContain('on the site lab')
  await expect(alertBar(there).getByRole('alert')).toHaveText(['Restart in five minutes', 'Lab only'])
  await expect(alertBar(here).getByRole('alert')).toHaveCount(1)
  postern('alert')
  for (const page of [here, there]) await expect(alertBar(page)).toHaveCount(0)
  for (const page of [here, there]) await page.context().close()
})

test('a message of the day is said from the page, beside that of the configuration', async ({ browser }) => {
  const page = await signedIn(browser, 'carol', 'localhost')
  const admin = new AdminPage(page)
  await admin.open('Messages and alerts')
  await expect(page.getByRole('form')).toHaveCount(3)
  const form = page.getByRole('form', { name: 'Message of the day on Lab Mail' })
  await form.getByLabel('Message of the day').fill('Welcome to the **new** lab. <script>x</script>')
  await form.getByRole('button').click()
  await expect(page.getByText('The message of the day on Lab Mail is saved.')).toBeVisible()
  await page.goto('./')
  await expect(page.getByRole('region', { name: 'Message of the day' })).toHaveText('Welcome to the new lab. <script>x</script>')
  const stranger = await browser.newPage({ baseURL: `http://localhost:${new URL(running.site.origin).port}/` })
  await stranger.goto('./sign-in')
  await expect(stranger.getByRole('region', { name: 'Message of the day' })).toContainText('Welcome to the new lab.')
  await admin.open('Messages and alerts')
  await form.getByLabel('Message of the day').fill('')
  await form.getByRole('button').click()
  await stranger.reload()
  await expect(stranger.getByRole('region', { name: 'Message of the day' })).toHaveCount(0)
  await stranger.close()
  await page.context().close()
})

test('an administrator of one site sees that site alone', async ({ browser }) => {
  const [page, other] = [await signedIn(browser, 'carol', 'localhost'), await signedIn(browser, 'alice')]
  const admin = new AdminPage(page)
  await page.goto('./admin')
  await expect(page.getByText('You administer Lab Mail.')).toBeVisible()
  await expect(page.getByText('Campus Mail')).toHaveCount(0)
  await expect(page.getByText(file)).toHaveCount(0)
  await admin.open('Sites and locks')
  await expect(page.getByRole('region')).toHaveCount(1)
  await admin.open('Who is signed in')
  await expect(page.getByRole('link', { name: 'Sign carol out …' })).toHaveCount(1)
  await expect(page.getByRole('link', { name: 'Sign admin out …' })).toHaveCount(0)
  await expect(page.getByText('Campus Mail')).toHaveCount(0)
  await page.goto('./admin/preferences?user=alice&site=default')
  await expect(page.getByRole('heading', { name: 'Values for alice on Lab Mail' })).toBeVisible()
  for (const each of [page, other]) await each.context().close()
})

test('to everybody else these pages do not exist', async ({ browser }) => {
  const [alice, carol] = [await signedIn(browser, 'alice'), await signedIn(browser, 'carol')]
  for (const page of [alice, carol]) {
    await expect(page.getByRole('link', { name: 'Administration' })).toHaveCount(0)
    for (const path of ['admin', 'admin/sites', 'admin/themes', 'admin/people', `admin/people/${'p'.repeat(22)}`, 'admin/announcements', 'admin/preferences?user=bob', 'admin/traces']) {
      expect((await page.goto(path))?.status(), path).toBe(404)
      await expect(page).toHaveTitle('There is no such page - Campus Mail')
    }
    // Whatever is posted, right or wrong.
    for (const [path, form] of [['api/admin/announcements', { kind: 'zzz' }], ['api/admin/people/sign-out', {}], ['api/admin/traces', {}], [`api/admin/traces/${'t'.repeat(12)}`, { act: 'zzz' }], ['api/themes', { intent: 'zzz' }]] as const) {
      const answer = await page.request.post(path, { form, headers: { Origin: running.site.origin }, maxRedirects: 0 })
      expect(answer.status(), path).toBe(404)
    }
    await page.context().close()
  }
})

test('a refused configuration says so, with its reasons to whom they concern', async ({ browser }) => {
  const [page, ofLab] = [await signedIn(browser, 'admin'), await signedIn(browser, 'carol', 'localhost')]
  writeFileSync(file, `titel = "Broken"\n${CONFIGURATION}`)
  await expect.poll(() => running.logged()).toContain('configuration refused')
  await expect.poll(async () => { await page.goto('./admin'); return page.getByText(/The newest file was refused on/).count() }).toBe(1)
  await expect(page.getByText('postern.toml, line 1: there is no key "titel"')).toBeVisible()
  await ofLab.goto('./admin')
  await expect(ofLab.getByText('An administrator of all sites can see why.')).toBeVisible()
  await expect(ofLab.getByText('titel')).toHaveCount(0)

  const refusedAs = async (toml: string, sentence: string): Promise<void> => {
    writeFileSync(file, toml)
    await expect.poll(async () => { await page.goto('./admin'); return page.getByRole('listitem').filter({ hasText: sentence }).count() }).toBe(1)
  }
  await readIn(page, 'de')
  await refusedAs(`titel = "Broken"\n${CONFIGURATION}`, 'postern.toml, Zeile 1: den Schlüssel „titel“ gibt es nicht; vielleicht ist „title“ gemeint')
  await refusedAs(CONFIGURATION.replace('= 25', '= 5'), 'postern.toml, Zeile 7: defaults.index.page_size lässt sich nicht verwenden: Für index.page_size wird erwartet: eine ganze Zahl von 10 bis 500')
  await refusedAs('title = "Campus\n', 'Zeile 1: kein gültiges TOML: in einem Text stehen Steuerzeichen, vielleicht fehlt das schließende Anführungszeichen')
  await expect(page.locator('main [lang]')).toHaveCount(0)
  await page.goto('./admin/sites')
  await expect(page.getByText('von: postern.toml, Zeile 9').first()).toBeVisible()
  await expect(page.getByText('von: die Standard-Site').first()).toBeVisible()
  await readIn(page, 'en')

  writeFileSync(file, CONFIGURATION)
  await expect.poll(async () => { await page.goto('./admin'); return page.getByText(/The newest file was refused on/).count() }).toBe(0)
  for (const each of [page, ofLab]) await each.context().close()
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390, 320]) {
    const isUsual = colorScheme === 'light' ? width === 1440 : width === 320
    test(`axe finds nothing, and nothing scrolls sideways: ${colorScheme}, ${width} pixels`, isUsual ? {} : { tag: '@every-look' }, async ({ browser }) => {
      const page = await signedIn(browser, 'admin', '127.0.0.1', { colorScheme, viewport: { width, height: 900 } })
      const admin = new AdminPage(page)
      for (const section of SECTIONS) {
        await admin.open(section)
        if (section === 'Values for a user') await page.goto('./admin/preferences?user=bob')
        await expectAccessible(page, section)
        await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), section).toBeLessThanOrEqual(width)
      }
      await page.context().close()
    })
  }
}
