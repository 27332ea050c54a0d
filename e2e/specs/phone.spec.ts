import type { APIRequestContext, Page } from '@playwright/test'
import { ImapFlow } from 'imapflow'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { below, readXml, type ReadElement } from '#lib/testing/parsing/read-xml.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { SignInPage } from '../support/sign-in-page.ts'
import { personOf, type Person } from '../support/site.ts'
import { startSite } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

/** What a program knows of a server after it has asked. */
interface Told {
  readonly host: string
  readonly port: number
  readonly security: string
  readonly user: string
}

async function autoconfig(request: APIRequestContext, address: string): Promise<{ readonly imap: Told; readonly smtp: Told }> {
  const answer = await request.get(`/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=${encodeURIComponent(address)}`)
  expect(answer.status()).toBe(200)
  const provider = below(readXml(await answer.text()), 'emailProvider')
  const told = (server: ReadElement): Told => ({
    host: below(server, 'hostname').text,
    port: Number(below(server, 'port').text),
    security: below(server, 'socketType').text,
    user: below(server, 'username').text.replace('%EMAILADDRESS%', address).replace('%EMAILLOCALPART%', address.split('@')[0] ?? ''),
  })
  return { imap: told(below(provider, 'incomingServer')), smtp: told(below(provider, 'outgoingServer')) }
}

/** Signs in with what was told and nothing else: to read, and to send. */
async function signInAs({ password }: Person, { imap, smtp }: { readonly imap: Told; readonly smtp: Told }): Promise<void> {
  const tls = { rejectUnauthorized: false }
  const client = new ImapFlow({ host: imap.host, port: imap.port, secure: imap.security === 'SSL', doSTARTTLS: imap.security === 'STARTTLS', auth: { user: imap.user, pass: password }, tls, logger: false })
  await client.connect()
  expect((await client.list()).map(({ path }) => path)).toContain('INBOX')
  await client.logout()
  const transport = createTransport({ host: smtp.host, port: smtp.port, secure: smtp.security === 'SSL', requireTLS: smtp.security === 'STARTTLS', ignoreTLS: smtp.security === 'plain', auth: { user: smtp.user, pass: password }, tls })
  expect(await transport.verify()).toBe(true)
  transport.close()
}

test('what a program is told lets it sign in, to read and to send', async ({ site, request }) => {
  const alice = personOf(site, 'alice')
  const told = await autoconfig(request, alice.address)
  expect([told.imap.port, told.smtp.port]).toEqual([site.services.imap?.port, site.services.submission?.port])
  await signInAs(alice, told)
})

test('Outlook is told the same', async ({ site, request }) => {
  const alice = personOf(site, 'alice')
  const answer = await request.post('/Autodiscover/Autodiscover.xml', { headers: { 'content-type': 'text/xml' }, data: `<?xml version="1.0"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request><EMailAddress>${alice.address}</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>` })
  const protocols = below(readXml(await answer.text()), 'Response/Account').children.filter(({ name }) => name === 'Protocol')
  const told = (type: string): Told => {
    const found = protocols.find((protocol) => below(protocol, 'Type').text === type)
    if (found === undefined) throw new Error(`nothing is told of ${type}`)
    const security = { SSL: 'SSL', TLS: 'STARTTLS', None: 'plain' }[below(found, 'Encryption').text] ?? ''
    return { host: below(found, 'Server').text, port: Number(below(found, 'Port').text), security, user: below(found, 'LoginName').text }
  }
  await signInAs(alice, { imap: told('IMAP'), smtp: told('SMTP') })
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('the settings lead to the page, whose table and profile are right', async ({ page, signedIn, site }) => {
      const alice = personOf(site, 'alice')
      await signedIn('alice', page)
      await page.goto('settings')
      await page.getByRole('link', { name: 'Set up my phone' }).click()
      await expect(page).toHaveTitle(/^Set up my phone - /)
      const table = page.getByRole('table', { name: 'Settings to type by hand' })
      const row = (name: string) => table.getByRole('row', { name }).getByRole('cell').allTextContents()
      const [imap, smtp] = [site.services.imap, site.services.submission]
      await expect.poll(() => row('Server')).toEqual([imap?.host, smtp?.host])
      await expect.poll(() => row('Port')).toEqual([String(imap?.port), String(smtp?.port)])
      const [user] = await row('User name')
      await signInAs(alice, { imap: { host: '127.0.0.1', port: imap?.port ?? 0, security: 'plain', user: user ?? '' }, smtp: { host: '127.0.0.1', port: smtp?.port ?? 0, security: 'plain', user: user ?? '' } })
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the profile' }).click()])
      expect(download.suggestedFilename()).toBe('mail.mobileconfig')
      const profile = readFileSync(await download.path(), 'utf8')
      expect(below(readXml(profile), 'dict').name).toBe('dict')
      expect(profile).toContain(`<string>${alice.address}</string>`)
      expect(profile).toContain(`<integer>${imap?.port}</integer>`)
      expect(profile).not.toContain(alice.password)
    })
  })
}

