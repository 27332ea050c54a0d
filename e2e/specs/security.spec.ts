import type { Page, Response } from '@playwright/test'
import { MailPage } from '../support/mail-page.ts'
import { MessagePage } from '../support/message-page.ts'
import { SignInPage } from '../support/sign-in-page.ts'
import { expect, test } from '../support/test.ts'

const DIRECTIVES: readonly string[] = [
  "default-src 'none'", "style-src 'self'", "style-src-attr 'unsafe-inline'", "img-src 'self' data: blob:", "font-src 'self'", "connect-src 'self'", "frame-src 'self'", "worker-src 'self'",
  "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", 'trusted-types default nextjs',
]

/** Every page, by its address below the base. */
const PUBLIC = ['sign-in', 'about', 'help', 'no-such-page']
const SIGNED_IN = ['', 'mailboxes/INBOX', 'mailboxes/Drafts', 'manage', 'manage/Archive', 'mailboxes/INBOX?q=lens']

function headersOf(response: Response | null): Record<string, string> {
  if (response === null) throw new Error('there was no response')
  return response.headers()
}

async function checkHeaders(page: Page, path: string): Promise<string> {
  const headers = headersOf(await page.goto(path))
  const policy = headers['content-security-policy'] ?? ''
  for (const directive of DIRECTIVES) expect(policy.split(/;\s*/), `${path}: ${directive}`).toContain(directive)
  expect(policy, path).toMatch(/script-src 'nonce-[A-Za-z0-9+/_=-]{16,}' 'strict-dynamic'(;|$)/)
  expect(policy, path).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/)
  expect(headers['x-content-type-options'], path).toBe('nosniff')
  expect(headers['referrer-policy'], path).toMatch(/^(no-referrer|same-origin)$/)
  expect(headers['cross-origin-opener-policy'], path).toBe('same-origin')
  expect(headers['x-powered-by'], path).toBeUndefined()
  return headers['cache-control'] ?? ''
}

test('the policy stands on every page, and no page breaks it', async ({ page, signedIn }) => {
  const broken: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted ?Types|TrustedScript/i.test(message.text())) broken.push(message.text())
  })
  page.on('pageerror', (error) => broken.push(String(error)))
  for (const path of PUBLIC) await checkHeaders(page, path)
  const mail = await signedIn('alice', page)
  for (const path of SIGNED_IN) expect(await checkHeaders(page, path), path).toMatch(/no-store/)
  await page.goto('')
  await mail.openMessage('Tomorrow!')
  expect(await checkHeaders(page, page.url())).toMatch(/no-store/)
  expect(broken).toEqual([])
})

test.describe('a page that something has changed', () => {
  test.use({ mayBeMadeAnew: true })

  test('is made anew and there all the same', async ({ page }) => {
    const said: string[] = []
    page.on('console', (message) => void said.push(message.text()))
    page.on('pageerror', (error) => void said.push(String(error)))
    // As an extension or a translation may do to it before our scripts have their turn.
    await page.route(/\/sign-in$/, async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: (await response.text()).replace(/(<label[^>]*>)[^<]*/, '$1Other words') })
    })
    await page.goto('sign-in')
    await expect.poll(() => said.join('\n'), 'the page was made anew').toContain('Minified React error #418')
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
    await expect(page.getByText('Other words')).toHaveCount(0)
    expect(said.filter((line) => /Trusted|Markup|Content Security/.test(line))).toEqual([])
  })
})

