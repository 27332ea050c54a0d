import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { BrowserContext, Page } from '@playwright/test'
import { ComposePage } from '../support/compose-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { SignInPage } from '../support/sign-in-page.ts'
import { personOf } from '../support/site.ts'
import { expect, testAlone } from '../support/test.ts'

const test = testAlone()

test.use({ serviceWorkers: 'allow' })

/** Waits until the page has a worker that is at work. */
async function worker(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state)).toBe('activated')
}

/** Everything that the worker keeps, as text. */
function kept(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const texts: string[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) texts.push(`${new URL(request.url).pathname}\n${(await (await cache.match(request))?.text()) ?? ''}`)
    }
    return texts
  })
}

test('Chromium finds nothing that keeps it from installing the site', async ({ page, signedIn, site }) => {
  await signedIn('alice', page)
  await worker(page)
  const devtools = await page.context().newCDPSession(page)
  const { errors, data, url } = (await devtools.send('Page.getAppManifest')) as { errors: readonly { message: string }[]; data?: string; url: string }
  expect(errors.map(({ message }) => message)).toEqual([])
  expect(url).toBe(`${site.origin}${site.basePath}/web-manifest`)
  const manifest = JSON.parse(data ?? '{}') as { readonly icons: readonly { readonly src: string; readonly sizes: string }[]; readonly share_target: object }
  expect(manifest.share_target).toMatchObject({ method: 'POST', enctype: 'multipart/form-data' })
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate(async (address) => {
      const picture = await createImageBitmap(await (await fetch(address)).blob())
      return `${picture.width}x${picture.height}`
    }, src)
    expect(size, src).toBe(sizes)
  }
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  // A window without a profile installs nothing whatever the site is.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([])
})

test('without a connection a page says so; with one it is there again; nothing of the mail is kept', async ({ page, context, signedIn }) => {
  const broken: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted ?Types|TrustedScript/i.test(message.text())) broken.push(message.text())
  })
  const mail = await signedIn('alice', page)
  await worker(page)
  await mail.openMessage('Tomorrow!')
  await page.goto('mailboxes/Drafts')
  await expect(mail.heading).toHaveText('Drafts')
  await context.setOffline(true)
  await page.goto('mailboxes/INBOX')
  await expect(page.getByRole('heading', { name: 'Postern cannot be reached' })).toBeVisible()
  expect(new URL(page.url()).pathname).toMatch(/mailboxes\/INBOX$/)
  await expectAccessible(page)
  await context.setOffline(false)
  await page.getByRole('link', { name: 'Try again' }).click()
  await expect(mail.list).toBeVisible()
  const all = await kept(page)
  expect(all.map((text) => text.split('\n', 1)[0])).toEqual([expect.stringMatching(/\/offline$/)])
  expect(all.join('\n')).not.toMatch(/alice|Tomorrow|Everything hangs|token/i)
  expect(broken).toEqual([])
})

test('the page for being offline speaks the language and wears the theme of whoever is signed in, once they change', async ({ page, context, signedIn }) => {
  await signedIn('bob', page)
  await worker(page)
  await page.goto('settings/language')
  await page.getByRole('combobox', { name: 'Language', exact: true }).selectOption('de')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect.poll(async () => (await kept(page)).join('\n')).toContain('Postern ist nicht erreichbar')
  await context.setOffline(true)
  await page.goto('')
  await expect(page.getByRole('heading', { name: 'Postern ist nicht erreichbar' })).toBeVisible()
})