test('a second profile has the same identifiers, another person’s are others', async ({ signedIn }) => {
  const [alice, bob] = [(await signedIn('alice')).page, (await signedIn('bob')).page]
  const profile = async (page: Page) => {
    const answer = await page.request.get('api/phone')
    expect([answer.headers()['content-type'], answer.headers()['cache-control']]).toEqual(['application/x-apple-aspen-config', 'private, no-store'])
    return answer.text()
  }
  const identifiers = (text: string) => [...text.matchAll(/<key>PayloadUUID<\/key>\s*<string>(.*)<\/string>/g)].map(([, id]) => id)
  const first = await profile(alice)
  expect(identifiers(first)).toHaveLength(3)
  expect(identifiers(await profile(alice))).toEqual(identifiers(first))
  const others = identifiers(await profile(bob))
  for (const id of identifiers(first)) expect(others).not.toContain(id)
})

test('axe finds nothing, and nothing scrolls sideways', async ({ page, signedIn }) => {
  await signedIn('alice', page)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const width of [1440, 390, 320]) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto('phone')
      await expectAccessible(page, `${colorScheme} ${width}`)
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), String(width)).toBe(0)
    }
  }
})

test('a site without the module has neither link nor address; one without servers to name says so', async ({ browser }) => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-phone-'))
  const file = join(directory, 'postern.toml')
  // People come from elsewhere, the mail server listens on loopback only.
  writeFileSync(file, '[http]\nbehind_proxy = true\n[site.off]\nhosts = ["localhost"]\nmodules.phone = false\n')
  const running = await startSite({ env: { POSTERN_CONFIG: file }, quiet: true })
  try {
    const { port } = new URL(running.site.origin)
    const pageAt = async (host: string): Promise<Page> => {
      const context = await browser.newContext({ baseURL: `http://${host}:${port}/`, javaScriptEnabled: false, locale: 'en-GB' })
      const page = await context.newPage()
      const signIn = new SignInPage(page)
      await signIn.goto()
      await signIn.signIn(personOf(running.site, 'alice'))
      return page
    }
    const here = await pageAt('127.0.0.1')
    await here.goto('phone')
    await expect(here.getByText('Your administrator has not named servers for other programs.')).toBeVisible()
    await expect(here.getByRole('link', { name: 'Download the profile' })).toHaveCount(0)
    expect((await here.request.get('/mail/config-v1.1.xml')).status()).toBe(404)
    const off = await pageAt('localhost')
    await off.goto('settings')
    await expect(off.getByRole('link', { name: 'Set up my phone' })).toHaveCount(0)
    for (const path of ['phone', 'api/phone', '.well-known/autoconfig/mail/config-v1.1.xml', 'mail/config-v1.1.xml']) expect((await off.request.get(path)).status(), path).toBe(404)
    for (const [page, count] of [[here, 1], [off, 0]] as const) {
      await page.goto('about')
      await expect(page.getByRole('link', { name: 'Set up my phone' }), 'where it is found without the settings, too').toHaveCount(count)
      await page.goto('help')
      await expect(page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'Your phone and other programs' })).toHaveCount(count)
    }
    for (const page of [here, off]) await page.context().close()
  } finally {
    await running.close()
    rmSync(directory, { recursive: true })
  }
})