test('a nonce is used once', async ({ page }) => {
  const nonces = new Set<string>()
  for (let visit = 0; visit < 3; visit += 1) nonces.add(/nonce-([^']+)/.exec(headersOf(await page.goto('sign-in'))['content-security-policy'] ?? '')?.[1] ?? '')
  expect(nonces.size).toBe(3)
})

test('cookies are for the server alone, and for our own pages alone', async ({ page, context, signedIn }) => {
  await signedIn('alice', page)
  const cookies = await context.cookies()
  expect(cookies.length).toBeGreaterThan(0)
  for (const cookie of cookies) expect(cookie, cookie.name).toMatchObject({ httpOnly: true, sameSite: expect.stringMatching(/Lax|Strict/) })
  expect(cookies.map(({ name }) => name)).toContain('postern')
  expect(await page.evaluate(() => document.cookie)).toBe('')
})

test('after signing out neither Back nor storage nor the cache shows mail', async ({ page, context, signedIn }) => {
  const mail = await signedIn('alice', page)
  await mail.openMessage('Tomorrow!')
  const message = new MessagePage(page)
  await expect(message.region.getByText('Everything hangs, everything shines')).toBeVisible()
  const address = page.url()
  await mail.signOut()
  const signIn = new SignInPage(page)
  await expect(signIn.user).toBeVisible()

  await page.goBack()
  await expect(page.getByText('Everything hangs, everything shines')).toHaveCount(0)
  await page.goto(address)
  await expect(signIn.user).toBeVisible()
  await expect(page.getByText('Everything hangs')).toHaveCount(0)

  const stored = await page.evaluate(async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    caches: await caches.keys(),
    databases: (await indexedDB.databases()).map(({ name }) => name),
  }))
  expect(JSON.stringify(stored)).not.toMatch(/Everything hangs|Tomorrow!|postern-alice/)
  expect(stored.caches).toEqual([])
  // The HTTP cache alone, without asking the server.
  const cached = await page.evaluate(async (url) => {
    try {
      return await (await fetch(url, { cache: 'only-if-cached', mode: 'same-origin' })).text()
    } catch {
      return ''
    }
  }, address)
  expect(cached).not.toContain('Everything hangs')
  expect((await context.cookies()).filter(({ name, value }) => name === 'postern' && value !== '')).toEqual([])
})

test('signing out tells the browser to forget', async ({ page, signedIn, site, context }) => {
  const mail = await signedIn('bob', page)
  await expect(mail.heading).toHaveText('Inbox')
  // Posted beside the page, with its cookies: while a browser forgets, its tools lose sight of the answer that told it to.
  const answer = await context.request.post(`${site.origin}${site.basePath}/api/session/end`, { headers: { origin: site.origin }, form: { return: site.basePath + '/' }, maxRedirects: 0 })
  expect(answer.status()).toBe(303)
  expect(answer.headers()['clear-site-data']).toBe('"cache", "storage"')
  expect((await context.cookies()).filter(({ name, value }) => name === 'postern' && value !== '')).toEqual([])
  // The page may hear of it first and leave by itself.
  const next = await context.newPage()
  await next.goto('')
  await expect(new SignInPage(next).user).toBeVisible()
})

test('a request from elsewhere changes nothing', async ({ page, request, signedIn, site, context }) => {
  const mail = await signedIn('alice', page)
  await expect(mail.heading).toHaveText('Inbox')
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  for (const headers of [{ origin: 'https://elsewhere.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
    const answer = await request.post(`${site.origin}${site.basePath}/api/mailboxes`, { headers: { cookie, ...headers }, form: { name: 'Forged' }, maxRedirects: 0 })
    expect(answer.status(), JSON.stringify(headers)).toBe(403)
  }
  await page.goto('')
  await expect(mail.mailbox('Forged')).toHaveCount(0)
})

test('a hostile message runs nothing and fetches nothing', async ({ page, signedIn, site }) => {
  const elsewhere: string[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== site.origin) elsewhere.push(request.url())
  })
  page.on('dialog', (dialog) => {
    elsewhere.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await signedIn('alice', page)
  const mail = new MailPage(page)
  const total = await mail.rows.count()
  expect(total).toBeGreaterThan(20)
  const addresses = await mail.list.getByRole('link').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href).filter((href) => /\/mailboxes\/INBOX\/\d/.test(href)))
  test.setTimeout(30_000 + addresses.length * 5_000)
  for (const address of addresses) {
    await page.goto(address)
    await expect(page.getByRole('region', { name: 'Message', exact: true }).getByRole('heading', { level: 2 })).toBeVisible()
    expect(new URL(page.url()).origin).toBe(site.origin)
  }
  expect(elsewhere).toEqual([])
})