test('a sign-out takes worker and cache along; a public computer never has one', async ({ page, site, signedIn }) => {
  const mail = await signedIn('carol', page)
  await worker(page)
  await mail.signOut()
  const signIn = new SignInPage(page)
  await expect(signIn.user).toBeVisible()
  const left = () => page.evaluate(async () => [(await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length])
  await expect.poll(left).toEqual([0, 0])
  await page.getByRole('checkbox', { name: 'Others use this computer too' }).check()
  await signIn.signIn(personOf(site, 'carol'))
  await expect(new MailPage(page).list).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(await left()).toEqual([0, 0])
})

/** Posts a real form with a file, from whatever page it is opened on. */
async function postForm(page: Page, action: string): Promise<void> {
  await page.setContent(`<form method="post" enctype="multipart/form-data" action="${action}"><input name="title" value="Tide table"><input name="text" value="Have a look"><input name="url" value="https://pier.example/tides"><input type="file" name="files" multiple><button>Share</button></form>`)
  await page.locator('input[type=file]').setInputFiles([{ name: 'tides.txt', mimeType: 'text/plain', buffer: Buffer.from('high at noon') }, { name: 'pier.txt', mimeType: 'text/plain', buffer: Buffer.from('low at six') }])
  await page.getByRole('button', { name: 'Share' }).click()
}

/** A page of ours without anything on it, so that a form on it is ours. */
async function emptyPageOf(context: BrowserContext, origin: string): Promise<Page> {
  const page = await context.newPage()
  await page.route('**/empty', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
  await page.goto(`${origin}/empty`)
  return page
}

test.describe('what is shared', () => {
  test.use({ serviceWorkers: 'block' })

  test('becomes a message with the text and the files, two at once become two', async ({ page, context, signedIn, site }) => {
    await signedIn('alice', page)
    const pages = [await emptyPageOf(context, site.origin), await emptyPageOf(context, site.origin)]
    await Promise.all(pages.map((each) => postForm(each, `${site.basePath}/api/shares`)))
    for (const each of pages) {
      const compose = new ComposePage(each)
      await expect(compose.subject).toHaveValue('Tide table')
      await expect(compose.text).toHaveValue(/^Have a look\n\nhttps:\/\/pier\.example\/tides\n/)
      await expect(each.getByText('tides.txt').first()).toBeVisible()
      await expect(each.getByText('pier.txt').first()).toBeVisible()
    }
    expect(pages[0]?.url()).not.toBe(pages[1]?.url())
  })

  test('waits for whoever has to sign in first', async ({ page, context, site }) => {
    const ours = await emptyPageOf(context, site.origin)
    await postForm(ours, `${site.basePath}/api/shares`)
    await new SignInPage(ours).signIn(personOf(site, 'carol'))
    await expect(ours.getByText('tides.txt')).toBeVisible()
    await expectAccessible(ours)
    await ours.getByRole('main').getByRole('button', { name: 'Write a message' }).click()
    await expect(new ComposePage(ours).subject).toHaveValue('Tide table')
    await expect(ours.getByText('pier.txt').first()).toBeVisible()
    await page.close()
  })

  test('is refused when a page elsewhere sends it', async ({ page, signedIn, site }) => {
    await signedIn('alice', page)
    const elsewhere = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>')).listen(0, '127.0.0.1')
    await once(elsewhere, 'listening')
    try {
      await page.goto(`http://localhost:${(elsewhere.address() as AddressInfo).port}/`)
      const answer = page.waitForResponse((response) => response.url().endsWith('/api/shares'))
      await postForm(page, `${site.origin}${site.basePath}/api/shares`)
      expect((await answer).status()).toBe(403)
    } finally {
      elsewhere.close()
    }
  })
})

test('a link to a mail address, as browsers hand it over, begins a message', async ({ page, signedIn }) => {
  await signedIn('alice', page)
  await page.goto(`compose?mailto=${encodeURIComponent('mailto:bob@example.test?subject=Pier%20%26%20tide&body=At%20noon%3F')}`)
  await page.getByRole('main').getByRole('button', { name: 'Write a message' }).click()
  const compose = new ComposePage(page)
  await expect(compose.to).toHaveValue(/bob@example\.test/)
  await expect(compose.subject).toHaveValue('Pier & tide')
  await expect(compose.text).toHaveValue(/^At noon\?/)
})

test('the settings tell the browser that links to mail addresses open here', async ({ page, signedIn, site }) => {
  await page.addInitScript(() => {
    Navigator.prototype.registerProtocolHandler = (scheme, url) => void document.documentElement.setAttribute('data-told', `${scheme} ${url}`)
  })
  await signedIn('alice', page)
  await page.goto('settings')
  await page.getByRole('button', { name: 'Use Postern for mail addresses' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-told', `mailto ${site.origin}${site.basePath}/compose?mailto=%s`)
  await expect(page.getByText('The browser has been told.')).toBeVisible()
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('a message in a file is opened, hostile or not, like one that is attached', async ({ page, signedIn }) => {
      const folder = mkdtempSync(join(tmpdir(), 'postern-eml-'))
      const file = join(folder, 'From the pier.eml')
      writeFileSync(file, 'From: Eve <eve@example.test>\nTo: alice@example.test\nSubject: From the pier\nDate: Sat, 21 Nov 2026 12:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain\n\nThe tide is in.\n')
      try {
        await signedIn('alice', page)
        await page.goto('settings')
        await page.getByRole('link', { name: 'Open a message in a file' }).click()
        await page.getByLabel('Message file').setInputFiles(file)
        await page.getByRole('button', { name: 'Open', exact: true }).click()
        await expect(page).toHaveTitle(/^From the pier - /)
        await expect(page.getByText('The tide is in.')).toBeVisible()
        await expect(page).toHaveURL(/mailboxes\/Drafts\/[\d.]+\/parts\/2$/)
      } finally {
        rmSync(folder, { recursive: true })
      }
    })
  })
}

test('a message that the device opens with the application is opened', async ({ page, signedIn }) => {
  await page.addInitScript(() => {
    const file = new File(['Subject: From the desktop\n\nDouble-clicked.\n'], 'desktop.eml', { type: 'message/rfc822' })
    const setConsumer = (consumer: (launched: object) => void): void => consumer({ files: [{ getFile: () => Promise.resolve(file) }] })
    Object.defineProperty(globalThis, 'launchQueue', { value: { setConsumer } })
  })
  await signedIn('alice', page)
  await page.goto('open')
  await expect(page).toHaveTitle(/^From the desktop - /)
  await expect(page.getByText('Double-clicked.')).toBeVisible()
})

test('the icon has the number of unread messages in the inbox, and none after signing out', async ({ page, signedIn }) => {
  await page.addInitScript(() => {
    Navigator.prototype.setAppBadge = (count) => Promise.resolve(sessionStorage.setItem('badge', String(count)))
  })
  const mail = await signedIn('alice', page)
  const badge = () => page.evaluate(() => sessionStorage.getItem('badge'))
  const unread = /\((\d+)\)/.exec(await page.title())?.[1]
  expect(Number(unread)).toBeGreaterThan(0)
  await expect.poll(badge).toBe(unread)
  await page.goto('mailboxes/Drafts')
  await expect(mail.heading).toHaveText('Drafts')
  await expect.poll(badge).toBe(unread)
  const told = page.waitForEvent('console', (message) => message.text() === 'badge 0')
  await page.evaluate(() => {
    Navigator.prototype.setAppBadge = (count) => Promise.resolve(console.log(`badge ${count}`))
  })
  await mail.signOut()
  await told
})

test('the first page has no more than 200 KB of compressed script, and what registers the worker comes after it', async ({ page, signedIn }) => {
  await signedIn('alice', page)
  const scripts = new Set<string>()
  page.on('request', (request) => void (request.resourceType() === 'script' && scripts.add(request.url())))
  const html = await (await page.reload())?.text()
  await worker(page)
  // Read apart: a browser forgets what it got once it goes on.
  const sizes = await Promise.all([...scripts].map(async (url) => ({ url, size: gzipSync(await (await page.request.get(url)).body()).length })))
  const first = sizes.filter(({ url }) => html?.includes(new URL(url).pathname))
  const octets = first.reduce((sum, { size }) => sum + size, 0)
  test.info().annotations.push({ type: 'octets of script', description: String(octets) })
  expect(octets).toBeGreaterThan(100_000)
  expect(octets).toBeLessThan(200 * 1024)
  expect(sizes.length, 'one more comes later').toBeGreaterThan(first.length)
})

test('the pages of it are accessible, and nothing scrolls sideways', async ({ page, signedIn }) => {
  await signedIn('alice', page)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const path of ['open', 'settings', 'offline']) {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 })
        await page.goto(path)
        await expectAccessible(page, `${path} ${colorScheme} ${width}`)
        await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${path} ${width}`).toBe(0)
      }
    }
  }
})
